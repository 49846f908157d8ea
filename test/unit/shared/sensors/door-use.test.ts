import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const frontDoor = { latitude: 53.8, longitude: -1.55, outerDoor: true };
const hour = 3_600_000;

/** A door that is used once in each of some hours of every day, and reports every two hours besides. */
function life(from: number, days: number, hours: readonly number[]): Step[] {
  const steps = Array.from({ length: days }, (_, day) => from + day * 24 * hour).flatMap((midnight) => [
    ...hours.flatMap((used) => [
      { time: midnight + used * hour + 600_000, open: true },
      { time: midnight + used * hour + 608_000, open: false },
    ]),
    ...Array.from({ length: 12 }, (_, beat) => ({ time: midnight + beat * 2 * hour, open: false })),
  ]);
  return steps
    .sort((a, b) => a.time - b.time)
    .map(({ time, open }) => ({ at: instant(time), says: door(open) }));
}

const waking = Array.from({ length: 16 }, (_, index) => index + 7);
const judged = (steps: readonly Step[], now: string): Judgement =>
  judge({}, stateAfter(steps), settings, frontDoor, at(now));
const use = (steps: readonly Step[], now: string) => sayingOf('never-opens', judged(steps, now));

// Midnight of 1 October to that of 5 November: the clocks go back on 25 October, to which the week's hours keep.
const start = Date.UTC(2026, 9, 1);
const used = life(start, 35, waking);
const idle = (days: number) => life(start + 35 * 24 * hour, days, []);

describe('a door that is used all day', () => {
  it('is stuck when it has not opened for a day and its sensor is heard', () => {
    expect(use([...used, ...idle(3)], '2026-11-06T23:00:00Z')).toMatchObject({
      kind: 'door-fault',
      since: '2026-11-04T22:10:08.000Z',
      insecure: false,
      reasons: [
        'not opened since 22:10 on 4 November, 2 days ago; by its usual week it would have been in 14 of the hours since',
        'its sensor is heard: the door is stuck, or the sensor has come off',
      ],
    });
  });

  it('is told at the hour at which that is sure, without an opening to be waited for', () => {
    const steps = [...used, ...idle(3)];
    let now = '2026-11-05T00:00:00.000Z';
    const asked: string[] = [];
    // What wakes whoever asks is the first deadline, again and again.
    for (
      let round = 0;
      round < 200 &&
      use(
        steps.filter((step) => step.at <= now),
        now,
      ) === 'well';
      round += 1
    ) {
      now =
        judged(
          steps.filter((step) => step.at <= now),
          now,
        ).deadlines[0] ?? now;
      asked.push(now);
    }
    const told = asked.at(-1) ?? '';
    expect(told > '2026-11-05T20:00' && told <= '2026-11-06T12:00:00.000Z').toBe(true);
  });

  it('is well the night after a day’s use', () => {
    expect(use(used, '2026-11-05T06:00:00Z')).toBe('well');
  });

  it('is well as soon as it opens', () => {
    const steps = [...used, ...idle(3), { at: '2026-11-08T09:00:00Z', says: door(true) }];
    expect(use(steps, '2026-11-08T09:00:01Z')).toBe('well');
  });

  it('is nobody’s to judge when its sensor is silent', () => {
    expect(use(used, '2026-11-20T12:00:00Z')).toBe('cannot tell');
  });

  it('is not judged in its first week', () => {
    const young = life(start + 30 * 24 * hour, 5, waking);
    expect(use([...young, ...idle(3)], '2026-11-07T23:00:00Z')).toBe('cannot tell');
  });
});

describe('a door that is used once a day', () => {
  const seldom = life(start, 35, [9]);

  it('is well after three days without, as over a holiday', () => {
    expect(use([...seldom, ...idle(4)], '2026-11-08T09:00:00Z')).toBe('well');
  });
});

describe('a door that is never used', () => {
  it('is not judged', () => {
    expect(use(life(start, 35, []), '2026-11-05T01:00:00Z')).toBe('cannot tell');
  });
});

describe('a door of which only its reports have come for days', () => {
  it('is stuck though they have taken the place of all its openings among those kept', () => {
    expect(use([...used, ...idle(6)], '2026-11-10T23:00:00Z')).toMatchObject({
      since: '2026-11-04T22:10:08.000Z',
    });
  });

  it('is not stuck because nobody was noticed while its sensor was silent before', () => {
    const silentDays = idle(5).filter((step) => step.at > '2026-11-08');
    expect(use([...used, ...silentDays], '2026-11-08T08:00:00Z')).toBe('well');
  });
});
