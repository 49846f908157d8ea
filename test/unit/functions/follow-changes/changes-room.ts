import { followChange } from '../../../../functions/follow-changes/follow-change.ts';
import { BidStore } from '../../../../shared/bids/bid-store.ts';
import { CameraFlagStore } from '../../../../shared/clips/camera/camera-flag-store.ts';
import {
  type IncidentMove,
  type IncidentMoveDetail,
  moveIncident,
} from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { NearbySettings } from '../../../../shared/incidents/nearby.ts';
import { Change } from '../../../../shared/platform/change.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { ReportStore } from '../../../../shared/reports/report-store.ts';
import { OrderStore } from '../../../../shared/target-hardening/order-store.ts';
import { TargetHardeningSettings } from '../../../../shared/target-hardening/target-hardening-settings.ts';
import { defaultServiceLevels } from '../../../../shared/tasks/service-levels.ts';
import { moveTask } from '../../../../shared/tasks/task-moves.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aPerson, aSighting, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';

/** When it is in these tests. */
export const NOW = at('2026-11-23T10:00:00Z');
const officer = byPerson(aPerson());

/** What follows from changes, over a table. */
export function roomOn(table: Table) {
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const tasks = new TaskStore(table, WorkingHours.parse({}));
  const room = {
    incidents,
    tasks,
    orders: new OrderStore(table),
    orderSettings: { ...TargetHardeningSettings.parse({}), timeZone: 'Europe/London' },
    bids: new BidStore(table),
    cameraFlags: new CameraFlagStore(table),
    register: new RegisterStore(table),
    reports: new ReportStore(table),
    settings: { levels: defaultServiceLevels, hours: WorkingHours.parse({}), crews: [] },
    nearby: NearbySettings.parse({}),
  };
  const log = keptLog();
  const follow = (thing: Change['thing'], id: string, now = NOW) =>
    followChange(Change.parse({ thing, id, status: 'whatever' }), room, log, now);
  return {
    ...room,
    log,
    follow,
    flag: () => incidents.take(aSighting(), byRule('left-behind'), NOW),
    async move<Move extends IncidentMove>(
      id: string,
      move: Move,
      detail: IncidentMoveDetail<Move>,
      now = NOW,
    ) {
      const incident = await incidents.get(id);
      if (incident === undefined) throw new Error(`there is no incident ${id}`);
      await incidents.save(moveIncident(incident, move, detail, officer, now), { after: incident.version });
    },
    async complete(taskId: string, now = NOW) {
      const task = await tasks.get(taskId);
      if (task === undefined) throw new Error(`there is no task ${taskId}`);
      await tasks.save(
        moveTask(task, 'complete', { note: 'done' }, officer, now, {
          hours: WorkingHours.parse({}),
          crews: [],
        }),
        {
          after: task.version,
        },
      );
    },
    /** The tasks on an incident: their kinds and statuses, in order of kind. */
    async work(id: string) {
      const file = await incidents.file(id);
      return (file?.tasks ?? []).map(({ kind, status }) => `${kind} ${status}`).sort();
    },
    async taskOf(id: string, kind: string, status = 'open'): Promise<string> {
      const file = await incidents.file(id);
      return file?.tasks.find((task) => task.kind === kind && task.status === status)?.taskId ?? '';
    },
  };
}

export type ChangesRoom = ReturnType<typeof roomOn>;
