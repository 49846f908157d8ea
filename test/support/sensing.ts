import { applyReading } from '../../functions/apply-reading/apply-reading.ts';
import { checkDeadlines } from '../../functions/check-deadlines/check-deadlines.ts';
import { DEADLINE_SHARDS, DeadlineStore } from '../../shared/deadlines/deadline-store.ts';
import { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { tellingOn } from '../../shared/notifications/telling.ts';
import type { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { DeviceStore } from '../../shared/sensors/device-store.ts';
import { doorStretches } from '../../shared/sensors/door-history.ts';
import { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import type { ReadingMessage } from '../../shared/sensors/reading-message.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { TargetHardeningSettings } from '../../shared/target-hardening/target-hardening-settings.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';
import { at } from './builders.ts';
import { keptLog } from './kept-log.ts';
import { aRegisterWithLightSensor, mqttOf, type Sent, webhookOf } from './sensor-deliveries.ts';

/** What turns deliveries and the passing of time into incidents, over a table with the register in it. */
export async function sensingOn(table: Table, settings: Parameters<typeof SensorSettings.parse>[0] = {}) {
  const register = new RegisterStore(table);
  const devices = new DeviceStore(table);
  const deadlines = new DeadlineStore(table);
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const places = new PlaceRulesStore(table);
  const room = { register, places, devices, deadlines, incidents, settings: SensorSettings.parse(settings) };
  let faults = new DeviceFaults(room);
  const log = keptLog();
  const hours = WorkingHours.parse({});
  const tasks = new TaskStore(table, hours);
  const telling = { digestAt: '07:30', gatherMinutes: 10 };
  const { notifications, digests } = tellingOn(table, { incidents, tasks, hours, settings: telling, log });
  const orders = new OrderStore(table);
  const orderSettings = { ...TargetHardeningSettings.parse({}), timeZone: hours.timeZone };
  await register.import(aRegisterWithLightSensor());
  const hearMessage = (message: ReadingMessage, now: string) => applyReading(message, faults, log, at(now));
  return {
    register,
    places,
    devices,
    deadlines,
    incidents,
    get faults() {
      return faults;
    },
    /** As a function that starts, which remembers no device. */
    startAnew: () => {
      faults = new DeviceFaults(room);
    },
    log,
    hearMessage,
    /** A delivery by webhook, applied when it is received unless `now` says later. */
    hear: (sent: Sent, now = sent.at) => hearMessage(webhookOf(sent), now),
    hearMqtt: (sent: Sent, now = sent.at) => hearMessage(mqttOf(sent), now),
    /** What happens every minute. */
    check: (now: string) =>
      checkDeadlines(
        { deadlines, faults, tasks, hours, log, notifications, digests, orders, orderSettings, wakeReferral },
        at(now),
      ),
    /** Which devices are looked at again in a minute such as `2026-11-20T13:00`, and when. */
    lookedAtIn: async (minute: string) => {
      const shards = Array.from({ length: DEADLINE_SHARDS }, (_, shard) => deadlines.of(minute, shard));
      return (await Promise.all(shards)).flat().map(({ id }) => id);
    },
    /** How the front door stands, and since when. */
    doorNow: async () => {
      const door = (await devices.get('ash-court-door-sensor'))?.state.door;
      return door && doorStretches(door).at(-1);
    },
    /** The faults that the front door's sensor shows. */
    standing: async () => (await devices.get('ash-court-door-sensor'))?.standing,
    doorFault: () => incidents.lastAt('ash-court-door', 'door-fault'),
    lightFault: () => incidents.lastAt('ash-court-light', 'lighting-fault'),
  };
}
export type Sensing = Awaited<ReturnType<typeof sensingOn>>;

function wakeReferral(): Promise<never> {
  return Promise.reject(new Error('A referral is woken, which no device has.'));
}
