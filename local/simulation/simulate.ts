import type { Outage, Word } from './air.ts';
import { type Day, daysFrom, hourMillis, minuteMillis } from './calendar.ts';
import { Chance } from './chance.ts';
import { type Device, estatesWith } from './estates.ts';
import { injectedInto } from './injected.ts';
import { silenceMinutes } from './limit.ts';
import { Product } from './product.ts';
import { type Score, scoreOf } from './score.ts';
import { Sent } from './sent.ts';

/** For how many days, with how many devices, and with which chance. */
export interface Plan {
  readonly days: number;
  readonly devices: number;
  readonly seed: number;
}

/** How a simulation went, with the number of deliveries. */
export interface Simulated extends Score {
  readonly seed: number;
  readonly deliveries: number;
  /** Kinds of faults that there were too few days or devices for. */
  readonly left: readonly string[];
}

/** So many devices have each kind of fault injected once. */
const devicesForEach = 160;

// Dusk falls by three hours while it lasts, and on the fourteenth day the clocks go back.
const begins = Date.UTC(2026, 9, 12);

/** Lives through a plan, minute by minute, and says what the product made of it. The same plan is the same life. */
export async function simulate({ days: dayCount, devices: deviceCount, seed }: Plan): Promise<Simulated> {
  const days = daysFrom(begins, dayCount);
  const estates = estatesWith(deviceCount, new Chance(seed, 'estates'));
  const { devices } = estates;
  const timesEach = Math.max(1, Math.floor(deviceCount / devicesForEach));
  const { injected, left } = injectedInto(devices, days, timesEach, new Chance(seed, 'injected'));
  const outages = outagesOf(devices, days, new Chance(seed, 'outages'));
  const sent = new Sent(estates, injected, outages, days[0]?.fromMillis ?? begins, seed);
  const product = new Product(days[0]?.fromMillis ?? begins);
  await product.enter({ assets: [...estates.register] });
  const words = new Map<string, Word[]>();
  let deliveries = 0;
  for (const day of days) {
    sent.live(day);
    for (let at = day.fromMillis; at < day.untilMillis; at += minuteMillis) {
      const arrived = sent.arriving(at);
      deliveries += arrived.length;
      for (const { deviceId, word } of arrived) {
        if (word !== undefined) words.set(deviceId, [...(words.get(deviceId) ?? []), word]);
      }
      await product.minute(at + minuteMillis, arrived);
    }
  }
  const score = scoreOf({ devices, days: days.length }, injected, outages, product.opened.all, words);
  return { ...score, seed, deliveries, left };
}

/** So many devices that nothing else hears make an outage plain: as many as the landlord's settings ask for, and one. */
const leastBehind = 4;

/** After seven whole days a device's rhythm is known. */
const rhythmKnownFromDay = 10;

/** One gateway is off for most of a working day, in the second half of the time. */
function outagesOf(devices: readonly Device[], days: readonly Day[], chance: Chance): Outage[] {
  const behind = Map.groupBy(
    devices.filter(({ gateways }) => gateways.length === 1),
    ({ gateways }) => gateways.join(),
  );
  const candidates = [...behind].filter(([, all]) => all.length >= leastBehind);
  const [gateway, cutOff = []] = candidates[Math.floor(chance.share() * candidates.length)] ?? [];
  const day = days[Math.floor(chance.between(days.length / 2, days.length - 1))];
  if (gateway === undefined || day === undefined || day.index < rhythmKnownFromDay) return [];
  const fromMillis = day.fromMillis + chance.between(6, 14) * hourMillis;
  const stretch = { fromMillis, untilMillis: fromMillis + chance.between(7, 10) * hourMillis };
  const third = cutOff.map(({ kind }) => kind.reportMinutes).sort((a, b) => a - b)[2] ?? 0;
  return [{ gateway, stretch, dueMillis: fromMillis + silenceMinutes(third) * minuteMillis }];
}
