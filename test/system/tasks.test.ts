import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../../local/api-client.ts';
import { ClearanceTimes } from '../../shared/incidents/clearance-times.ts';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { IncidentTask, TaskHistory } from '../../shared/tasks/task.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const TaskFile = z.object({ task: IncidentTask, history: z.array(TaskHistory) });
const File = IncidentFile.extend({ clearance: ClearanceTimes.optional() });
const Upload = z.object({ url: z.string(), headers: z.record(z.string(), z.string()) });

// Milesight WS301, port 85: battery 100, door open.
const DOOR_OPEN = '017564030001040000';

// Here a door must be made safe within a minute, after which it is a breach at once (settings.json).
describe('a door that stands open', { timeout: 400_000 }, () => {
  const system = new RunningSystem(inject('assembly'));
  let officer: ApiClient;
  let incidentId = '';
  const taskIds = new Map<string, string>();

  beforeAll(async () => {
    await system.start();
    await system.register();
    officer = await system.as('estate-officer.riverside');
    const time = plusSeconds(machineClock(), -7_200);
    const uplink = { payload: DOOR_OPEN, port: 85, counter: 1, session: 'one', time };
    await system.publish('estates/riverside/devices/sensor-heron-front/up', JSON.stringify(uplink));
  });
  afterAll(() => system.remove());

  const fileOf = async (taskKind: string) => {
    const file = await officer.get(`/tasks/${taskIds.get(taskKind)}`, TaskFile);
    if (file === undefined) throw new Error(`there is no ${taskKind}`);
    return file;
  };
  const told = async (taskKind: string) => (await fileOf(taskKind)).history.map(({ did }) => did);
  const does = async (taskKind: string, move: string, said: object) => {
    const { task } = await fileOf(taskKind);
    const answer = await officer.send('POST', `/tasks/${task.id}/${move}`, {
      version: task.version,
      ...said,
    });
    return IncidentTask.parse(answer);
  };

  it('is to be made safe and repaired by the patch’s door crew', async () => {
    // It is found at the next minute, and its work opened after that.
    const { incident, tasks } = await eventually(
      'its work',
      async () => {
        const [file] = await system.incidents();
        return file?.tasks.length === 2 ? file : undefined;
      },
      150,
    );
    incidentId = incident.id;
    for (const { kind, taskId } of tasks) taskIds.set(kind, taskId);
    const { task } = await fileOf('repair');
    expect(task).toMatchObject({ trade: 'doors', assignee: 'estate-officer.riverside', status: 'open' });
  });

  it('pauses its repair while a part is on order, and goes on by itself', async () => {
    const until = plusSeconds(machineClock(), 20);
    const { dueAt } = await does('repair', 'pause', { note: 'the closer is on order', until });
    const resumed = await eventually(
      'the repair going on',
      async () => {
        const { task } = await fileOf('repair');
        return task.status === 'open' ? task : undefined;
      },
      150,
    );
    expect(resumed.dueAt >= dueAt).toBe(true);
    expect((await told('repair')).slice(-2)).toEqual(['pause', 'resume']);
  });

  it('that nobody makes safe in time is at risk, overdue and a breach, each told once', async () => {
    await eventually(
      'the breach',
      async () => ((await told('make-safe')).includes('breached') ? true : undefined),
      300,
    );
    expect(await told('make-safe')).toEqual(['opened', 'at-risk', 'overdue', 'breached']);
  });

  it('is made safe with a photo that shows it, and is still to be repaired', async () => {
    await does('make-safe', 'attend', {});
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer();
    const taskId = taskIds.get('make-safe');
    const sha256 = createHash('sha256').update(photo).digest('hex');
    const asked = await officer.send('POST', `/tasks/${taskId}/photo-uploads`, {
      bytes: photo.length,
      sha256,
    });
    const { url, headers } = Upload.parse(asked);
    const sent = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(photo) });
    expect(sent.status).toBe(200);
    await officer.send('PUT', `/tasks/${taskId}/photos/${sha256}`, { shows: 'after' });
    expect(await does('make-safe', 'complete', {})).toMatchObject({ status: 'completed', shownBy: 'photo' });
    const { task } = await fileOf('make-safe');
    const looked = await officer.raw(`/tasks/${taskId}/photos/${task.photos[0]?.sha256.slice(0, 16)}`);
    const jpeg = await fetch(looked.headers.get('location') ?? '');
    expect([jpeg.status, jpeg.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await officer.get(`/incidents/${incidentId}`, File))?.incident.status).toBe('confirmed');
  });

  it('is repaired, with what that cost, and how long it took is known', async () => {
    const { task } = await fileOf('repair');
    const costs = { version: task.version, labourPence: 9_000, materialsPence: 21_550 };
    await officer.send('PUT', `/tasks/${task.id}/costs`, costs);
    await does('repair', 'complete', { note: 'a new closer was fitted' });
    const file = await eventually('the end of the incident', async () => {
      const found = await officer.get(`/incidents/${incidentId}`, File);
      return found?.incident.status === 'resolved' ? found : undefined;
    });
    expect(file.incident).toMatchObject({ outcome: 'put-right', shownBy: 'word' });
    expect(file.clearance?.fromDropSeconds).toBeGreaterThan(7_200);
    expect(file.clearance?.fromFlagSeconds).toBeLessThan(1_200);
    expect((await fileOf('repair')).task.costs).toEqual({
      labourPence: 9_000,
      disposalPence: 0,
      materialsPence: 21_550,
    });
  });
});
