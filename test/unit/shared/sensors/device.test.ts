import { describe, expect, it } from 'vitest';
import { applyUplink } from '../../../../shared/sensors/device.ts';
import { doorStretches } from '../../../../shared/sensors/door-history.ts';
import { anUplink, at, door, stateAfter } from './sensor-builders.ts';

describe('one more uplink', () => {
  it('changes nothing when it is a repeat', () => {
    const uplink = anUplink();
    const first = applyUplink(undefined, uplink, { readings: door(true), notes: ['odd'] });
    expect(first.changed).toBe(true);
    const again = applyUplink(first.state, uplink, { readings: door(true), notes: ['odd'] });
    expect(again).toEqual({ state: first.state, changed: false });
  });

  it('of a new session counts from its own beginning', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 9000, session: 'session-a' },
      { at: '2026-11-20T12:05:00Z', says: door(false), counter: 0, session: 'session-b' },
    ]);
    expect(state?.door).toMatchObject({ open: false, since: '2026-11-20T12:05:00.000Z' });
    expect(state?.lastUplink).toMatchObject({ session: 'session-b', counter: 0 });
  });

  it('that is late does not override a newer one', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:05:00Z', says: [...door(true), { what: 'battery', percent: 80 }], counter: 6 },
      { at: '2026-11-20T12:00:00Z', says: [...door(false), { what: 'battery', percent: 90 }], counter: 5 },
    ]);
    expect(state?.door).toMatchObject({ open: true, since: '2026-11-20T12:05:00.000Z' });
    expect(state?.latest.battery?.reading).toEqual({ what: 'battery', percent: 80 });
  });

  it('that is late and was received after its successor does not override that either', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 6 },
      { at: '2026-11-20T12:05:00Z', says: door(false), counter: 5 },
    ]);
    expect(state?.door?.open).toBe(true);
  });

  it('that closes a door between two openings moves the time since when it is open', () => {
    const opened = [
      { at: '2026-11-20T12:00:00Z', says: door(true), counter: 1 },
      { at: '2026-11-20T13:00:00Z', says: door(true), counter: 3 },
    ];
    expect(stateAfter(opened)?.door?.since).toBe('2026-11-20T12:00:00.000Z');
    const state = stateAfter([...opened, { at: '2026-11-20T12:30:00Z', says: door(false), counter: 2 }]);
    expect(state?.door).toMatchObject({ open: true, since: '2026-11-20T13:00:00.000Z' });
  });

  it('brings what the device remembered into its place', () => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: door(true) },
      {
        at: '2026-11-20T14:00:00Z',
        says: [...door(true), { what: 'door', open: false, at: at('2026-11-20T13:00:00Z') }],
      },
    ]);
    expect(state?.door && doorStretches(state.door).map(({ open, from }) => [open, from])).toEqual([
      [true, '2026-11-20T12:00:00.000Z'],
      [false, '2026-11-20T13:00:00.000Z'],
      [true, '2026-11-20T14:00:00.000Z'],
    ]);
  });

  it.each(['2000-01-01T00:00:00Z', '2026-11-20T13:00:00Z'])('does not believe a memory from %s', (time) => {
    const state = stateAfter([
      { at: '2026-11-20T12:00:00Z', says: [...door(true), { what: 'door', open: false, at: at(time) }] },
    ]);
    expect(state?.door?.readings).toHaveLength(1);
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

  it('of another device is a mistake of the caller’s', () => {
    const state = stateAfter([{ at: '2026-11-20T12:00:00Z', says: [] }]);
    const other = anUplink({ deviceId: 'door-2' });
    expect(() => applyUplink(state, other, { readings: [], notes: [] })).toThrow(/door-1 .* door-2/);
  });
});
