import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import { applyUplink, DeviceState } from '../../../../shared/sensors/device.ts';
import { historyLength } from '../../../../shared/sensors/history.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import type { Uplink } from '../../../../shared/sensors/uplink.ts';
import { anUplink, door, lux, stateAfter } from './sensor-builders.ts';

interface Sent {
  uplink: Uplink;
  readings: Reading[];
}

const applyAll = (sent: readonly Sent[]): DeviceState | undefined =>
  sent.reduce<DeviceState | undefined>(
    (state, { uplink, readings }) => applyUplink(state, uplink, { readings, notes: [] }).state,
    undefined,
  );

const start = Date.parse('2026-11-20T00:00:00Z');
const minute = 60_000;

const told: fc.Arbitrary<Reading> = fc.oneof(
  fc.boolean().map((tampered): Reading => ({ what: 'tamper', tampered })),
  fc.constantFrom('none', 'forced', 'open-too-long').map((alarm): Reading => ({ what: 'door-alarm', alarm })),
  fc.constant<Reading>({ what: 'access-granted' }),
  fc.boolean().map((open): Reading => ({ what: 'door', open, restated: true })),
  fc.integer({ min: 0, max: 100 }).map((dimmingPercent): Reading => ({ what: 'lamp', dimmingPercent })),
  fc.integer({ min: 0, max: 60 }).map((watts): Reading => ({ what: 'power', watts })),
  fc.boolean().map((moving): Reading => ({ what: 'movement', moving })),
  fc.boolean().map((light): Reading => ({ what: 'daylight', light })),
  fc.boolean().map((failed): Reading => ({ what: 'relay-failure', failed })),
  fc
    .integer({ min: 2000, max: 3600 })
    .map((millivolts): Reading => ({ what: 'battery-voltage', millivolts })),
);

const readingsOf = (changes: { withMemory: boolean }): fc.Arbitrary<Reading[]> =>
  fc.oneof(
    fc.uniqueArray(told, { minLength: 1, maxLength: 4, selector: ({ what }) => what }),
    fc.boolean().map(door),
    fc.constantFrom(0, 3, 40, 20_000).map(lux),
    fc.integer({ min: 0, max: 100 }).map((percent): Reading[] => [{ what: 'battery', percent }]),
    fc.constant<Reading[]>([]),
    ...(changes.withMemory
      ? [
          fc.tuple(fc.boolean(), fc.integer({ min: -600, max: 0 })).map(([open, minutes]): Reading[] => [
            { what: 'door', open, at: instant(start + minutes * minute) },
            { what: 'door', open: !open },
          ]),
        ]
      : []),
  );

/** Uplinks with any times and any counters: sessions interleave and counters contradict the clock. */
const uplinksWithin = (spanMinutes: number, maxLength: number) =>
  fc
    .uniqueArray(
      fc.record({
        session: fc.constantFrom('session-a', 'session-b', undefined),
        counter: fc.integer({ min: 0, max: 30 }),
        receivedMinutes: fc.integer({ min: 0, max: spanMinutes }),
        ownMinutes: fc.option(fc.integer({ min: -3000, max: 60 }), { nil: undefined }),
        readings: readingsOf({ withMemory: true }),
      }),
      { maxLength, size: 'max', selector: ({ session, counter }) => `${session}/${counter}` },
    )
    .map((list) =>
      list.map(
        ({ session, counter, receivedMinutes, ownMinutes, readings }): Sent => ({
          uplink: anUplink({
            session,
            counter,
            receivedAt: instant(start + receivedMinutes * minute),
            ...(ownMinutes !== undefined && {
              deviceTime: instant(start + (receivedMinutes + ownMinutes) * minute),
            }),
          }),
          readings,
        }),
      ),
    );

const anyUplinks = uplinksWithin(200, 40);

describe('the state of a device', () => {
  it('is the same for any order of the same uplinks, with any repeats', () => {
    const shuffled = anyUplinks.chain((sent) =>
      fc.record({
        sent: fc.constant(sent),
        repeats: fc.array(fc.nat({ max: 39 }), { maxLength: 40, size: 'max' }),
        order: fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ sent, repeats, order }) => {
        const repeated = repeats.flatMap((index) => sent[index] ?? []);
        expect(applyAll([...repeated, ...order, ...repeated])).toEqual(applyAll(sent));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same in whichever order repeats come that were received at different times', () => {
    const deliveries = anyUplinks.chain((sent) => {
      const again = sent.map(({ uplink, readings }): Sent => {
        const receivedAt = plusSeconds(uplink.receivedAt, (uplink.counter % 7) * 600);
        return { uplink: { ...uplink, receivedAt }, readings };
      });
      const all = [...sent, ...again];
      return fc.tuple(
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      );
    });
    fc.assert(
      fc.property(deliveries, ([one, other]) => {
        expect(applyAll(one)).toEqual(applyAll(other));
      }),
      { numRuns: 200 },
    );
  });

  it('knows from which quarter hours there is word of it, and its weeks’ lowest batteries, in any order over months', () => {
    const months = uplinksWithin(100 * 24 * 60, 20).chain((sent) =>
      fc.record({
        sent: fc.constant(sent),
        order: fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length }),
      }),
    );
    fc.assert(
      fc.property(months, ({ sent, order }) => {
        const [one, other] = [applyAll(sent), applyAll(order)];
        expect(other).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same beyond the horizon too, as long as nothing comes after 64 newer readings', () => {
    const life = fc.tuple(
      fc.array(fc.boolean(), { minLength: 100, maxLength: 200 }),
      fc.array(fc.nat({ max: historyLength - 1 }), { minLength: 200, maxLength: 200 }),
    );
    fc.assert(
      fc.property(life, ([opens, delays]) => {
        const sent = opens.map((open, index): Sent => {
          const session = index < 90 ? 'session-a' : 'session-b';
          const counter = index < 90 ? index : index - 90;
          return {
            uplink: anUplink({ session, counter, receivedAt: instant(start + index * minute) }),
            readings: [...door(open), ...lux(open ? 30 : 0)],
          };
        });
        // Delayed by fewer places than the horizon, so that fewer than 64 newer ones overtake any of them.
        const delayed = sent
          .map((one, index) => ({ one, place: index + (delays[index] ?? 0) }))
          .sort((a, b) => a.place - b.place)
          .map(({ one }) => one);
        expect(applyAll(delayed)).toEqual(applyAll(sent));
      }),
      { numRuns: 100 },
    );
  });

  it('ignores what is older than all the readings it keeps', () => {
    const busy = Array.from({ length: 100 }, (_, index) => ({
      at: instant(start + (index + 1) * minute),
      says: door(index % 2 === 0),
      counter: index + 1,
    }));
    const state = stateAfter(busy);
    const late = anUplink({ counter: 0, receivedAt: instant(start) });
    expect(applyUplink(state, late, { readings: door(true), notes: [] })).toEqual({ state, changed: false });
  });

  it('never holds more than 64 readings of a kind, whatever comes', () => {
    const state = stateAfter(
      Array.from({ length: 500 }, (_, index) => ({
        at: instant(start + index * minute),
        says: [...door(index % 3 === 0), ...lux(index)],
      })),
    );
    expect(state?.door?.kept).toHaveLength(historyLength);
    expect(state?.light?.kept).toHaveLength(historyLength);
    expect(state?.light?.before?.peaks.length).toBeLessThanOrEqual(24);
  });

  it('survives being written as JSON and read again', () => {
    fc.assert(
      fc.property(anyUplinks, (sent) => {
        const state = applyAll(sent);
        if (state !== undefined) expect(DeviceState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
      { numRuns: 50 },
    );
  });
});
