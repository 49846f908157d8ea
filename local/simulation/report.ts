import { instant } from '../../shared/platform/instant.ts';
import { textTable } from '../text-table.ts';
import { dayMillis, hourMillis, minuteMillis } from './calendar.ts';
import type { Outcome } from './score.ts';
import type { Simulated } from './simulate.ts';

/** At most so many false faults in a thousand device-days. */
const mostFalse = 1;

/** Whether every injected fault was found in time and false ones were few enough, in every simulation. */
export function isAsPromised(simulated: readonly Simulated[]): boolean {
  return simulated.every(
    ({ outcomes, falsePerThousandDeviceDays }) =>
      outcomes.every(({ is }) => is === 'found') && falsePerThousandDeviceDays <= mostFalse,
  );
}

/** What simulations came to, for a person at a terminal: by seed, by kind of fault, and each that went wrong by name. */
export function reportOf(simulated: readonly Simulated[]): string {
  const left = [...new Set(simulated.flatMap((one) => one.left))];
  const parts = [
    textTable(
      ['Seed', 'Uplinks', 'Device-days', 'Injected', 'Found', 'Late', 'Missed', 'False', 'False per 1,000'],
      simulated.map(seedRow),
    ),
    textTable(
      [
        'Injected',
        'Fault',
        'Times',
        'Found',
        'Late',
        'Missed',
        'Delay, median',
        'Delay, longest',
        'Limit, median',
        'Limit, longest',
      ],
      faultRows(simulated.flatMap(({ outcomes }) => outcomes)),
    ),
    'A delay is from the moment the fault began. A limit is as the rules promise, given which words of it arrived; found is\nfound within it and 2 minutes.',
    ...simulated.flatMap(({ seed, outcomes }) =>
      outcomes
        .filter(({ is }) => is !== 'found')
        .map((outcome) => `${outcome.is}, seed ${seed}: ${worded(outcome)}`),
    ),
    ...simulated.flatMap(({ seed, falseFaults }) =>
      falseFaults.map(
        ({ fault, deviceId, atMillis, reasons }) =>
          `false, seed ${seed}: ${fault} of ${deviceId} at ${instant(atMillis)}: ${reasons.join('; ') || 'told before, and found again'}`,
      ),
    ),
    ...(left.length > 0 ? [`Too few days or devices for: ${left.join('; ')}.`] : []),
  ];
  return parts.join('\n\n');
}

function seedRow({
  seed,
  deliveries,
  deviceDays,
  outcomes,
  falseFaults,
  falsePerThousandDeviceDays,
}: Simulated): string[] {
  const counts = [outcomes.length, ...countsOf(outcomes), falseFaults.length];
  return [seed, deliveries, deviceDays, ...counts]
    .map((count) => count.toLocaleString('en-GB'))
    .concat(falsePerThousandDeviceDays.toFixed(2));
}

const countsOf = (outcomes: readonly Outcome[]): number[] =>
  (['found', 'late', 'missed'] as const).map((what) => outcomes.filter(({ is }) => is === what).length);

function faultRows(outcomes: readonly Outcome[]): string[][] {
  const byName = Map.groupBy(outcomes, ({ injected }) => injected.name);
  return [...byName].map(([name, all]) => {
    const after = (moment: (outcome: Outcome) => number | undefined): number[] =>
      all
        .flatMap((outcome) => {
          const atMillis = moment(outcome);
          return atMillis === undefined ? [] : [atMillis - outcome.injected.stretch.fromMillis];
        })
        .sort((a, b) => a - b);
    const delays = after(({ foundMillis }) => foundMillis);
    const limits = after(({ dueMillis }) => dueMillis);
    return [
      name,
      all[0]?.injected.fault ?? '',
      ...[all.length, ...countsOf(all)].map(String),
      ...[delays, limits].flatMap((times) => [
        lasting(times[Math.floor(times.length / 2)]),
        lasting(times.at(-1)),
      ]),
    ];
  });
}

function worded({ injected, dueMillis, foundMillis }: Outcome): string {
  const at = (moment: number | undefined): string => (moment === undefined ? 'never' : instant(moment));
  const { name, fault, deviceId, stretch } = injected;
  return `${name} (${fault}) of ${deviceId} from ${instant(stretch.fromMillis)}, due ${at(dueMillis)}, found ${at(foundMillis)}`;
}

function lasting(lengthMillis: number | undefined): string {
  if (lengthMillis === undefined) return '–';
  if (lengthMillis < 2 * hourMillis) return `${(lengthMillis / minuteMillis).toFixed(1)} min`;
  if (lengthMillis < 2 * dayMillis) return `${(lengthMillis / hourMillis).toFixed(1)} h`;
  return `${(lengthMillis / dayMillis).toFixed(1)} d`;
}
