import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import { applyUplink } from '../../../../shared/sensors/device.ts';
import { type DoorStretch, doorStretches } from '../../../../shared/sensors/door-history.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { anUplink, at, door, type Step, stateAfter } from './sensor-builders.ts';

/** How the door stands after these steps, and since when. */
function standsAfter(steps: readonly Step[]): { open: boolean; since: string } | undefined {
  const history = stateAfter(steps)?.door;
  const last: DoorStretch | undefined = history && doorStretches(history).at(-1);
  return last && { open: last.open, since: instant(last.fromMillis) };
}

describe('one more uplink', () => {
  it('changes nothing when it is a repeat', () => {
    const uplink = anUplink();
    const first = applyUplink(undefined, uplink, { readings: door(true), notes: ['odd'] });
    expect(first.changed).toBe(true);
    const again = applyUplink(first.state, uplink, { readings: door(true), notes: ['odd'] });
    expect(again).toEqual({ state: first.state, changed: false });
  });

  it('of a new session counts from its own beginning', () => {
    const steps: Step[] = [
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 9000, session: 'session-a' },
      { at: '2026-11-20T12:05:00Z', says: door(false), counter: 0, session: 'session-b' },
    ];
    expect(standsAfter(steps)).toEqual({ open: false, since: '2026-11-20T12:05:00.000Z' });
    expect(stateAfter(steps)?.lastUplink).toMatchObject({ session: 'session-b', counter: 0 });
  });

  it('that is late does not override a newer one', () => {
    const steps: Step[] = [
      { at: '2026-11-20T12:05:00Z', says: [...door(true), { what: 'battery', percent: 80 }], counter: 6 },
      { at: '2026-11-20T12:00:00Z', says: [...door(false), { what: 'battery', percent: 90 }], counter: 5 },
    ];
    expect(standsAfter(steps)).toEqual({ open: true, since: '2026-11-20T12:05:00.000Z' });
    expect(stateAfter(steps)?.latest.battery?.reading).toEqual({ what: 'battery', percent: 80 });
  });

  it('that is late and was received after its successor does not override that either', () => {
    const steps: Step[] = [
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 6 },
      { at: '2026-11-20T12:05:00Z', says: door(false), counter: 5 },
    ];
    expect(standsAfter(steps)?.open).toBe(true);
  });

  it('that closes a door between two openings moves the time since when it is open', () => {
    const opened = [
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 1 },
      { at: '2026-11-20T13:00:00Z', says: door(true), counter: 3 },
    ];
    expect(standsAfter(opened)?.since).toBe('2026-11-20T12:00:00.000Z');
    const late: Step = { at: '2026-11-20T12:30:00Z', says: door(false), counter: 2 };
    expect(standsAfter([...opened, late])).toEqual({ open: true, since: '2026-11-20T13:00:00.000Z' });
  });

  it('brings what the device remembered into its place', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: door(true) },
      {
        at: '2026-11-20T14:00:00Z',
        says: [...door(true), { what: 'door', open: false, at: at('2026-11-20T13:00:00Z') }],
      },
    ]);
    expect(
      state?.door && doorStretches(state.door).map(({ open, fromMillis }) => [open, instant(fromMillis)]),
    ).toEqual([
      [true, '2026-11-20T12:00:00.000Z'],
      [false, '2026-11-20T13:00:00.000Z'],
      [true, '2026-11-20T14:00:00.000Z'],
    ]);
  });

  it.each(['2000-01-01T00:00:00Z', '2026-11-20T13:00:00Z'])('does not believe a memory from %s', (time) => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: [...door(true), { what: 'door', open: false, at: at(time) }] },
    ]);
    expect(state?.door?.kept).toHaveLength(1);
  });

  it('without a reading is heard all the same', () => {
    const state = stateAfter([{ at: '2026-11-20T12:00:00Z', says: [], counter: 7 }]);
    expect(state).toMatchObject({
      lastUplink: { counter: 7, receivedAt: '2026-11-20T12:00:00.000Z' },
      latest: {},
    });
  });

  it('keeps the decoder’s notes about the last one only, and not too many', () => {
    const first = applyUplink(undefined, anUplink(), {
      readings: [],
      notes: Array.from({ length: 50 }, String),
    });
    expect(first.state.notes).toHaveLength(8);
    const next = applyUplink(first.state, anUplink({ counter: 2, receivedAt: '2026-11-20T12:10:00Z' }), {
      readings: [],
      notes: [],
    });
    expect(next.state.notes).toEqual([]);
  });

  it('keeps the gateways of the last one only', () => {
    const first = applyUplink(undefined, anUplink({ gateways: ['roof', 'tower'] }), {
      readings: [],
      notes: [],
    });
    expect(first.state.lastUplink.gateways).toEqual(['roof', 'tower']);
    const later = anUplink({ counter: 2, receivedAt: '2026-11-20T12:10:00Z', gateways: ['tower'] });
    const next = applyUplink(first.state, later, { readings: [], notes: [] });
    expect(next.state.lastUplink.gateways).toEqual(['tower']);
  });

  it('that only says again that a door is open is no opening', () => {
    const stretches = (restated?: true) => {
      const again: Reading = { what: 'door', open: true, ...(restated && { restated }) };
      const { door: history } =
        stateAfter([
          { at: '2026-11-20T12:00:00Z', says: door(false) },
          { at: '2026-11-20T12:10:00Z', says: [again] },
        ]) ?? {};
      return history && doorStretches(history).at(-1);
    };
    expect(stretches()).toMatchObject({ open: true, isSeen: true });
    expect(stretches(true)).toMatchObject({ open: true, isSeen: false });
  });

  it('of a kind that no rule looks back on is kept while it is the newest', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:10:00Z', says: [{ what: 'operating-hours', hours: 912 }], counter: 2 },
      { at: '2026-11-20T12:00:00Z', says: [{ what: 'operating-hours', hours: 911 }], counter: 1 },
    ]);
    expect(state?.latest['operating-hours']?.reading).toEqual({ what: 'operating-hours', hours: 912 });
  });

  it('of another device is a mistake of the caller’s', () => {
    const state = stateAfter([{ at: '2026-11-20T12:00:00Z', says: [] }]);
    const other = anUplink({ deviceId: 'door-2' });
    expect(() => applyUplink(state, other, { readings: [], notes: [] })).toThrow(/door-1 .* door-2/);
  });
});
