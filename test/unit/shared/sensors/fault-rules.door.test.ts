import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const frontDoor = { latitude: 53.8, longitude: -1.55, outerDoor: true };

const judged = (steps: readonly Step[], now: string, overrides: object = {}): Judgement =>
  judge({ ...overrides }, stateAfter(steps), settings, frontDoor, at(now));

const opened = (time: string): Step => ({ at: time, says: door(true) });
const closed = (time: string): Step => ({ at: time, says: door(false) });

/** What the rule says, and when it is to be asked again first. */
const heldOpen = (judgement: Judgement) => ({
  says: sayingOf('held-open', judgement),
  again: judgement.deadlines[0],
});

describe('a door open by day', () => {
  const steps = [opened('2026-11-20T12:00:00Z')];

  it('is no fault yet within the hour, and is to be looked at again when that is over', () => {
    expect(heldOpen(judged(steps, '2026-11-20T12:59:59Z'))).toEqual({
      says: 'well',
      again: '2026-11-20T13:00:00.000Z',
    });
  });

  it('is held open from then on, without any further word from it', () => {
    const { faults } = judged(steps, '2026-11-20T13:00:00Z');
    expect(faults).toEqual([
      {
        kind: 'door-fault',
        fault: 'held-open',
        since: '2026-11-20T12:00:00.000Z',
        insecure: true,
        planned: false,
        reasons: ['open since 12:00, longer than the 60 minutes allowed by day'],
      },
    ]);
  });

  it('says the day as well when it has been open since an earlier one', () => {
    expect(judged(steps, '2026-11-22T09:00:00Z').faults[0]?.reasons[0]).toContain(
      'open since 12:00 on 20 November',
    );
  });

  it('keeps its own limit where the register gives it one', () => {
    const own = { settings: { door: { dayLimitMinutes: 5 } } };
    expect(judged(steps, '2026-11-20T12:05:00Z', own).faults).toHaveLength(1);
  });

  it('is not insecure when it is an inner door', () => {
    const inner = judge(
      {},
      stateAfter(steps),
      settings,
      { ...frontDoor, outerDoor: false },
      at('2026-11-20T14:00:00Z'),
    );
    expect(inner.faults[0]?.insecure).toBe(false);
  });
});

describe('a door open at night', () => {
  it('is held open after half an hour', () => {
    const { faults } = judged([opened('2026-11-20T23:00:00Z')], '2026-11-20T23:30:00Z');
    expect(faults[0]?.reasons).toEqual(['open since 23:00, longer than the 30 minutes allowed at night']);
  });

  it('and before it, is held open when the night begins, if half an hour has then passed', () => {
    const steps = [opened('2026-11-20T21:14:00Z')];
    expect(judged(steps, '2026-11-20T21:59:59Z').deadlines[0]).toBe('2026-11-20T22:00:00.000Z');
    expect(judged(steps, '2026-11-20T22:00:00Z').faults[0]?.reasons).toEqual([
      'open since 21:14, longer than the 30 minutes allowed at night',
    ]);
  });

  it('and after it, has the day’s hour when the half hour would end by day', () => {
    expect(heldOpen(judged([opened('2026-11-20T06:40:00Z')], '2026-11-20T07:10:00Z'))).toEqual({
      says: 'well',
      again: '2026-11-20T07:40:00.000Z',
    });
  });

  it('and after it, is held open when the day begins, if the day allows less', () => {
    const own = { settings: { door: { dayLimitMinutes: 20 } } };
    expect(judged([opened('2026-11-20T06:35:00Z')], '2026-11-20T06:40:00Z', own).deadlines[0]).toBe(
      '2026-11-20T07:00:00.000Z',
    );
  });

  it('is judged by the hours that a landlord calls night, over midnight or not', () => {
    const own = { settings: { door: { nightFrom: '00:30', nightUntil: '05:00' } } };
    expect(judged([opened('2026-11-20T23:45:00Z')], '2026-11-20T23:46:00Z', own).deadlines[0]).toBe(
      '2026-11-21T00:30:00.000Z',
    );
  });

  it('stays a fault in the morning although the day would have allowed that long', () => {
    expect(judged([opened('2026-11-20T06:15:00Z')], '2026-11-20T07:05:00Z').faults).toHaveLength(1);
  });

  it.each([
    // The clocks go forward on 29 March 2026 at 01:00 UTC and back on 25 October at 01:00 UTC.
    [
      'in the night without 01:30, in real minutes',
      '2026-03-29T00:45:00Z',
      '2026-03-29T01:15:00Z',
      'open since 00:45',
    ],
    [
      'in the night with 01:30 twice, in real minutes',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:15:00Z',
      'open since 01:45',
    ],
    [
      'on the first summer evening, from 22:00 by the clock',
      '2026-03-29T20:20:00Z',
      '2026-03-29T21:00:00Z',
      'open since 21:20',
    ],
    [
      'on the first winter evening, from 22:00 by the clock',
      '2026-10-25T21:20:00Z',
      '2026-10-25T22:00:00Z',
      'open since 21:20',
    ],
  ])('is judged %s', (_, from, overAt, words) => {
    const steps = [opened(from)];
    const before = judged(steps, from);
    expect(before.deadlines[0]).toBe(at(overAt));
    expect(judged(steps, overAt).faults[0]?.reasons[0]).toContain(words);
  });
});

