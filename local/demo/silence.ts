import type { Instant } from '../../shared/platform/instant.ts';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { countingDoorPayload } from './dragino-payload.ts';
import {
  type DemoDelivery,
  type DemoDevice,
  type DemoLife,
  type Frame,
  type Moment,
  messages,
} from './life.ts';
import { doorPayload } from './milesight-payload.ts';
import { byAwsWebhook, byTheThingsStack } from './ways.ts';

const minutesPerDay = 1440;
const daysBefore = (now: Instant, days: number): Instant => plusSeconds(now, -days * 86_400);

const counted = (openedNow: boolean, openings: number): Frame =>
  countingDoorPayload(openedNow, { batteryMillivolts: 2980, openings, lastMinutes: 1 });

// Told from three days ago, when it was heard last: a sensor that nobody knows yet may be silent for a day and a half.
const falls: readonly Moment<Frame>[] = [
  [-26, counted(false, 411)],
  [-9, counted(true, 412)],
  [-8.5, counted(false, 412)],
  [0, counted(false, 412)],
];

// Told from two days ago. All three were heard until then, and none since.
const cutOff = (lastMinutes: number): Moment<Frame>[] => [
  [lastMinutes - 34, doorPayload(true)],
  [lastMinutes - 33.6, doorPayload(false, { batteryPercent: 94 })],
  [lastMinutes, doorPayload(false, { batteryPercent: 94 })],
];
const byJuniperRoof = byTheThingsStack('juniper-roof');
const behindGateway =
  (lastMinutes: number) =>
  (device: DemoDevice, now: Instant): DemoDelivery[] =>
    messages(device, daysBefore(now, 2), cutOff(lastMinutes), byJuniperRoof, now);

// One report of each week, the last of yesterday: nine per cent less each time.
const runsDown = [63, 54, 45, 36, 27].map(
  (batteryPercent, week, weeks): Moment<Frame> => [
    -(weeks.length - 1 - week) * 7 * minutesPerDay,
    doorPayload(false, { batteryPercent }),
  ],
);

/** Sensors that are no longer heard, alone or because their gateway is out, and one whose battery runs down. */
export const silenceLives: readonly DemoLife[] = [
  {
    deviceId: 'sensor-swan-side',
    endsIn: 'silent',
    sends: (device, now) => messages(device, daysBefore(now, 3), falls, byAwsWebhook, now),
  },
  { deviceId: 'sensor-juniper-front', endsIn: 'silent', sends: behindGateway(-3) },
  { deviceId: 'sensor-juniper-rear', endsIn: 'silent', sends: behindGateway(-11) },
  { deviceId: 'sensor-juniper-cellar', endsIn: 'silent', sends: behindGateway(0) },
  {
    deviceId: 'sensor-kestrel-plant',
    endsIn: 'battery-low',
    sends: (device, now) =>
      messages(device, daysBefore(now, 1), runsDown, byTheThingsStack('riverside-roof'), now),
  },
];
