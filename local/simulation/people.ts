import { type Day, hourMillis, minuteMillis, momentOf, secondMillis } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { DoorUse } from './estates.ts';
import type { Stretch } from './said.ts';

// How often people pass in each hour of the day, against each other: out from six, home until eight, hardly at night.
const weekday = [
  0.4, 0.2, 0.1, 0.1, 0.2, 0.6, 2.5, 6, 7, 4, 3.5, 3.5, 4, 3.5, 4.5, 6.5, 7, 8, 7, 5.5, 4.5, 3, 2, 1,
];
const weekend = [
  1.2, 0.8, 0.4, 0.2, 0.2, 0.3, 0.7, 1.5, 3, 5, 6, 6.5, 6.5, 6, 6, 6, 6, 6, 6, 5.5, 4.5, 3.5, 3, 2,
];
const workingHours = [0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 3, 2, 1, 2, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0];
const never = workingHours.map(() => 0);

/** The moments of a day at which somebody passes, in order. */
export function passings(use: DoorUse, day: Day, chance: Chance): number[] {
  const weights =
    use.by === 'residents' ? (day.isWeekend ? weekend : weekday) : day.isWeekend ? never : workingHours;
  const sum = (use.by === 'residents' ? weekday : workingHours).reduce((all, weight) => all + weight, 0);
  return weights
    .flatMap((weight, hour) => {
      const begins = momentOf(day, hour);
      const passed = chance.times((use.openingsPerDay * weight) / sum);
      return Array.from({ length: passed }, () => begins + chance.share() * hourMillis);
    })
    .sort((a, b) => a - b);
}

/**
 * When a door is open on a day: for moments as people pass, for some minutes as a parcel is brought in or somebody
 * cleans, now and then for most of an hour while somebody moves. Never longer than a landlord's limit of an hour by day.
 */
export function openings(use: DoorUse, day: Day, chance: Chance): Stretch[] {
  const passed = passings(use, day, chance).map((fromMillis) => ({
    fromMillis,
    untilMillis: fromMillis + momentSeconds(chance) * secondMillis,
  }));
  const kept: Stretch[] = [];
  for (const opening of [...passed, ...propped(use, day, chance)].sort(
    (a, b) => a.fromMillis - b.fromMillis,
  )) {
    const closedMillis = kept.at(-1)?.untilMillis ?? day.fromMillis;
    // Whoever comes while it is open walks through.
    if (
      opening.fromMillis > closedMillis + 3 * secondMillis &&
      opening.untilMillis < day.untilMillis - 5 * secondMillis
    )
      kept.push(opening);
  }
  return kept;
}

/** How long a closer lets a door stand open behind one person, or one with a pram or bags. */
function momentSeconds(chance: Chance): number {
  if (chance.happens(0.75)) return chance.between(4, 10);
  return chance.happens(0.8) ? chance.between(10, 30) : chance.between(30, 90);
}

function propped(use: DoorUse, day: Day, chance: Chance): Stretch[] {
  const during = (
    fromHour: number,
    untilHour: number,
    leastMinutes: number,
    mostMinutes: number,
  ): Stretch => {
    const fromMillis = momentOf(day, chance.between(fromHour, untilHour));
    return { fromMillis, untilMillis: fromMillis + chance.between(leastMinutes, mostMinutes) * minuteMillis };
  };
  if (use.by === 'staff') return [];
  return [
    ...Array.from({ length: chance.times(use.openingsPerDay / 40) }, () => during(9, 19, 3, 8)),
    ...(!day.isWeekend && chance.happens(0.4) ? [during(9, 11, 8, 20)] : []),
    ...(chance.happens(use.openingsPerDay / 1000) ? [during(9, 16, 35, 52)] : []),
  ];
}
