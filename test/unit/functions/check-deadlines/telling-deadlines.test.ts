import { beforeEach, describe, expect, it } from 'vitest';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { tellingOn } from '../../../../shared/notifications/telling.ts';
import { urgentIncident } from '../../../../shared/notifications/urgency.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { anIncident, aSighting, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
let sensing: Sensing;
let telling: ReturnType<typeof tellingOn>;
beforeEach(async () => {
  const table = tables.fresh();
  sensing = await sensingOn(table);
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const hours = WorkingHours.parse({});
  const settings = { digestAt: '07:30', gatherMinutes: 10 };
  telling = tellingOn(table, {
    incidents,
    tasks: new TaskStore(table, hours),
    hours,
    settings,
    log: keptLog(),
  });
});

describe('the minute’s check', () => {
  it('has what was gathered for somebody go out when its ten minutes are over', async () => {
    const now = at('2026-11-23T20:00:10Z');
    for (const id of ['DF-1', 'DF-2']) {
      const notice = urgentIncident(anIncident({ id, kind: 'door-fault', insecure: true }), now);
      if (notice !== undefined) await telling.notifications.tell(notice, ['ana'], now);
    }
    const statuses = async () =>
      (await telling.notifications.ofDay('2026-11-23', 10)).items.map(({ status }) => status).sort();
    await sensing.check('2026-11-23T20:10:00Z');
    expect(await statuses()).toEqual(['due', 'gathering']);
    await sensing.check('2026-11-23T20:11:00Z');
    expect(await statuses()).toEqual(['due', 'due']);
  });

  it('tells a patch’s digest on the morning, once', async () => {
    const evening = at('2026-11-22T20:00:00Z');
    await sensing.incidents.take(aSighting(), byRule('left-behind'), evening);
    await telling.digests.expect('north', evening);
    for (const now of ['2026-11-23T07:30:05Z', '2026-11-23T07:31:05Z', '2026-11-23T07:32:05Z'])
      await sensing.check(now);
    expect((await telling.notifications.ofDay('2026-11-23', 10)).items).toMatchObject([
      { status: 'due', content: { tells: 'digest', digest: { patch: 'north', toReview: { count: 1 } } } },
    ]);
  });
});
