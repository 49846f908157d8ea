import type { FaultName } from '../../shared/sensors/fault.ts';
import type { Word } from './air.ts';
import { type Day, hourMillis, momentOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Device } from './estates.ts';
import { type FaultKind, faultKinds } from './fault-kinds.ts';
import { dueMillis } from './limit.ts';
import type { Stretch } from './said.ts';

/**
 * A fault that was brought about in one device: from when until when it was put right, and what else may rightly be found
 * while it lasts. `orFoundAs` is what it is rightly called where a word of it was lost. `dueMillis` is when the rules
 * promise to have found it, given the words of it that arrived, in order; `undefined` while those are too few.
 */
export interface Injected {
  readonly name: string;
  readonly fault: FaultName;
  readonly deviceId: string;
  readonly stretch: Stretch;
  readonly also: readonly FaultName[];
  readonly orFoundAs?: FaultName | undefined;
  readonly dueMillis: (words: readonly Word[]) => number | undefined;
}

/** So many days before the end a fault begins at the latest, so that it is due within the simulation. */
const daysAfter = { least: 2, most: 5 };

/**
 * Faults of every kind for a simulation, each on a device of its own: so many of each kind. Kinds for which the days are
 * too few, or no device is left, are named in `left`.
 */
export function injectedInto(
  devices: readonly Device[],
  days: readonly Day[],
  timesEach: number,
  chance: Chance,
): { injected: Injected[]; left: string[] } {
  const free = new Set(devices);
  const injected: Injected[] = [];
  const left = new Set<string>();
  for (let time = 0; time < timesEach; time += 1) {
    for (const kind of faultKinds) {
      const suiting = [...free].filter((device) => kind.suits(device.kind));
      const device = suiting[Math.floor(chance.share() * suiting.length)];
      const daysLeft = Math.min(daysAfter.most, Math.ceil(kind.lastsHours / 24) + 1);
      const lastDay = days.length - Math.max(daysAfter.least, daysLeft);
      const day = days[Math.floor(chance.between(kind.fromDay, lastDay))];
      if (device === undefined || day === undefined || lastDay <= kind.fromDay) left.add(kind.name);
      else {
        free.delete(device);
        injected.push(injectedOf(kind, device, day, momentOf(day, chance.between(...kind.hours))));
      }
    }
  }
  return { injected, left: [...left] };
}

function injectedOf(kind: FaultKind, device: Device, day: Day, beganMillis: number): Injected {
  const { name, fault, lastsHours, also = [], orFoundAs, limit } = kind;
  const fromMillis = Math.round(beganMillis);
  const began = { fromMillis, day, reportMinutes: device.kind.reportMinutes };
  return {
    name,
    fault,
    deviceId: device.id,
    stretch: { fromMillis, untilMillis: fromMillis + lastsHours * hourMillis },
    also,
    orFoundAs,
    dueMillis: (words) => dueMillis(limit, began, words),
  };
}
