import type { Battery } from './battery.ts';
import type { Day } from './calendar.ts';
import { minuteMillis, secondMillis } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Kind } from './estates.ts';
import type { Injected } from './injected.ts';
import { contactPayload } from './payloads.ts';
import { openings } from './people.ts';
import { isIn, type Said, type Stretch } from './said.ts';

/** What a device says on a day, in order. Days are asked for one after the other. */
export type Life = (day: Day) => Said[];

/** Between two uplinks a radio of class A listens twice, the second time 2 seconds after it has sent. */
const radioMillis = 2_100;

type Contact = Extract<Kind, { is: 'contact' }>;

/** The moments at which a device reports though nothing changed, on a day. */
export function reportsOn(day: Day, reportMinutes: number, phase: number): number[] {
  const every = reportMinutes * minuteMillis;
  const moments: number[] = [];
  const first = Math.ceil(day.fromMillis / every - phase);
  for (let at = (first + phase) * every; at < day.untilMillis; at += every) moments.push(at);
  return moments;
}

/** When a door is open on a day, with the fault that was injected: what people do gives way to it. */
export function openingsWith(
  injected: Injected | undefined,
  kind: Extract<Kind, { use: unknown }>,
  day: Day,
  chance: Chance,
): Stretch[] {
  const usual = openings(kind.use, day, chance);
  if (injected === undefined) return usual;
  const { fromMillis, untilMillis } = injected.stretch;
  const spared = usual.filter(
    (opening) => opening.untilMillis < fromMillis - minuteMillis || opening.fromMillis > untilMillis,
  );
  switch (injected.fault) {
    case 'held-open':
    case 'open-overnight':
      return [...spared, injected.stretch].filter(
        ({ fromMillis: from, untilMillis: until }) => from < day.untilMillis && until > day.fromMillis,
      );
    case 'never-opens':
      return spared;
    case 'not-latching':
      return [...spared, ...bouncing(injected.stretch, day)].sort((a, b) => a.fromMillis - b.fromMillis);
    case 'forced':
      return [...spared, ...pushedOpen(injected.stretch, day)].sort((a, b) => a.fromMillis - b.fromMillis);
    default:
      return usual;
  }
}

/** Every 12 minutes the door swings open six times, closed for 4 seconds between. */
function bouncing({ fromMillis, untilMillis }: Stretch, day: Day): Stretch[] {
  const bounces: Stretch[] = [];
  for (let at = fromMillis; at < untilMillis - minuteMillis; at += 12 * minuteMillis) {
    for (let swing = 0; swing < 6; swing += 1) {
      const opened = at + swing * 8 * secondMillis;
      bounces.push({ fromMillis: opened, untilMillis: opened + 4 * secondMillis });
    }
  }
  return bounces.filter(({ fromMillis: from }) => from >= day.fromMillis && from < day.untilMillis);
}

/** Whoever forced it passes, and then others through what no longer locks. */
function pushedOpen({ fromMillis }: Stretch, day: Day): Stretch[] {
  return [0, 3, 8, 15, 21, 27]
    .map((minutes) => fromMillis + minutes * minuteMillis)
    .filter((from) => from >= day.fromMillis && from < day.untilMillis)
    .map((from) => ({ fromMillis: from, untilMillis: from + 20 * secondMillis }));
}

/** The life of a door contact: a word when the door opens or closes, and its report by itself. */
export function contactLife(
  kind: Contact,
  injected: Injected | undefined,
  battery: Battery,
  chance: Chance,
): Life {
  const phase = chance.share();
  let count = 0;
  let lastMinutes = 0;
  let sentMillis = Number.NEGATIVE_INFINITY;
  const isTampered = (at: number): boolean => injected?.fault === 'tampered' && isIn(at, injected.stretch);
  return (day) => {
    const stretches = openingsWith(injected, kind, day, chance);
    const changes = stretches.flatMap(({ fromMillis, untilMillis }) => [
      { at: fromMillis, open: true },
      { at: untilMillis, open: false },
    ]);
    const taken =
      injected?.fault === 'tampered' ? [injected.stretch.fromMillis, injected.stretch.untilMillis] : [];
    const moments = [
      ...changes.map(({ at, open }) => ({ at: at + chance.between(300, 1200), open, regular: false })),
      ...[...taken, ...reportsOn(day, kind.reportMinutes, phase)].map((at) => ({
        at,
        open: stretches.some((stretch) => isIn(at, stretch)),
        regular: true,
      })),
    ].filter(({ at }) => at >= day.fromMillis && at < day.untilMillis);
    moments.sort((a, b) => a.at - b.at);
    return moments.map(({ at, open, regular }, index) => {
      const opened = stretches.find(
        ({ fromMillis, untilMillis }) => fromMillis <= at && at < untilMillis + 5_000,
      );
      if (open && !regular) count += 1;
      if (!open && !regular && opened !== undefined)
        lastMinutes = Math.floor((opened.untilMillis - opened.fromMillis) / minuteMillis);
      sentMillis = Math.max(at, sentMillis + radioMillis);
      const state = {
        open,
        openings: count,
        lastOpenMinutes: lastMinutes,
        regular,
        batteryPercent: battery(at),
        tampered: isTampered(at),
      };
      const isLastOfBounce =
        !open && !regular && (moments[index + 1]?.at ?? Number.POSITIVE_INFINITY) > at + minuteMillis;
      return {
        atMillis: sentMillis,
        telling: contactPayload(kind.model, state),
        shows:
          injected !== undefined &&
          shows(injected, at, { open, regular, isLastOfBounce, percent: Math.round(state.batteryPercent) }),
      };
    });
  };
}

function shows(
  { fault, stretch }: Injected,
  at: number,
  {
    open,
    regular,
    isLastOfBounce,
    percent,
  }: { open: boolean; regular: boolean; isLastOfBounce: boolean; percent: number },
): boolean {
  switch (fault) {
    case 'held-open':
    case 'open-overnight':
      return open && isIn(at, stretch);
    case 'not-latching':
      return isLastOfBounce && isIn(at, stretch);
    case 'tampered':
      return isIn(at, stretch);
    case 'battery-low':
      return regular && percent < 20;
    default:
      return false;
  }
}
