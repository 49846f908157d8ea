import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { Clip } from '../../shared/clips/clip.ts';
import { Incident } from '../../shared/incidents/incident.ts';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { Task } from '../../shared/tasks/task.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';
import { yardClip } from '../support/yard-clip.ts';

const CAMERA = 'cam-kestrel-bins';
const EMPTY = Instant.parse('2026-11-20T06:00:00Z');
const BAGS = Instant.parse('2026-11-20T06:10:00Z');
const CLEARED = Instant.parse('2026-11-20T06:20:00Z');

describe('a camera that remembers', () => {
  const system = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  async function analysed(recordedAt: Instant, bytes: Uint8Array): Promise<Clip> {
    await system.upload(CAMERA, recordedAt, bytes);
    const manager = await system.as('manager.riverside');
    return eventually('the analysed clip', () => manager.get(`/clips/${CAMERA}/${recordedAt}`, Clip));
  }

  it('flags what was put down between two clips, sees it cleared, and proposes that the work is done', async () => {
    expect((await analysed(EMPTY, await yardClip({ seed: 1 }))).status).toBe('nothing-found');
    const flagged = await analysed(BAGS, await yardClip({ seed: 2, bagsAt: () => true }));
    expect(flagged).toMatchObject({ status: 'flagged' });
    const incidentId = z.string().parse(flagged.incidentId);
    const officer = await system.as('estate-officer.riverside');
    await officer.send('POST', `/incidents/${incidentId}/confirm`, { version: 1 });

    expect((await analysed(CLEARED, await yardClip({ seed: 3 }))).reasons).toContain(
      `what was flagged as ${incidentId} is gone`,
    );
    const clearing = await eventually('the proposal', async () => {
      const file = await officer.get(`/incidents/${incidentId}`, IncidentFile);
      const taskId = file?.tasks.find(({ kind }) => kind === 'clear')?.taskId;
      const found = taskId && (await officer.get(`/tasks/${taskId}`, z.object({ task: Task })));
      return found && found.task.proposed !== undefined ? found.task : undefined;
    });
    expect(clearing.proposed?.doneAt).toBe(CLEARED);
    await officer.send('POST', `/tasks/${clearing.id}/complete`, { version: clearing.version });
    const resolved = await eventually('the incident put right', async () => {
      const incident = await officer.get(`/incidents/${incidentId}`, z.object({ incident: Incident }));
      return incident?.incident.status === 'resolved' ? incident.incident : undefined;
    });
    expect(resolved).toMatchObject({ clearedAt: CLEARED });
  });

  it('shows its view to draw zones on, and what its flags came to', async () => {
    const officer = await system.as('estate-officer.riverside');
    const image = await officer.raw(`/cameras/${CAMERA}/test-image`);
    expect(image.status).toBe(303);
    const jpeg = await fetch(image.headers.get('location') ?? '');
    expect(jpeg.headers.get('content-type')).toBe('image/jpeg');
    const weeks = await officer.get(`/cameras/${CAMERA}/weeks?from=2026-W40`, z.unknown());
    expect(weeks).toMatchObject({ weeks: [{ week: '2026-W47', clips: 3, flags: 1 }] });
  });
});
