import { DeadlineStore } from '../../shared/deadlines/deadline-store.ts';
import { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { DeviceStore } from '../../shared/sensors/device-store.ts';
import { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import { ReadingMessage } from '../../shared/sensors/reading-message.ts';
import { applyReading } from './apply-reading.ts';
import { Environment } from './environment.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const faults = new DeviceFaults({
  register: new RegisterStore(table),
  places: new PlaceRulesStore(table),
  devices: new DeviceStore(table),
  deadlines: new DeadlineStore(table),
  incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
  settings: environment.SENSOR_SETTINGS,
});

/** A device's delivery comes in, whatever way it took; its state and its faults go out. */
export const handler = queueConsumer(
  { message: ReadingMessage, room: faults, rejectedQueueUrl: environment.REJECTED_QUEUE_URL },
  (message, faults, log) => applyReading(message, faults, log, machineClock()),
);
