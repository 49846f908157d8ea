import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { announce } from '../../../../functions/deliver-webhooks/announce.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import type { Change } from '../../../../shared/platform/change.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { OrderTask, type Task } from '../../../../shared/tasks/task.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { DeliveryStore } from '../../../../shared/webhooks/delivery-store.ts';
import { firstSecrets } from '../../../../shared/webhooks/signing-secret.ts';
import { WebhookStore } from '../../../../shared/webhooks/webhook-store.ts';
import { aSighting, aTask, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { aSubscription } from '../../../support/webhook-builders.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T09:31:00Z');
const FLAGGED_AT = at('2026-11-22T00:14:00Z');
const BY = byRule('test');
const ALL = [
  'uk.estatewatch.incident.flagged',
  'uk.estatewatch.incident.confirmed',
  'uk.estatewatch.task.opened',
] as const;

let room: Parameters<typeof announce>[1];
beforeEach(() => {
  const table = tables.fresh();
  room = {
    incidents: new IncidentStore(table, RecurrenceDays.parse(undefined)),
    tasks: new TaskStore(table, WorkingHours.parse({})),
    webhooks: new WebhookStore(table),
    deliveries: new DeliveryStore(table),
    webAddress: 'https://estatewatch.landlord.example',
  };
});

const listen = (said: Parameters<typeof aSubscription>[0] = {}) =>
  room.webhooks.enter(aSubscription({ eventTypes: [...ALL], ...said }), firstSecrets('whsec_AAAA'));
const tell = (change: Change) => announce(change, room, keptLog(), NOW);
const log = async (subscriptionId = 'WH-0000000001') =>
  (await room.deliveries.ofSubscription(subscriptionId, NOW, 100)).items;
const flag = () => room.incidents.take(aSighting(), BY, FLAGGED_AT);

async function flaggedAndConfirmed(): Promise<Change> {
  const incident = await flag();
  const change = moveIncident(incident, 'confirm', {}, BY, at('2026-11-22T09:30:00Z'));
  await room.incidents.save(change, { after: incident.version });
  const { id, patch, version } = change.incident;
  return { thing: 'incident', id, status: 'confirmed', previousStatus: 'flagged', patch, version };
}

describe('a change of an incident', () => {
  it('goes to who wants it, as it was then', async () => {
    await listen();
    const confirmed = await flaggedAndConfirmed();
    const { previousStatus: _, ...flagged } = { ...confirmed, status: 'flagged', version: 1 };
    await tell(confirmed);
    await tell(flagged);
    expect(await log()).toMatchObject([
      { eventId: `${confirmed.id}-v2`, at: '2026-11-22T09:30:00.000Z', status: 'pending' },
      { eventId: `${confirmed.id}-v1`, at: FLAGGED_AT, status: 'pending' },
    ]);
    const Body = z.object({ data: z.object({ status: z.string() }) });
    expect((await log()).map(({ body }) => Body.parse(JSON.parse(body)).data.status)).toEqual([
      'confirmed',
      'flagged',
    ]);
  });

  it('that is told twice is delivered once', async () => {
    await listen();
    const change = await flaggedAndConfirmed();
    await tell(change);
    const [first] = await log();
    await tell(change);
    expect(await log()).toEqual([first]);
  });

  it('goes to each subscription that wants it and to no other', async () => {
    await listen();
    await listen({ id: 'WH-0000000002', eventTypes: ['uk.estatewatch.incident.confirmed'] });
    await listen({ id: 'WH-0000000003', eventTypes: ['uk.estatewatch.task.opened'] });
    await listen({ id: 'WH-0000000004', patches: ['south'] });
    await tell(await flaggedAndConfirmed());
    const counts = ['1', '2', '3', '4'].map(async (n) => (await log(`WH-000000000${n}`)).length);
    expect(await Promise.all(counts)).toEqual([1, 1, 0, 0]);
  });

  it('while the subscription is paused is only put into its log', async () => {
    await listen({ status: 'paused' });
    await tell(await flaggedAndConfirmed());
    expect(await log()).toMatchObject([{ status: 'failed', tries: 0 }]);
  });

  it('that leaves its status is no event', async () => {
    await listen();
    const { id, patch } = await flag();
    await tell({ thing: 'incident', id, status: 'flagged', previousStatus: 'flagged', patch, version: 1 });
    expect(await log()).toEqual([]);
  });

  it('of which the table knows nothing comes again and is not lost', async () => {
    await listen();
    const change: Change = { thing: 'incident', id: 'FT-0', status: 'flagged', patch: 'north', version: 1 };
    await expect(tell(change)).rejects.toThrow('There is no incident “FT-0”.');
  });
});

describe('a change of a task', () => {
  const opened = (task: Task) => {
    const did = { version: 1, at: FLAGGED_AT, by: BY, did: 'opened', status: 'open', said: 'said' } as const;
    return room.tasks.open({ task, history: did });
  };
  const change: Change = {
    thing: 'task',
    id: aTask().id,
    status: 'open',
    patch: 'north',
    version: 1,
  };

  it('goes out with its due time and the priority of its incident', async () => {
    await listen();
    const { id } = await room.incidents.take(aSighting({ emergency: true }), BY, FLAGGED_AT);
    await opened(aTask({ incidentId: id }));
    await tell(change);
    const [delivery] = await log();
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
      type: 'uk.estatewatch.task.opened',
      data: { priority: 'emergency', dueAt: '2026-11-23T17:00:00.000Z', incident: id },
    });
  });

  it.each([
    ['an incident', aTask({ kind: 'security-works' })],
    ['an order', OrderTask.parse({ ...aTask(), kind: 'security-works', orderId: 'TH-0000000001' })],
  ])('for security works of %s is told to nobody', async (_, task) => {
    await listen();
    await opened(task);
    await tell(change);
    expect(await log()).toEqual([]);
  });
});
