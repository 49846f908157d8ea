import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { demoDeposit } from '../../local/demo/clip.ts';
import { Clip } from '../../shared/clips/clip.ts';
import { Incident } from '../../shared/incidents/incident.ts';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { Instant, secondsBetween } from '../../shared/platform/instant.ts';
import { Task } from '../../shared/tasks/task.ts';
import { demoClip } from '../support/demo-clip.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const RECORDED_AT = Instant.parse('2026-11-20T16:05:00Z');

describe('a clip of a fly-tip becomes an incident, its work and its bid links', () => {
  const system = new RunningSystem(inject('assembly'));
  let incidentId: string;

  beforeAll(async () => {
    await system.start();
    await system.register();
    await system.upload('cam-kestrel-bins', RECORDED_AT, demoClip);
    const manager = await system.as('manager.riverside');
    const clip = await eventually('the analysed clip', () =>
      manager.get(`/clips/cam-kestrel-bins/${RECORDED_AT}`, Clip),
    );
    expect(clip.status).toBe('flagged');
    incidentId = z.string().parse(clip.incidentId);
  });
  afterAll(() => system.remove());

  const fileOnce = (what: string, there: (file: IncidentFile) => boolean) =>
    eventually(what, async () => {
      const officer = await system.as('estate-officer.riverside');
      const file = await officer.get(`/incidents/${incidentId}`, IncidentFile);
      return file !== undefined && there(file) ? file : undefined;
    });

  it('waits flagged for a person, with the moment and the place of the drop', async () => {
    const { incident, sightings, history } = await fileOnce('the incident', () => true);
    expect(incident).toMatchObject({ kind: 'fly-tipping', status: 'flagged', assetId: 'cam-kestrel-bins' });
    expect(secondsBetween(RECORDED_AT, incident.occurredAt)).toBeGreaterThan(demoDeposit.atSeconds - 5);
    expect(secondsBetween(RECORDED_AT, incident.occurredAt)).toBeLessThan(demoDeposit.atSeconds + 5);
    expect(sightings).toHaveLength(1);
    expect(history.map(({ did }) => did)).toEqual(['opened']);
    expect(incident.reasons.join()).toContain('appeared at');
  });

  it('has stills that only people of the patch may see, each as it was hashed', async () => {
    const { incident } = await fileOnce('the stills', ({ incident }) => incident.seen !== undefined);
    expect(incident.seen?.stills.map(({ shows }) => shows)).toEqual(['before', 'drop', 'after', 'crop']);
    for (const { shows, sha256 } of incident.seen?.stills ?? []) {
      const jpeg = await still(system, 'estate-officer.riverside', incidentId, shows);
      expect(jpeg.status).toBe(200);
      expect(jpeg.headers.get('content-type')).toBe('image/jpeg');
      expect(
        createHash('sha256')
          .update(Buffer.from(await jpeg.arrayBuffer()))
          .digest('hex'),
      ).toBe(sha256);
    }
    expect((await still(system, 'estate-officer.hilltop', incidentId, 'crop')).status).toBe(404);
  });

  it('opens an inspection that is due within the service level and linked to the bid that would answer it', async () => {
    const { tasks, bids } = await fileOnce('the linked task', (file) => file.bids.length > 0);
    expect(tasks).toMatchObject([{ kind: 'inspect', status: 'open' }]);
    expect(bids).toMatchObject([{ bidId: 'bid-riverside-bin-store', taskId: tasks[0]?.taskId }]);
    const officer = await system.as('estate-officer.riverside');
    const task = await officer.get(`/tasks/${tasks[0]?.taskId}`, z.object({ task: Task }));
    expect(
      secondsBetween(task?.task.openedAt ?? RECORDED_AT, tasks[0]?.dueAt ?? RECORDED_AT),
    ).toBeGreaterThan(0);
  });

  it('is confirmed by an officer, cleared, and resolved by the clearance', async () => {
    const officer = await system.as('estate-officer.riverside');
    const flagged = await fileOnce('the flag', () => true);
    await officer.send('POST', `/incidents/${incidentId}/confirm`, { version: flagged.incident.version });
    const confirmed = await fileOnce('the clearance task', ({ tasks }) =>
      tasks.some(({ kind, status }) => kind === 'clear' && status === 'open'),
    );
    expect(confirmed.tasks).toContainEqual(expect.objectContaining({ kind: 'inspect', status: 'completed' }));

    const stale = officer.send('POST', `/incidents/${incidentId}/confirm`, {
      version: flagged.incident.version,
    });
    await expect(stale).rejects.toThrow(/version 2/);

    const clear = confirmed.tasks.find(({ kind }) => kind === 'clear');
    await officer.send('POST', `/tasks/${clear?.taskId}/complete`, { version: 1, note: 'cleared, two bags' });
    const resolved = await fileOnce('the resolution', ({ incident }) => incident.status === 'resolved');
    expect(resolved.history.map(({ did }) => did)).toEqual(['opened', 'confirm', 'resolve']);
    expect(Incident.parse(resolved.incident).resolvedAt).toBeDefined();
  });

  it('tells the same clip once, however often it is put in', async () => {
    await system.upload('cam-kestrel-bins', RECORDED_AT, demoClip);
    const manager = await system.as('manager.riverside');
    // Another clip after it shows that the repeat has been dealt with.
    await system.upload('cam-kestrel-bins', Instant.parse('2026-11-20T18:00:00Z'), new Uint8Array());
    await eventually('the later clip', () =>
      manager.get('/clips/cam-kestrel-bins/2026-11-20T18:00:00.000Z', Clip),
    );
    const { incident, sightings } = await fileOnce('the incident', () => true);
    expect(sightings).toHaveLength(1);
    expect(incident.status).toBe('resolved');
  });

  it('turns away whoever has not signed in, has not the role, or is of another patch', async () => {
    const { api } = system.whereabouts;
    expect((await fetch(`${api}/incidents/${incidentId}`)).status).toBe(401);
    const elsewhere = await system.as('estate-officer.hilltop');
    expect(await elsewhere.get(`/incidents/${incidentId}`, z.unknown())).toBeUndefined();
    await expect(elsewhere.send('PUT', '/register', {})).rejects.toThrow(/manager/);
  });

  it('documents itself', async () => {
    const { api } = system.whereabouts;
    const document = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
      .parse(await (await fetch(`${api}/openapi.json`)).json());
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toContain('/incidents/{incidentId}');
    const page = await fetch(`${api}/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Estatewatch');
  });
});

async function still(
  system: RunningSystem,
  username: string,
  incidentId: string,
  shows: string,
): Promise<Response> {
  const officer = await system.as(username);
  const manager = await system.as('manager.riverside');
  const file = await manager.get(
    `/incidents/${incidentId}`,
    z.object({ stills: z.array(z.object({ shows: z.string(), link: z.string() })) }),
  );
  const link = file?.stills.find((each) => each.shows === shows)?.link;
  if (link === undefined) throw new Error(`Incident ${incidentId} has no picture “${shows}”.`);
  const answer = await officer.raw(link);
  const location = answer.headers.get('location');
  return answer.status === 303 && location !== null ? fetch(location) : answer;
}
