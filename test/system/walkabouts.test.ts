import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../../local/api-client.ts';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { dayOf, quarterOf } from '../../shared/platform/day.ts';
import { instant } from '../../shared/platform/instant.ts';
import { Walkabout } from '../../shared/walkabouts/walkabout.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const Named = z.object({ assessor: z.object({ id: z.string(), version: z.int() }), key: z.string() });
const Finding = z.object({
  assetId: z.string(),
  item: z.string(),
  incidentId: z.string(),
  status: z.string(),
});
const File = z.object({
  walkabout: Walkabout,
  findings: z.array(Finding),
  stillOpen: z.array(Finding),
  notLookedAt: z.array(z.object({ assetId: z.string(), item: z.string() })),
});
const Summary = z.object({ items: z.array(z.object({ estateId: z.string(), item: z.string() }).loose()) });

const now = () => instant(Date.now());

describe('inspections by people', () => {
  const system = new RunningSystem(inject('assembly'));
  let officer: ApiClient;

  beforeAll(async () => {
    await system.start();
    await system.register();
    officer = await system.as('estate-officer.riverside');
  });
  afterAll(() => system.remove());

  const fileWith = (what: string, there: (file: IncidentFile) => boolean) =>
    eventually(what, async () => (await system.incidents()).find(there));

  describe('a walkabout of Riverside', () => {
    let walkabout: Walkabout;
    const path = () => `/walkabouts/${walkabout.id}`;
    const read = async () => File.parse(await officer.get(path(), File));
    const save = (...looks: (readonly [assetId: string, item: string, answer: string])[]) => {
      const answers = looks.map(([assetId, item, answer]) => ({ assetId, item, answer, lookedAt: now() }));
      return officer.send('PUT', `${path()}/answers`, { answers });
    };

    it('is planned along all its blocks, doors and lights, and sets out with residents and partners', async () => {
      const plan = { kind: 'walkabout', day: dayOf(now()), estateId: 'riverside', residents: 5, partners: 2 };
      walkabout = Walkabout.parse(await officer.send('POST', '/walkabouts', plan));
      const blocks = walkabout.stops.filter(({ kind }) => kind === 'block').map(({ assetId }) => assetId);
      expect(blocks.toSorted()).toEqual(['heron-house', 'kestrel-court', 'swan-house']);
      const started = await officer.send('POST', `${path()}/start`, { version: 1, residents: 4 });
      expect(started).toMatchObject({ status: 'under-way', residents: 4, partners: 2 });
    });

    it('finds a door that does not latch: an incident with its make-safe and its repair', async () => {
      const answer = ['door-kestrel-front', 'closes-and-latches', 'no'] as const;
      await save(answer, ['kestrel-court', 'no-graffiti', 'yes']);
      const { incident, sightings } = await fileWith('the work for the door', ({ tasks }) =>
        ['make-safe', 'repair'].every((kind) =>
          tasks.some((task) => task.kind === kind && task.status === 'open'),
        ),
      );
      expect(incident).toMatchObject({
        kind: 'door-fault',
        status: 'confirmed',
        insecure: true,
        sightings: 1,
      });
      expect(sightings).toMatchObject([
        { source: { from: 'inspection', foundBy: 'officer', inspectionId: walkabout.id } },
      ]);
      expect((await read()).findings).toMatchObject([{ incidentId: incident.id, status: 'confirmed' }]);
    });

    it('shows the finding put right once its repair is done', async () => {
      const { incident, tasks } = await fileWith(
        'the door',
        ({ incident: { assetId } }) => assetId === 'door-kestrel-front',
      );
      const repair = tasks.find(({ kind }) => kind === 'repair');
      await officer.send('POST', `/tasks/${repair?.taskId}/complete`, { version: 1, note: 'A new closer' });
      const found = await eventually('the door put right', async () => {
        const { findings } = await read();
        return findings[0]?.status === 'resolved' ? findings : undefined;
      });
      expect(found).toMatchObject([{ incidentId: incident.id, item: 'closes-and-latches' }]);
    });

    it('is completed, and states what nobody looked at', async () => {
      await save(['heron-house', 'bin-store', 'no'], ['swan-house', 'bin-store', 'not-looked-at']);
      const { walkabout: seen, notLookedAt } = await read();
      const done = await officer.send('POST', `${path()}/complete`, { version: seen.version });
      expect(done).toMatchObject({ status: 'completed', notLookedAt });
      expect(notLookedAt).toContainEqual({ assetId: 'swan-house', item: 'bin-store' });
      expect(notLookedAt).not.toContainEqual({ assetId: 'heron-house', item: 'bin-store' });
      await expect(save(['swan-house', 'bin-store', 'no'])).rejects.toThrow('is completed');
    });
  });

  describe('a tenant assessor', () => {
    let assessor: z.infer<typeof Named>;
    const send = (form: object, key: string) =>
      fetch(`${system.whereabouts.api}/assessments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'assessor-key': key },
        body: JSON.stringify(form),
      });
    const form = {
      blockId: 'swan-house',
      day: dayOf(now()),
      answers: [
        { item: 'free-of-obstruction', answer: 'no', note: 'Two prams on the second landing' },
        { item: 'security-lighting', answer: 'yes' },
        { item: 'visitors-checked', answer: 'not-looked-at' },
      ],
    };

    it('sends a form without an account, which waits for an officer as a flagged incident', async () => {
      const manager = await system.as('manager.riverside');
      const body = { name: 'Ada Example', estateIds: ['riverside'] };
      assessor = Named.parse(await manager.send('POST', '/assessors', body));
      expect((await send(form, assessor.key)).status).toBe(200);
      expect((await send(form, assessor.key)).status).toBe(200);
      const { incident, sightings } = await fileWith(
        'the inspection of the landing',
        ({ tasks, incident: { assetId } }) =>
          assetId === 'swan-house' &&
          tasks.some(({ kind, status }) => kind === 'inspect' && status === 'open'),
      );
      expect(incident).toMatchObject({ kind: 'misuse-of-communal-space', status: 'flagged', sightings: 1 });
      expect(JSON.stringify(sightings)).toContain('Two prams on the second landing');
      expect(JSON.stringify(sightings)).not.toContain('Ada');
    });

    it('is turned away with another key, and once theirs is withdrawn', async () => {
      expect((await send(form, `${assessor.key.slice(0, -2)}xx`)).status).toBe(401);
      const manager = await system.as('manager.riverside');
      await manager.send('POST', `/assessors/${assessor.assessor.id}/revoke`, { version: 1 });
      expect((await send(form, assessor.key)).status).toBe(401);
    });

    it('is read by a manager in the summary of the quarter', async () => {
      const manager = await system.as('manager.riverside');
      const { items = [] } =
        (await manager.get(`/assessments/summary?quarter=${quarterOf(form.day)}`, Summary)) ?? {};
      const blocked = items.find(({ item }) => item === 'free-of-obstruction');
      expect(blocked).toMatchObject({ estateId: 'riverside', asked: 1, wrong: 1, putRight: 0, open: 1 });
    });
  });
});
