import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Clip } from '../../shared/clips/clip.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { demoClip } from '../support/demo-clip.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const CAMERA = 'cam-riverside-garages';
const DOOR_TOPIC = 'estates/riverside/devices/sensor-kestrel-front/up';

describe('bad input ends with a sentence and disturbs nothing else', () => {
  const system = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  const recordOf = async (cameraId: string, recordedAt: string) => {
    const manager = await system.as('manager.riverside');
    return eventually(`a record of ${cameraId} at ${recordedAt}`, () =>
      manager.get(`/clips/${cameraId}/${recordedAt}`, Clip),
    );
  };
  const badClip = async (at: string, bytes: Uint8Array, cameraId = CAMERA) => {
    const recordedAt = Instant.parse(at);
    await system.upload(cameraId, recordedAt, bytes);
    return recordOf(cameraId, recordedAt);
  };

  it('an empty file', async () => {
    const clip = await badClip('2026-11-20T10:00:00Z', new Uint8Array());
    expect(clip).toMatchObject({ status: 'rejected', reasons: [expect.stringMatching(/empty/)] });
  });

  it('a text file with the name of a clip', async () => {
    const clip = await badClip(
      '2026-11-20T10:01:00Z',
      new TextEncoder().encode('Dear landlord, the bins again.\n'.repeat(40)),
    );
    expect(clip).toMatchObject({
      status: 'rejected',
      reasons: [expect.stringMatching(/not a recording/)],
    });
  });

  it('an MP4 cut off in its middle', async () => {
    const whole = demoClip;
    const clip = await badClip('2026-11-20T10:02:00Z', whole.subarray(0, Math.floor(whole.length / 2)));
    expect(clip.reasons.join(' ')).toMatch(/breaks off: only the first/);
  });

  it('a clip of a camera that the register does not know', async () => {
    const clip = await badClip('2026-11-20T10:03:00Z', demoClip, 'cam-nowhere');
    expect(clip).toMatchObject({
      status: 'rejected',
      reasons: [expect.stringMatching(/cam-nowhere.*register/)],
    });
  });

  it('an uplink that is not JSON, one of another shape, and one of an unknown device', async () => {
    await system.publish(DOOR_TOPIC, 'open!');
    await system.publish(DOOR_TOPIC, JSON.stringify({ payload: 'zz zz', port: 'front', counter: -1 }));
    await system.publish(
      'estates/riverside/devices/sensor-nobody/up',
      JSON.stringify({ payload: '017564030001040001', port: 85, counter: 1 }),
    );
    expect((await system.webhook('{"hello": "world"}')).status).toBe(202);
    const reasons = await eventually('four reasons', async () => {
      const found = await system.rejectedReasons('readings');
      return found.length === 4 ? found : undefined;
    });
    expect(reasons.join('\n')).toMatch(/not JSON/);
    expect(reasons.join('\n')).toMatch(/MQTT message cannot be read/);
    expect(reasons.join('\n')).toMatch(/No sensor “sensor-nobody”/);
    expect(reasons.join('\n')).toMatch(/The Things Stack cannot be read/);
  });

  it('an uplink twice, and one that comes after its successor', async () => {
    const now = machineClock();
    const says = (payload: string, counter: number, secondsAgo: number) =>
      JSON.stringify({ payload, port: 85, counter, session: 's', time: plusSeconds(now, -secondsAgo) });
    const [opened, closed, openedAgain] = [
      says('017564030001040000', 1, 7_200),
      says('017564030000040000', 2, 7_000),
      says('017564030001040000', 3, 6_000),
    ];
    for (const body of [openedAgain, opened, opened, closed, openedAgain])
      await system.publish(DOOR_TOPIC, body);
    const file = await eventually(
      'the fault',
      async () => {
        const [found] = await system.incidents();
        return found?.incident.occurredAt === plusSeconds(now, -6_000) ? found : undefined;
      },
      120,
    );
    expect(file.incident).toMatchObject({ kind: 'door-fault', status: 'confirmed' });
    expect(await system.incidents()).toHaveLength(1);
  });

  it('and after all of it a good clip is still analysed', async () => {
    const clip = await badClip('2026-11-20T11:00:00Z', demoClip);
    expect(clip.status).toBe('flagged');
    expect(await system.rejectedReasons('clips')).toEqual([]);
  });
});
