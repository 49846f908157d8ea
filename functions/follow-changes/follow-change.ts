import { linkFor } from '../../shared/bids/bid.ts';
import type { BidStore } from '../../shared/bids/bid-store.ts';
import type { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { NearbySettings } from '../../shared/incidents/nearby.ts';
import type { Change } from '../../shared/platform/change.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { byRule } from '../../shared/platform/person.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import type { ReportStore } from '../../shared/reports/report-store.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import type { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { incidentEndedBy } from '../../shared/tasks/incident-ended.ts';
import { type IncidentTask, isOfIncident, isUnderway } from '../../shared/tasks/task.ts';
import type { TaskSettings } from '../../shared/tasks/task-settings.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import { workForIncident } from '../../shared/tasks/work-for-incident.ts';
import { findNearby } from './find-nearby.ts';
import { followOrderTask } from './follow-order-task.ts';
import { noteFlags } from './note-flags.ts';
import { tellReporters } from './tell-reporters.ts';

interface Room {
  readonly cameraFlags: CameraFlagStore;
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  readonly orders: OrderStore;
  readonly orderSettings: OrderSettings;
  readonly bids: BidStore;
  readonly register: RegisterStore;
  readonly reports: ReportStore;
  readonly settings: TaskSettings;
  readonly nearby: NearbySettings;
}

/**
 * Brings about what follows from a change. It looks at things as they are now, so that changes may come twice, late
 * or in another order and end the same.
 */
export async function followChange(change: Change, room: Room, log: Log, now: Instant): Promise<void> {
  if (change.thing === 'incident') await followIncident(change.id, room, log, now);
  if (change.thing === 'task') await followTask(change.id, room, log, now);
  if (change.thing === 'bid') await linkBid(change.id, room, now);
}

async function followIncident(incidentId: string, room: Room, log: Log, now: Instant): Promise<void> {
  const file = await room.incidents.file(incidentId);
  if (file === undefined) return;
  await fitTasks(file, room, log, now);
  await noteFlags(file, room.cameraFlags);
  await findNearby(file, room, log, now);
  await tellReporters(file, room.reports, now);
}

/** Opens, completes and cancels tasks until they fit their incident. */
async function fitTasks(file: IncidentFile, room: Room, log: Log, now: Instant): Promise<void> {
  const known = await Promise.all(file.tasks.map(({ taskId }) => room.tasks.get(taskId)));
  const tasks = known.filter((task) => task !== undefined).filter(isOfIncident);
  const changes = workForIncident(file.incident, tasks, room.settings, byRule('work-for-incident'), now);
  for (const change of changes) {
    if (change.history.did === 'opened') await room.tasks.open(change);
    else await room.tasks.save(change, { after: change.task.version - 1 });
  }
  if (changes.length === 0) return;
  log.info('WORK_CHANGED', { incidentId: file.incident.id, tasks: changes.map(({ task }) => task.id) });
}

/** An open task is linked to the bids that answer it; one that ended may have ended its incident. */
async function followTask(taskId: string, room: Room, log: Log, now: Instant): Promise<void> {
  const task = await room.tasks.get(taskId);
  if (task === undefined) return;
  if (!isOfIncident(task)) return followOrderTask(task, room, log, now);
  await linkTask(task, room, log, now);
  if (isUnderway(task)) return;
  const incident = await room.incidents.get(task.incidentId);
  if (incident === undefined) return;
  for (const change of incidentEndedBy(task, incident, now)) {
    await room.incidents.save(change, { after: change.incident.version - 1 });
    log.info('INCIDENT_CHANGED', { incidentId: incident.id, status: change.incident.status });
  }
}

async function linkTask(task: IncidentTask, room: Room, log: Log, now: Instant): Promise<void> {
  const bids = await room.bids.openOnEstate(task.estateId);
  const linked: string[] = [];
  for (const bid of bids) {
    const link = linkFor(bid, task, now);
    if (link === undefined) continue;
    await room.bids.link(link, bid);
    linked.push(bid.id);
  }
  if (linked.length > 0) log.info('BIDS_LINKED', { taskId: task.id, bids: linked });
}

/** A bid that was opened answers the tasks that are open already, too. */
async function linkBid(bidId: string, room: Room, now: Instant): Promise<void> {
  const file = await room.bids.file(bidId);
  if (file === undefined) return;
  for (const estateId of file.bid.estateIds) {
    const estate = await room.register.asset(estateId);
    if (estate === undefined) continue;
    let from: string | undefined;
    do {
      const page = await room.tasks.ofPatch(estate.patch, 'open', 100, from);
      for (const task of page.items) {
        const link = linkFor(file.bid, task, now);
        if (link !== undefined) await room.bids.link(link, file.bid);
      }
      from = page.next;
    } while (from !== undefined);
  }
}