describe('a door that is closed again', () => {
  const held = [opened('2026-11-20T12:00:00Z'), closed('2026-11-20T13:30:00Z')];

  it('is still at fault for two minutes, and is to be looked at after them', () => {
    const { faults, deadlines } = judged(held, '2026-11-20T13:31:00Z');
    expect(faults[0]?.reasons[1]).toBe('closed at 13:30, not yet for 2 minutes');
    expect(deadlines[0]).toBe('2026-11-20T13:32:00.000Z');
  });

  it('is well after them, without any further word from it', () => {
    expect(heldOpen(judged(held, '2026-11-20T13:32:00Z')).says).toBe('well');
  });

  it('and bounces open within them is at fault since it was first opened', () => {
    const { faults } = judged([...held, opened('2026-11-20T13:31:00Z')], '2026-11-20T13:35:00Z');
    expect(faults[0]?.since).toBe('2026-11-20T12:00:00.000Z');
    expect(faults[0]?.reasons[1]).toContain('open again since 13:31');
  });

  it('and opened again after them starts anew', () => {
    const again = [...held, opened('2026-11-20T13:40:00Z')];
    expect(heldOpen(judged(again, '2026-11-20T14:00:00Z'))).toEqual({
      says: 'well',
      again: '2026-11-20T14:40:00.000Z',
    });
  });

  it('never was at fault if it was closed within its limit, however late one asks', () => {
    const short = [opened('2026-11-20T12:00:00Z'), closed('2026-11-20T12:59:00Z')];
    expect(heldOpen(judged(short, '2026-11-20T12:59:30Z')).says).toBe('well');
  });
});

describe('a door in use', () => {
  it('is no fault, although it is open every other minute for three hours', () => {
    const steps = Array.from({ length: 180 }, (_, minute): Step => {
      const time = new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString();
      return minute % 2 === 0 ? opened(time) : closed(time);
    });
    expect(judged(steps, '2026-11-20T15:00:00Z').faults).toEqual([]);
  });

  it('is held open since it was opened, although it has reported that a hundred times', () => {
    const steps = Array.from(
      { length: 100 },
      (_, tenth): Step => opened(new Date(Date.UTC(2026, 10, 20, 8, tenth * 10)).toISOString()),
    );
    expect(judged(steps, '2026-11-21T01:00:00Z').faults[0]?.since).toBe('2026-11-20T08:00:00.000Z');
  });

  it('is not held open when a late report shows that it was closed in between', () => {
    const steps: Step[] = [
      { ...opened('2026-11-20T12:00:00Z'), counter: 1 },
      { ...opened('2026-11-20T12:50:00Z'), counter: 3 },
      { ...closed('2026-11-20T12:45:00Z'), counter: 2 },
    ];
    expect(judged(steps, '2026-11-20T13:05:00Z').faults).toEqual([]);
  });
});
