import { describe, expect, it } from 'vitest';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const frontDoor = { latitude: 53.8, longitude: -1.55, outerDoor: true };
const judged = (steps: readonly Step[], now: string): Judgement =>
  judge({}, stateAfter(steps), settings, frontDoor, at(now));
const forced = (steps: readonly Step[], now: string) => sayingOf('forced', judged(steps, now));

const alarm = (word: 'none' | 'forced' | 'open-too-long'): Reading[] => [{ what: 'door-alarm', alarm: word }];
const granted: Reading[] = [{ what: 'access-granted' }];

describe('a door whose controller says that it was forced', () => {
  const steps: Step[] = [
    { at: '2026-11-20T02:00:00Z', says: [...alarm('none'), ...door(false)] },
    { at: '2026-11-20T02:10:00Z', says: [...alarm('forced'), ...door(true)] },
  ];

  it('is forced, and insecure', () => {
    expect(forced(steps, '2026-11-20T02:10:00Z')).toMatchObject({
      kind: 'door-fault',
      since: '2026-11-20T02:10:00.000Z',
      insecure: true,
      reasons: ['its controller says that it was forced at 02:10', 'open since 02:10'],
    });
  });

  it('still is when the alarm is off and it stands open', () => {
    expect(
      forced([...steps, { at: '2026-11-20T02:12:00Z', says: alarm('none') }], '2026-11-20T02:40:00Z'),
    ).toHaveProperty('fault');
  });

  it('is well when the alarm has been off and it closed for a quarter of an hour', () => {
    const closed: Step[] = [
      ...steps,
      { at: '2026-11-20T02:12:00Z', says: [...alarm('none'), ...door(false)] },
    ];
    expect(forced(closed, '2026-11-20T02:26:59Z')).toHaveProperty('fault');
    expect(judged(closed, '2026-11-20T02:26:59Z').deadlines[0]).toBe('2026-11-20T02:27:00.000Z');
    expect(forced(closed, '2026-11-20T02:27:00Z')).toBe('well');
  });

  it('is forced anew when it is forced after that', () => {
    const again: Step[] = [
      ...steps,
      { at: '2026-11-20T02:12:00Z', says: [...alarm('none'), ...door(false)] },
      { at: '2026-11-20T02:40:00Z', says: [...alarm('forced'), ...door(true)] },
    ];
    expect(forced(again, '2026-11-20T02:41:00Z')).toMatchObject({ since: '2026-11-20T02:40:00.000Z' });
  });

  it('is not by an alarm that it was open too long', () => {
    const long: Step[] = [{ at: '2026-11-20T02:10:00Z', says: [...alarm('open-too-long'), ...door(true)] }];
    expect(forced(long, '2026-11-20T02:11:00Z')).toBe('well');
  });
});

describe('a door whose controller reports who is let in', () => {
  const start = at('2026-11-20T12:00:00Z');
  /** So many people let in, five minutes apart, each with access granted two seconds before the door opens. */
  const people = (count: number): Step[] =>
    Array.from({ length: count }, (_, index) => plusSeconds(start, index * 300)).flatMap((time) => [
      { at: time, says: granted },
      { at: plusSeconds(time, 2), says: door(true) },
      { at: plusSeconds(time, 9), says: door(false) },
    ]);
  const many: Step[] = [{ at: '2026-11-20T11:50:00Z', says: door(false) }, ...people(18)];
  const opened: Step = { at: '2026-11-20T13:30:00Z', says: door(true) };
  /** The same, and then the door opens four times although nobody is let in; the last time it stays open. */
  const unannounced: Step[] = [
    ...many,
    opened,
    { at: '2026-11-20T13:30:20Z', says: door(false) },
    { at: '2026-11-20T13:33:00Z', says: door(true) },
    { at: '2026-11-20T13:33:10Z', says: door(false) },
    { at: '2026-11-20T13:36:00Z', says: door(true) },
    { at: '2026-11-20T13:36:10Z', says: door(false) },
    { at: '2026-11-20T13:40:00Z', says: door(true) },
  ];

  it('is forced when it opens without time and again, once word of the access would have come', () => {
    expect(forced(unannounced, '2026-11-20T13:40:29Z')).toBe('well');
    expect(judged(unannounced, '2026-11-20T13:40:29Z').deadlines[0]).toBe('2026-11-20T13:40:30.000Z');
    expect(forced(unannounced, '2026-11-20T13:40:30Z')).toMatchObject({
      since: '2026-11-20T13:30:00.000Z',
      reasons: [
        'opened 4 times in a row from 13:30 to 13:40 without access granted in the 30 seconds before',
        'open since 13:40',
      ],
    });
  });

  it('is not by one opening, for word of an access may be lost on its way', () => {
    expect(forced([...many, opened], '2026-11-20T13:45:00Z')).toBe('well');
  });

  it('needs more of them in a row where word is often missing', () => {
    const gappy = many.filter(({ says }, index) => says !== granted || index % 27 !== 1);
    const after = unannounced.slice(many.length);
    expect(forced([...gappy, ...after], '2026-11-20T13:45:00Z')).toBe('well');
  });

  it('is well when it has been closed for a quarter of an hour', () => {
    const closed = [...unannounced, { at: '2026-11-20T13:41:00Z', says: door(false) }];
    expect(forced(closed, '2026-11-20T13:55:59Z')).toHaveProperty('fault');
    expect(forced(closed, '2026-11-20T13:56:00Z')).toBe('well');
  });

  it('is not forced when word of the access comes after that of the opening', () => {
    const late: Step = { at: '2026-11-20T13:30:03Z', says: granted };
    expect(forced([...many, opened, late], '2026-11-20T13:31:00Z')).toBe('well');
  });

  it('is not judged by it before it is known to report nearly everybody', () => {
    const few: Step[] = [{ at: '2026-11-20T11:50:00Z', says: door(false) }, ...people(5), opened];
    expect(forced(few, '2026-11-20T13:31:00Z')).toBe('cannot tell');
  });

  it('is not judged by it when many leave from inside unreported', () => {
    const leaving = Array.from({ length: 8 }, (_, index) => plusSeconds(start, index * 300 + 120)).flatMap(
      (time): Step[] => [
        { at: time, says: door(true) },
        { at: plusSeconds(time, 7), says: door(false) },
      ],
    );
    const both = [...many, ...leaving].sort((a, b) =>
      instant(new Date(a.at)) < instant(new Date(b.at)) ? -1 : 1,
    );
    expect(forced([...both, opened], '2026-11-20T13:31:00Z')).toBe('cannot tell');
  });

  it('says nothing in silence, except of what was found before', () => {
    expect(forced(many, '2026-11-30T12:00:00Z')).toBe('cannot tell');
    expect(forced(unannounced, '2026-11-30T12:00:00Z')).toHaveProperty('fault');
  });
});
