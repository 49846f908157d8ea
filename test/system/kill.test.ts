import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { demoClip } from '../support/demo-clip.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const RECORDED_AT = Instant.parse('2026-11-20T16:05:00Z');
const opened = plusSeconds(machineClock(), -7_200);
const uplink = JSON.stringify({
  payload: '017564030001040001',
  port: 85,
  counter: 1,
  session: 'one',
  time: opened,
});
const asWebhook = JSON.stringify({
  end_device_ids: { device_id: 'sensor-kestrel-front' },
  uplink_message: {
    f_port: 85,
    f_cnt: 1,
    frm_payload: 'AXVkAwABBAAB',
    received_at: opened,
    session_key_id: 'one',
  },
});

/** What was accepted before the power went, and how it was put in. */
const ACCEPTED = {
  'an upload': (system: RunningSystem) => system.upload('cam-kestrel-bins', RECORDED_AT, demoClip),
  'an MQTT uplink': (system: RunningSystem) =>
    system.publish('estates/riverside/devices/sensor-kestrel-front/up', uplink),
  'a webhook call': async (system: RunningSystem) => {
    expect((await system.webhook(asWebhook)).status).toBe(202);
  },
} as const;

// Right after it was accepted, and in the middle of what follows from it.
const KILLED_AFTER_MILLIS = [0, 400, 1_500] as const;

describe.each(Object.entries(ACCEPTED))('kill -9 after %s was accepted', (_, putIn) => {
  const undisturbed = new RunningSystem(inject('assembly'));
  const killed = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await undisturbed.start();
    await undisturbed.register();
    await killed.start();
    await killed.register();
  });
  afterAll(async () => {
    await undisturbed.remove();
    await killed.remove();
  });

  it('ends, after a restart, in the same state as without it', async () => {
    await putIn(undisturbed);
    await putIn(killed);
    for (const millis of KILLED_AFTER_MILLIS) {
      await new Promise((resolve) => setTimeout(resolve, millis));
      await killed.kill();
      await killed.start();
    }
    const expected = await settled(undisturbed);
    expect(await settled(killed)).toEqual(expected);
    expect(expected).toHaveLength(1);
    expect(expected[0]?.tasks.length).toBeGreaterThan(0);
    expect(expected[0]?.bids.length).toBeGreaterThan(0);
  });
});

/** The one incident once everything has followed from it, without the moments at which that was done. */
async function settled(system: RunningSystem) {
  const complete = ({ tasks, bids }: IncidentFile) =>
    tasks.length > 0 && tasks.every(({ taskId }) => bids.some((bid) => bid.taskId === taskId));
  const files = await eventually(
    'the incident with its tasks and links',
    async () => {
      const found = await system.incidents();
      return found.length > 0 && found.every(complete) ? found : undefined;
    },
    // A message in flight when the power went is seen again when its time is up, or at the restart.
    120,
  );
  return files.map(({ incident, sightings, history, tasks, bids }) => ({
    incident,
    sightings,
    history: history.map(({ at: _, ...line }) => line),
    tasks: tasks.map(({ dueAt: _, ...task }) => task),
    bids,
  }));
}
