import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { deliver } from '../../local/demo/deliver.ts';
import { untold } from '../../local/demo/outcome.ts';
import { demoDevices } from '../../local/demo/register.ts';
import { sensorLife } from '../../local/demo/sensor-life.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { demoClip } from '../support/demo-clip.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

// Milesight WS301, port 85: battery 100, door open, then the same with the door closed.
const DOOR_OPEN = '017564030001040000';
const DOOR_CLOSED = '017564030000040000';
const TOPIC = 'estates/riverside/devices/sensor-heron-front/up';

const doorSays = (payload: string, counter: number, time: string) =>
  JSON.stringify({ payload, port: 85, counter, session: 'one', time });

describe('what doors and lights report becomes faults', () => {
  const system = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  const incidentAt = (assetId: string, status: string) =>
    eventually(
      `${status} incident at ${assetId}`,
      async () =>
        (await system.incidents()).find(
          ({ incident }) => incident.assetId === assetId && incident.status === status,
        ),
      100,
    );

  it('a door that stands open becomes a fault at its limit, though nothing more arrives', async () => {
    const now = machineClock();
    const limitSeconds = nightInLondon(now) ? 30 * 60 : 60 * 60;
    // Open for all but the last seconds of its limit, so that the limit passes while we watch.
    const opened = plusSeconds(now, 12 - limitSeconds);
    await system.publish(TOPIC, doorSays(DOOR_OPEN, 1, opened));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await system.incidents()).toEqual([]);

    await incidentAt('door-heron-front', 'confirmed');
    const { incident, tasks, bids } = await eventually('its work', async () => {
      const [file] = await system.incidents();
      return file?.tasks.length === 2 ? file : undefined;
    });
    expect(incident).toMatchObject({ kind: 'door-fault', insecure: true, occurredAt: opened });
    expect(tasks.map(({ kind }) => kind).sort()).toEqual(['make-safe', 'repair']);
    expect(bids).toEqual([]);
  });

  it('and is over when the door has been closed for its settle time', async () => {
    await system.publish(TOPIC, doorSays(DOOR_CLOSED, 2, plusSeconds(machineClock(), -110)));
    const { tasks } = await incidentAt('door-heron-front', 'resolved');
    await eventually('cancelled work', async () => {
      const file = (await system.incidents()).find(({ incident }) => incident.assetId === 'door-heron-front');
      return file?.tasks.every(({ status }) => status === 'cancelled') ? file : undefined;
    });
    expect(tasks).toHaveLength(2);
  });

  it('the demo’s sensors end in every fault, and a block’s or a gateway’s outage in one incident', async () => {
    const others = demoDevices.filter(({ deviceId }) => deviceId !== 'sensor-heron-front');
    const lives = sensorLife(machineClock(), others);
    await deliver(lives, system.whereabouts);
    const open = await eventually(
      'every fault of the demo',
      async () => {
        const files = (await system.incidents()).filter(({ incident }) => incident.status === 'confirmed');
        const isAtWork = files.every(({ tasks }) => tasks.length > 0);
        return untold(lives, files).length === 0 && isAtWork ? files : undefined;
      },
      100,
    );
    const tellersAt = (assetId: string) =>
      open
        .filter(({ incident }) => incident.assetId === assetId)
        .flatMap(({ sightings }) =>
          sightings.map(({ source }) => source.from === 'device' && source.deviceId),
        )
        .sort();
    expect(tellersAt('rowan-court')).toEqual([
      'sensor-rowan-bins',
      'sensor-rowan-entrance',
      'sensor-rowan-stairs',
    ]);
    expect(tellersAt('gateway-juniper-roof')).toEqual([
      'sensor-juniper-cellar',
      'sensor-juniper-front',
      'sensor-juniper-rear',
    ]);
    // Every other fault is an incident of its own, and none of those of the six is.
    const faults = lives.filter(({ endsIn }) => endsIn !== undefined).length;
    expect(open).toHaveLength(faults - 6 + 2);
    const linked = await eventually('links', async () => {
      const files = await system.incidents();
      const bids = new Set(files.flatMap((file) => file.bids.map(({ bidId }) => bidId)));
      return bids.size >= 2 ? [...bids].sort() : undefined;
    });
    expect(linked).toEqual(['bid-kestrel-doors', 'bid-larch-lighting']);
  });

  it('and the door that stands open is shown on a fly-tip beside it, which is raised', async () => {
    await system.upload('cam-kestrel-bins', machineClock(), demoClip);
    const { incident } = await eventually('the raised fly-tip', async () =>
      (await system.incidents()).find((file) => file.incident.nearby.length > 0),
    );
    expect(incident).toMatchObject({ kind: 'fly-tipping', assetId: 'cam-kestrel-bins', priority: 'raised' });
    const door = { assetName: 'Front door, Kestrel Court', faults: ['held-open'] };
    expect(incident.nearby).toContainEqual(expect.objectContaining(door));
  });

  it('a webhook call without the secret is turned away', async () => {
    expect((await system.webhook('{}', 'a guess')).status).toBe(401);
  });
});

function nightInLondon(now: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const hour = Number(parts.format(new Date(now)));
  return hour >= 22 || hour < 7;
}
