import { z } from 'zod';
import { BidStore } from '../../shared/bids/bid-store.ts';
import { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { Change } from '../../shared/platform/change.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { ReportStore } from '../../shared/reports/report-store.ts';
import { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import { Environment } from './environment.ts';
import { followChange } from './follow-change.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const room = {
  incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
  tasks: new TaskStore(table, environment.WORKING_HOURS),
  orders: new OrderStore(table),
  orderSettings: { ...environment.TARGET_HARDENING, timeZone: environment.WORKING_HOURS.timeZone },
  bids: new BidStore(table),
  cameraFlags: new CameraFlagStore(table),
  register: new RegisterStore(table),
  reports: new ReportStore(table),
  settings: {
    levels: environment.SERVICE_LEVELS,
    hours: environment.WORKING_HOURS,
    crews: environment.CREWS,
  },
  nearby: environment.NEARBY,
};

/** A change comes in from the bus; the work and the links that follow from it go out. */
export const handler = queueConsumer(
  { message: z.object({ detail: Change }), room, rejectedQueueUrl: environment.REJECTED_QUEUE_URL },
  ({ detail }, room, log) => followChange(detail, room, log, machineClock()),
);
