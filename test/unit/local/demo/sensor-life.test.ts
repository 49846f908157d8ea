import { describe, expect, it } from 'vitest';
import type { DemoDelivery, DemoDevice } from '../../../../local/demo/life.ts';
import { demoDevices, demoRegister } from '../../../../local/demo/register.ts';
import { sensorLife } from '../../../../local/demo/sensor-life.ts';
import { type Instant, instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import { Register } from '../../../../shared/register/register.ts';
import { blockOut } from '../../../../shared/sensors/block-out.ts';
import { decodedBy } from '../../../../shared/sensors/catch-up.ts';
import { applyUplink, type DeviceState } from '../../../../shared/sensors/device.ts';
import { FaultName, type Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { gatewayOutage } from '../../../../shared/sensors/gateway-outage.ts';
import { fromMqtt } from '../../../../shared/sensors/mqtt-message.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { WebhookSource } from '../../../../shared/sensors/uplink.ts';
import { fromWebhook } from '../../../../shared/sensors/webhook-message.ts';

const register = Register.parse(demoRegister);
const settings = SensorSettings.parse({});
const asset = (id: string) => {
  const found = register.assets.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no ${id} in the demo register.`);
  return found;
};
const sensor = (id: string) => {
  const found = asset(id);
  if (found.kind !== 'sensor') throw new Error(`${id} is no sensor.`);
  return found;
};

/** What came by a way in, as the system reads it. */
function read({ to, body }: DemoDelivery, receivedAt: Instant) {
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const delivery =
    'topic' in to ? fromMqtt(to.topic, sent, receivedAt) : fromWebhook[to.webhook](sent, receivedAt);
  if (delivery.kind !== 'uplink') throw new Error(`The demo sent ${delivery.what}.`);
  return delivery.uplink;
}

const statesByNow = new Map<Instant, Map<string, DeviceState>>();

/** The state of each of the demo's devices after all that the demo sends at `now`; worked out once. */
function statesAt(now: Instant): Map<string, DeviceState> {
  const known = statesByNow.get(now);
  if (known !== undefined) return known;
  const states = new Map<string, DeviceState>();
  for (const { deviceId, deliveries } of sensorLife(now, demoDevices)) {
    for (const delivery of deliveries) {
      const uplink = { ...read(delivery, now), deviceId };
      const decoded = decodedBy(sensor(deviceId), uplink);
      expect(decoded.notes).toEqual([]);
      states.set(deviceId, applyUplink(states.get(deviceId), uplink, decoded).state);
    }
  }
  statesByNow.set(now, states);
  return states;
}

function judged(deviceId: string, state: DeviceState | undefined, now: Instant): Judgement {
  const watched = asset(sensor(deviceId).watches);
  const place = { ...watched.coordinates, outerDoor: watched.kind === 'door' && watched.outer };
  return judge({}, state, settings, place, now);
}

const faultsAt = (states: Map<string, DeviceState>, now: Instant): string[] =>
  [...states].flatMap(([deviceId, state]) =>
    judged(deviceId, state, now).faults.map(({ fault }) => `${deviceId} ${fault}`),
  );

const meant = (now: Instant): string[] =>
  sensorLife(now, demoDevices).flatMap(({ deviceId, endsIn }) => (endsIn ? [`${deviceId} ${endsIn}`] : []));

// A rule looks once a minute, and what it finds is told a while after: until then what stands must not have ended.
const untilTold = 10 * 60;

// Every hour, and closer in the evening, when doors are locked up and at midsummer it gets dark.
const from20 = Array.from({ length: 12 }, (_, step) => 20 * 60 + step * 20);
const minutesOfDay = [...Array.from({ length: 20 }, (_, hour) => hour * 60 + 20), ...from20];
const momentsOf = (day: string) =>
  minutesOfDay.map((minute) => plusSeconds(instant(new Date(day)), minute * 60 + 34));
const days = {
  'on the shortest day': '2026-12-21T00:00:00Z',
  'at midsummer': '2026-06-21T00:00:00Z',
  'when the clocks go back': '2026-10-25T00:00:00Z',
  'when the clocks go forward': '2026-03-29T00:00:00Z',
  'a fortnight after the clocks went back': '2026-11-08T00:00:00Z',
};

describe('the lives of the demo’s sensors', () => {
  it.each(Object.entries(days))(
    'end in each fault that is meant and in no other, at any hour %s',
    (_, day) => {
      for (const now of momentsOf(day)) {
        const states = statesAt(now);
        expect({ now, faults: faultsAt(states, now) }).toEqual({ now, faults: meant(now) });
        const told = plusSeconds(now, untilTold);
        expect({ told, faults: faultsAt(states, told) }).toEqual({ told, faults: meant(now) });
      }
    },
  );

  it.each(Object.entries(days))('have every fault that there is among them %s', (_, day) => {
    for (const now of momentsOf(day)) {
      const shown = new Set(sensorLife(now, demoDevices).map(({ endsIn }) => endsIn));
      expect({ now, missing: FaultName.options.filter((fault) => !shown.has(fault)) }).toEqual({
        now,
        missing: [],
      });
    }
  });

  it.each(Object.entries(days))('leave all of Rowan Court dark, and no other block, %s', (_, day) => {
    for (const now of momentsOf(day)) {
      const states = statesAt(now);
      const out = register.assets
        .filter(({ kind }) => kind === 'block')
        .filter(({ id }) => {
          const lights = register.assets.flatMap((each) => {
            if (each.kind !== 'sensor' || each.blockId !== id || asset(each.watches).kind !== 'light')
              return [];
            const { faults, cannotTell } = judged(each.id, states.get(each.id), now);
            const isDark = faults.some(({ fault }) => fault === 'dark-when-due');
            const stands = isDark ? 'dark' : cannotTell.includes('dark-when-due') ? 'unknown' : 'lit';
            return [{ lightId: each.watches, stands } as const];
          });
          return blockOut(lights, settings.light) !== undefined;
        });
      expect({ now, out: out.map(({ name }) => name) }).toEqual({ now, out: ['Rowan Court'] });
    }
  });

  it.each(Object.entries(days))('leave the gateway of Juniper House out, and no other, %s', (_, day) => {
    for (const now of momentsOf(day)) {
      const states = [...statesAt(now)].map(([id, state]) => ({ state, estateId: sensor(id).estateId }));
      const out = ['riverside', 'hilltop'].flatMap((estateId) => {
        const there = states.filter((each) => each.estateId === estateId).map(({ state }) => state);
        const gateways = new Set(there.flatMap(({ lastUplink }) => lastUplink.gateways ?? []));
        return [...gateways].filter(
          (each) => gatewayOutage(each, there, settings.silence, now) !== undefined,
        );
      });
      expect({ now, out }).toEqual({ now, out: ['juniper-roof'] });
    }
  });

  it('are over when they are told, and each in the order of its times', () => {
    const now = instant(new Date('2026-11-22T09:00:00Z'));
    for (const { deliveries } of sensorLife(now, demoDevices)) {
      const times = deliveries.map(({ sentAt }) => sentAt);
      expect(times).toEqual(times.toSorted());
      expect(times.every((at) => at <= now)).toBe(true);
    }
  });

  it('come by every way that there is into the system', () => {
    const now = instant(new Date('2026-11-22T09:00:00Z'));
    const ways = sensorLife(now, demoDevices).flatMap(({ deliveries }) => deliveries.map(({ to }) => to));
    const webhooks = new Set(ways.flatMap((to) => ('webhook' in to ? [to.webhook] : [])));
    expect([...webhooks].sort()).toEqual([...WebhookSource.options].sort());
    const topics = ways.flatMap((to) => ('topic' in to ? [to.topic] : []));
    expect(topics).toContain('estates/riverside/devices/sensor-kestrel-front/up');
    expect(topics).toContain('lorawan/demo/uplink');
  });

  it('are the same for the same moment, and news at another', () => {
    const now = instant(new Date('2026-11-22T09:00:00Z'));
    expect(sensorLife(now, demoDevices)).toEqual(sensorLife(now, demoDevices));
    const sessions = [now, plusSeconds(now, 60)].map(
      (at) => sensorLife(at, demoDevices)[0]?.deliveries[0]?.body.session,
    );
    expect(sessions[0]).not.toBe(sessions[1]);
  });

  it('say nothing of lights where it does not get dark', () => {
    const unst = { latitude: 60.8, longitude: -0.85 };
    const light: DemoDevice = { deviceId: 'sensor-larch-steps', estateId: 'hilltop', coordinates: unst };
    expect(sensorLife(instant(new Date('2026-06-21T12:00:00Z')), [light])).toEqual([]);
  });

  it('are none for a device that the demo has no life for', () => {
    const other: DemoDevice = {
      deviceId: 'sensor-of-somebody-else',
      estateId: 'hilltop',
      coordinates: { latitude: 51.5, longitude: -3.2 },
    };
    expect(sensorLife(instant(new Date('2026-11-22T09:00:00Z')), [other])).toEqual([]);
  });
});
