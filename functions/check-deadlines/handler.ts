import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeadlineStore } from '../../shared/deadlines/deadline-store.ts';
import { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { tellingOn } from '../../shared/notifications/telling.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { openLog } from '../../shared/platform/log.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { DeviceStore } from '../../shared/sensors/device-store.ts';
import { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import { checkDeadlines } from './check-deadlines.ts';
import { Environment } from './environment.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const sqs = new SQSClient();
const deadlines = new DeadlineStore(table);
const incidents = new IncidentStore(table, environment.RECURRENCE_DAYS);
const hours = environment.WORKING_HOURS;
const tasks = new TaskStore(table, hours);
const log = openLog();
const settings = environment.NOTIFICATIONS;
const { notifications, digests } = tellingOn(table, { incidents, tasks, hours, settings, log });
const room = {
  deadlines,
  faults: new DeviceFaults({
    register: new RegisterStore(table),
    places: new PlaceRulesStore(table),
    devices: new DeviceStore(table),
    deadlines,
    incidents,
    settings: environment.SENSOR_SETTINGS,
  }),
  tasks,
  notifications,
  digests,
  hours,
  orders: new OrderStore(table),
  orderSettings: { ...environment.TARGET_HARDENING, timeZone: hours.timeZone },
  log,
  async wakeReferral(woken: { readonly incidentId: string; readonly referralId: string }) {
    const command = { QueueUrl: environment.REFERRAL_QUEUE_URL, MessageBody: JSON.stringify(woken) };
    await sqs.send(new SendMessageCommand(command));
  },
};

/** A minute has passed: whoever set a deadline that has come looks again. */
export const handler = () => checkDeadlines(room, machineClock());
