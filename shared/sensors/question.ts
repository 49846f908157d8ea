import type { DeviceState } from './device.ts';
import type { DoorStretch } from './door-history.ts';
import type { WatchedPlace } from './fault.ts';
import type { Rhythm } from './heard.ts';
import { clockTime } from './local-time.ts';
import type { SensorSettings } from './sensor-settings.ts';

/**
 * What a rule is asked about. Times are milliseconds since 1970.
 *
 * `lastHeardMillis` is when the last uplink was received.
 * `relyUntilMillis` is the moment from which the device is silent, for one that is heard possibly too early: until then
 * its last word can be relied on. `seenMillis` is that moment or now, whichever is earlier: what may have happened since
 * is nobody's to tell. `evidenceFromMillis` is the end of the last time that the place was muted:
 * what went on then counts for nothing.
 */
export interface Question {
  state: DeviceState;
  settings: SensorSettings;
  place: WatchedPlace;
  nowMillis: number;
  lastHeardMillis: number;
  relyUntilMillis: number;
  seenMillis: number;
  evidenceFromMillis: number;
  rhythm: Rhythm;
  /** A door's, oldest first; none for another device. */
  doorStretches: readonly DoorStretch[];
}

/**
 * What a rule answers: all is well, nothing to go by, or since when a fault stands and the reasons for it. `againMillis`
 * are when to ask again (milliseconds since 1970); those that are past are ignored.
 */
export interface Answer {
  says: 'well' | 'cannot-tell' | { sinceMillis: number; reasons: string[] };
  againMillis?: readonly number[];
}

/** What a rule is. */
export type Rule = (question: Question) => Answer;

export const well: Answer = { says: 'well' };
export const cannotTell: Answer = { says: 'cannot-tell' };

/** A moment in the words of an officer who reads them now. */
export function clockOf({ nowMillis, settings }: Question): (atMillis: number) => string {
  return (atMillis) => clockTime(atMillis, nowMillis, settings.timeZone);
}

/** Minutes or seconds in words. */
export function duration(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? '1 minute' : `${seconds / 60} minutes`;
}
