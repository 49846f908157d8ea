import { type Instant, millis } from '../platform/instant.ts';
import type { DeviceState } from './device.ts';
import { batteryLow, silent } from './device-rules.ts';
import { forced } from './door-forced.ts';
import { doorStretches } from './door-history.ts';
import { notLatching } from './door-latch.ts';
import { heldOpen, openOvernight } from './door-rules.ts';
import { neverOpens } from './door-use.ts';
import { type Fault, FaultName, type Judgement, kindOfFault, type WatchedPlace } from './fault.ts';
import { rhythmOf, silenceAllowedMillis, surelyAllowedMillis } from './heard.ts';
import { cycling, lampFailed, movementUnlit } from './lamp-rules.ts';
import { burningByDay, darkWhenDue } from './light-rules.ts';
import type { Answer, Question, Rule } from './question.ts';
import { quickInstant, quickMillis } from './quick-instant.ts';
import { reportedFaulty, tampered } from './reported-rules.ts';
import { type SensorOverrides, type SensorSettings, settingsFor } from './sensor-settings.ts';

const rules: Record<FaultName, Rule> = {
  'held-open': heldOpen,
  'open-overnight': openOvernight,
  forced,
  'not-latching': notLatching,
  'never-opens': neverOpens,
  tampered,
  'reported-faulty': reportedFaulty,
  'dark-when-due': darkWhenDue,
  'burning-by-day': burningByDay,
  cycling,
  'movement-unlit': movementUnlit,
  'lamp-failed': lampFailed,
  silent,
  'battery-low': batteryLow,
};
const names = FaultName.options;

/** Faults by which anybody can pass an outer door. */
const leaveOpen: ReadonlySet<FaultName> = new Set(['held-open', 'open-overnight', 'forced', 'not-latching']);

/** A battery runs down whoever is at work there. */
const heedMutes = (name: FaultName): boolean => name !== 'battery-low';

/** These are about the silence, or do not end by it. */
const tellInSilence: ReadonlySet<FaultName> = new Set(['silent', 'battery-low']);

/**
 * Asks every rule about a device. `device.settings` are the numbers that differ from the landlord's for its estate, its
 * asset and itself, from the wide to the narrow; `state` is `undefined` for one never heard. Pure: the answer follows
 * from what was received and from `now`.
 *
 * While the place is muted no fault opens; one that stood before neither ends nor is told. What went on during a mute is
 * no evidence afterwards, and a door that is still open is given its whole limit from the mute's end.
 */
export function judge(
  device: { settings?: SensorOverrides | readonly (SensorOverrides | undefined)[] },
  state: DeviceState | undefined,
  settings: SensorSettings,
  place: WatchedPlace,
  now: Instant,
): Judgement {
  if (state === undefined) return { faults: [], cannotTell: [...names], deadlines: [] };
  const question = questionOf(state, ownSettings(settings, device.settings), place, quickMillis(now));
  const { nowMillis } = question;
  const mutedUntil = place.mutedUntil === undefined ? 0 : millis(place.mutedUntil);
  const isMuted = mutedUntil > nowMillis;
  const isSilent = nowMillis > question.seenMillis;

  const faults: Fault[] = [];
  const cannotTell: FaultName[] = [];
  const againMillis: number[] = isMuted ? [mutedUntil] : [];
  for (const name of names) {
    const { says, againMillis: again } = answerOf(rules[name], question);
    if (again !== undefined)
      for (const at of again) if (at > nowMillis && Number.isFinite(at)) againMillis.push(at);
    if (typeof says === 'object') {
      if (isMuted && heedMutes(name)) cannotTell.push(name);
      else faults.push(faultOf(name, says, place));
    } else if (says === 'cannot-tell' || (isSilent && !tellInSilence.has(name))) cannotTell.push(name);
  }
  return { faults, cannotTell, deadlines: inOrder(againMillis) };
}

/** What a rule answers. What only a time of being muted could show is nothing that can be told, well or not. */
function answerOf(rule: Rule, question: Question): Answer {
  const answer = rule(question);
  if (answer.says !== 'well' || question.evidenceFromMillis === Number.NEGATIVE_INFINITY) return answer;
  const heedless = rule({ ...question, evidenceFromMillis: Number.NEGATIVE_INFINITY });
  return typeof heedless.says === 'object' ? { ...answer, says: 'cannot-tell' } : answer;
}

function ownSettings(
  settings: SensorSettings,
  own: SensorOverrides | readonly (SensorOverrides | undefined)[] | undefined,
): SensorSettings {
  if (own === undefined) return settings;
  return isList(own) ? settingsFor(settings, ...own) : settingsFor(settings, own);
}

const isList = <T>(own: T | readonly (T | undefined)[]): own is readonly (T | undefined)[] =>
  Array.isArray(own);

function questionOf(
  state: DeviceState,
  settings: SensorSettings,
  place: WatchedPlace,
  nowMillis: number,
): Question {
  const rhythm = rhythmOf(state.heard);
  const mutedMillis = place.mutedUntil === undefined ? Number.NEGATIVE_INFINITY : millis(place.mutedUntil);
  const lastMillis = quickMillis(state.lastUplink.receivedAt);
  let relyUntil = lastMillis + surelyAllowedMillis(rhythm, settings.silence);
  // What all its days say is looked at only where the newest reports alone would make it silent.
  if (nowMillis > relyUntil)
    relyUntil = lastMillis + silenceAllowedMillis(state.heard, settings.silence, rhythm);
  return {
    state,
    settings,
    place,
    nowMillis,
    lastHeardMillis: lastMillis,
    relyUntilMillis: relyUntil,
    seenMillis: Math.min(nowMillis, relyUntil),
    evidenceFromMillis: mutedMillis > nowMillis ? Number.NEGATIVE_INFINITY : mutedMillis,
    rhythm,
    doorStretches: state.door === undefined ? [] : doorStretches(state.door),
  };
}

function faultOf(fault: FaultName, says: Exclude<Answer['says'], string>, place: WatchedPlace): Fault {
  return {
    kind: kindOfFault[fault],
    fault,
    since: quickInstant(says.sinceMillis),
    insecure: place.outerDoor && leaveOpen.has(fault),
    planned: fault === 'battery-low',
    reasons: says.reasons,
  };
}

function inOrder(times: number[]): Instant[] {
  if (times.length > 1) times.sort((a, b) => a - b);
  const deadlines: Instant[] = [];
  // Rounded up, so that whoever asks at the deadline is not a fraction of a millisecond early.
  for (const [index, at] of times.entries()) {
    if (index === 0 || Math.ceil(at) !== Math.ceil(times[index - 1] ?? at))
      deadlines.push(quickInstant(Math.ceil(at)));
  }
  return deadlines;
}
