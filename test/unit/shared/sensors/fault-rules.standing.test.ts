import { describe, expect, it } from 'vitest';
import { FaultName, type Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, foundBy, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

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

describe('a door of which nothing is known', () => {
  it('is neither well nor at fault, by any rule', () => {
    const { faults, cannotTell, deadlines } = judge(
      {},
      undefined,
      settings,
      frontDoor,
      at('2026-11-20T12:00:00Z'),
    );
    expect({ faults, deadlines }).toEqual({ faults: [], deadlines: [] });
    expect(cannotTell).toEqual(FaultName.options);
  });

  it('because its sensor said nothing of it is neither', () => {
    const heard = judged([{ at: '2026-11-20T12:00:00Z', says: [] }], '2026-11-20T12:00:00Z');
    expect(heldOpen(heard).says).toBe('cannot tell');
  });
});

describe('a door whose sensor is silent', () => {
  // Six reports two hours apart, and none since 10:00.
  const reports = [0, 2, 4, 6, 8].map((hour) => closed(`2026-11-20T0${hour}:00:00Z`));

  it('is held open for as long as nothing else is heard, if that was established before', () => {
    const own = { settings: { silence: { firstIntervalMinutes: 60 } } };
    const steps = [...reports, opened('2026-11-20T10:00:00Z'), opened('2026-11-20T11:00:00Z')];
    expect(foundBy('held-open', judged(steps, '2026-11-25T10:00:00Z', own)).since).toBe(
      '2026-11-20T10:00:00.000Z',
    );
  });

  it('is not held open by what nobody has seen', () => {
    const own = {
      settings: {
        silence: { firstIntervalMinutes: 60 },
        door: { dayLimitMinutes: 600, nightLimitMinutes: 600 },
      },
    };
    const steps = [...reports, opened('2026-11-20T10:00:00Z')];
    expect(heldOpen(judged(steps, '2026-11-25T10:00:00Z', own)).says).toBe('cannot tell');
  });

  it('is not well either', () => {
    const own = { settings: { silence: { firstIntervalMinutes: 60 } } };
    expect(heldOpen(judged(reports, '2026-11-25T10:00:00Z', own)).says).toBe('cannot tell');
  });
});

describe('a door that is muted', () => {
  const steps = [opened('2026-11-20T12:00:00Z'), opened('2026-11-20T14:00:00Z')];
  const until = (mutedUntil: string, now: string) =>
    judge({}, stateAfter(steps), settings, { ...frontDoor, mutedUntil: at(mutedUntil) }, at(now));

  it('opens no fault, ends none, and is looked at again when that is over', () => {
    const judgement = until('2026-11-20T15:00:00Z', '2026-11-20T14:00:00Z');
    expect(heldOpen(judgement).says).toBe('cannot tell');
    expect(judgement.deadlines).toContain('2026-11-20T15:00:00.000Z');
  });

  it('has its whole limit from the end of the mute', () => {
    expect(heldOpen(until('2026-11-20T14:30:00Z', '2026-11-20T15:29:59Z'))).toEqual({
      says: 'cannot tell',
      again: '2026-11-20T15:30:00.000Z',
    });
    const fault = foundBy('held-open', until('2026-11-20T14:30:00Z', '2026-11-20T15:30:00Z'));
    expect(fault.since).toBe('2026-11-20T12:00:00.000Z');
  });
});

describe('a door still open at lock-up', () => {
  const steps = [closed('2026-11-20T21:40:00Z'), opened('2026-11-20T21:50:00Z')];
  const overnight = (now: string) => sayingOf('open-overnight', judged(steps, now));

  it('is open overnight when its grace is over, and not before', () => {
    expect(overnight('2026-11-20T22:14:59Z')).toBe('well');
    expect(judged(steps, '2026-11-20T22:14:59Z').deadlines[0]).toBe('2026-11-20T22:15:00.000Z');
    expect(overnight('2026-11-20T22:15:00Z')).toMatchObject({
      since: '2026-11-20T21:50:00.000Z',
      insecure: true,
      reasons: ['open since 21:50, still open after lock-up at 22:00'],
    });
  });

  it('is one fault and not two when it outlasts the night’s limit as well', () => {
    const { faults } = judged(steps, '2026-11-20T22:20:00Z');
    expect(faults.map(({ fault }) => fault)).toEqual(['open-overnight']);
    expect(faults[0]?.reasons[0]).toBe(
      'open since 21:50, still open after lock-up at 22:00, and longer than the 30 minutes allowed at night',
    );
  });

  it('stays the fault that it was if it was held open before', () => {
    const long = [opened('2026-11-20T20:30:00Z'), opened('2026-11-20T21:40:00Z')];
    const { faults } = judged(long, '2026-11-20T22:20:00Z');
    expect(faults.map(({ fault }) => fault)).toEqual(['held-open']);
    expect(faults[0]?.reasons[0]).toContain('by day, and still open after lock-up');
  });

  it('is well when it has been closed for its settle time', () => {
    const shut = [...steps, closed('2026-11-20T22:16:00Z')];
    expect(sayingOf('open-overnight', judged(shut, '2026-11-20T22:17:59Z'))).toHaveProperty('fault');
    expect(sayingOf('open-overnight', judged(shut, '2026-11-20T22:18:00Z'))).toBe('well');
  });
});

describe('a door whose sensor reports every quarter of an hour', () => {
  // Eight days in which nobody passed, so that its rhythm is known.
  const quiet = Array.from({ length: 8 * 96 }, (_, quarter) =>
    closed(new Date(Date.UTC(2026, 10, 12, 0, quarter * 15)).toISOString()),
  );

  it('is not held open by one report of it: that it closed was lost on the air', () => {
    const lost = [...quiet, opened('2026-11-20T00:01:00Z')];
    expect(heldOpen(judged(lost, '2026-11-20T00:31:00Z')).says).toBe('well');
  });

  it('is held open once it has said so again', () => {
    const steps = [...quiet, opened('2026-11-20T00:01:00Z'), opened('2026-11-20T00:15:00Z')];
    expect(heldOpen(judged(steps, '2026-11-20T00:30:59Z')).says).toBe('well');
    expect(foundBy('held-open', judged(steps, '2026-11-20T00:31:00Z')).since).toBe(
      '2026-11-20T00:01:00.000Z',
    );
  });
});
