import { type Deadline, lookedThrough, minutesToCheck } from '../../shared/deadlines/deadline.ts';
import { DEADLINE_SHARDS, type DeadlineStore } from '../../shared/deadlines/deadline-store.ts';
import type { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import type { Digests } from '../../shared/notifications/digests.ts';
import type { NotificationStore } from '../../shared/notifications/notification-store.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import type { OrderStore } from '../../shared/target-hardening/order-store.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import type { WorkingHours } from '../../shared/tasks/working-time.ts';
import { lookAtOrder } from './look-at-order.ts';
import { lookAtTask } from './look-at-task.ts';

// Long enough for a passing fault of the table to pass.
const TRIED_AGAIN_SECONDS = 300;

interface Room {
  readonly deadlines: DeadlineStore;
  readonly faults: DeviceFaults;
  readonly tasks: TaskStore;
  readonly notifications: NotificationStore;
  readonly digests: Digests;
  readonly hours: WorkingHours;
  readonly orders: OrderStore;
  readonly orderSettings: OrderSettings;
  /** Has a referral looked at by the function that calls partners. */
  wakeReferral(woken: { readonly incidentId: string; readonly referralId: string }): Promise<void>;
  readonly log: Log;
}

/**
 * Wakes whoever set a deadline that has come, in every shard. One whose handling fails is put off and tried again; the
 * others go on. Throws when any failed, so that the failure counts.
 */
export async function checkDeadlines(room: Room, now: Instant): Promise<void> {
  const shards = Array.from({ length: DEADLINE_SHARDS }, (_, shard) => shard);
  const failures = (await Promise.all(shards.map((shard) => checkShard(shard, room, now)))).flat();
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} deadlines could not be handled`);
}

async function checkShard(shard: number, room: Room, now: Instant): Promise<unknown[]> {
  const minutes = minutesToCheck(await room.deadlines.progress(shard), now);
  const failures: unknown[] = [];
  let woken = 0;
  for (const minute of minutes) {
    for (const deadline of await room.deadlines.of(minute, shard)) {
      if (deadline.at > now) continue;
      try {
        await wake(deadline, room, now);
        await room.deadlines.done(minute, shard, deadline);
        woken += 1;
      } catch (failure) {
        failures.push(failure);
        room.log.error('DEADLINE_FAILED', { deadline: deadline.id }, failure);
        await room.deadlines.putOff(minute, shard, deadline, plusSeconds(now, TRIED_AGAIN_SECONDS));
      }
    }
  }
  await room.deadlines.noteProgress(shard, lookedThrough(minutes, now));
  if (woken > 0) room.log.info('DEADLINES_CHECKED', { shard, minutes: minutes.length, woken });
  return failures;
}

async function wake({ wakes }: Deadline, room: Room, now: Instant): Promise<void> {
  switch (wakes.what) {
    case 'device':
      return room.faults.lookAgain(wakes.deviceId, now);
    case 'place':
      return room.faults.lookAtPlace(wakes.placeId, now);
    case 'task':
      return lookAtTask(wakes.taskId, room, now);
    case 'gathered':
      return room.notifications.release(wakes.to, now);
    case 'digest':
      return room.digests.tell(wakes.patch, now);
    case 'order':
      return lookAtOrder(wakes.orderId, room, now);
    case 'referral':
      // A partner's server may take its time, and others wait for this minute too.
      return room.wakeReferral({ incidentId: wakes.incidentId, referralId: wakes.referralId });
  }
}
