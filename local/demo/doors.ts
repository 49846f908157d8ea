import { type Instant, plusSeconds, secondsBetween } from '../../shared/platform/instant.ts';
import { lastLockUp, lastTime, timesBetween } from './hours.ts';
import { type DemoDevice, type DemoLife, type Frame, type Moment, messages } from './life.ts';
import { doorPayload, rememberedDoorPayload, weatherproofDoorPayload } from './milesight-payload.ts';
import { byChirpStack, byMqtt, byOnvif, byTheThingsStack, type DoorEvent } from './ways.ts';

const byRoof = byTheThingsStack('riverside-roof');
const open = doorPayload(true);
const closed = doorPayload(false);

/** Somebody opens the door and lets it fall shut behind them. */
const passes = (minutes: number, secondsOpen = 25): Moment<Frame>[] => [
  [minutes, open],
  [minutes + secondsOpen / 60, closed],
];

// Told from when somebody wedges the door. It still reports that it is open.
const wedged: readonly Moment<Frame>[] = [
  [-30, doorPayload(false, { batteryPercent: 97 })],
  ...passes(-25),
  ...passes(-18),
  ...passes(-13.5, 30),
  ...passes(-7, 36),
  [0, open],
  [60, doorPayload(true, { batteryPercent: 97 })],
];

const wedgedMinutes = 66;
const beforeLockUpMinutes = 30;

/**
 * When the door was wedged: 66 minutes ago, which is over the limit by day and by night. What is opened in the last quarter
 * of an hour before lock-up is still open after it before it is too long: then it was wedged a little earlier.
 */
function wedgedAt(now: Instant): Instant {
  const at = plusSeconds(now, -wedgedMinutes * 60);
  const early = plusSeconds(lastLockUp(now, 0), -beforeLockUpMinutes * 60);
  const isJustBeforeLockUp = at > early && at < plusSeconds(early, beforeLockUpMinutes * 60);
  return isJustBeforeLockUp ? early : at;
}

const usedMinutes = [-52, -44, -33, -20, -8];
const inUse: readonly Moment<Frame>[] = [
  [-60, doorPayload(false, { batteryPercent: 88 })],
  ...usedMinutes.flatMap((minutes) => passes(minutes)),
];

// Told from lock-up: opened 8 minutes before it, and open whenever the sensor reports by itself, every six hours.
const leftOpen: readonly Moment<Frame>[] = [
  [-353, doorPayload(false, { batteryPercent: 91 })],
  ...passes(-31),
  [-8, open],
  ...[7, 367, 727, 1087].map(
    (minutes): Moment<Frame> => [minutes, doorPayload(true, { batteryPercent: 91 })],
  ),
];
const lockUpGraceMinutes = 15;

/** The closer slams the door, and the latch does not catch it: four times open within half a minute. */
const bounces = (minutes: number): Moment<Frame>[] =>
  [0, 9, 17, 27].flatMap((second): Moment<Frame>[] => passes(minutes + second / 60, 5));

const notLatching: readonly Moment<Frame>[] = [
  [-50, doorPayload(false, { batteryPercent: 84 })],
  ...bounces(-31),
  ...bounces(-14),
];

const takenOff: readonly Moment<Frame>[] = [
  [-75, doorPayload(false, { batteryPercent: 73 })],
  [-48, doorPayload(false, { offMount: true })],
  [-18, doorPayload(false, { offMount: true, batteryPercent: 73 })],
];

const goesInAndOut: readonly Moment<DoorEvent>[] = [
  [-58, ['DoorMode', 'Accessed']],
  [-57.9, ['DoorPhysicalState', 'Open']],
  [-57.7, ['DoorPhysicalState', 'Closed']],
];

// It fell shut behind whoever it was; the alarm goes on until somebody acknowledges it.
const forcedOpen: readonly Moment<DoorEvent>[] = [
  ...goesInAndOut,
  [-38, ['DoorPhysicalState', 'Open']],
  [-37.98, ['DoorAlarm', 'DoorForcedOpen']],
  [-36, ['DoorPhysicalState', 'Closed']],
];

const faulty: readonly Moment<DoorEvent>[] = [...goesInAndOut, [-25, ['DoorFault', 'FaultDetected']]];

const caretakersRounds = ['08:10', '18:20'];
const usualDays = 15;
const closedDays = 12;
// Of its memory, and with room for what else a frame of 242 bytes holds.
const daysInAFrame = 5;

/**
 * The door of a store that a caretaker opens twice a day, in the morning and in the evening, and that nobody has been
 * able to open for twelve days. Its sensor was out of reach of the network at first, and told of its first days from memory;
 * since then it reports by itself.
 */
function stuck(device: DemoDevice, now: Instant) {
  const daysLater = (at: Instant, days: number) => plusSeconds(at, days * 86_400);
  const lastOpened = lastTime('18:20', daysLater(now, -closedDays));
  // Two hours after an evening's round, so that it is one even on days after the clocks were changed.
  const afterRound = plusSeconds(daysLater(lastOpened, -usualDays), 7_200);
  const frames: Moment<Frame>[] = [];
  for (let day = 0; day < usualDays; day += daysInAFrame) {
    const first = daysLater(afterRound, day);
    const last = daysLater(first, daysInAFrame);
    const records = caretakersRounds
      .flatMap((time) => timesBetween(time, first, last))
      .sort()
      .flatMap((at) => [
        { at, open: true },
        { at: plusSeconds(at, 50), open: false },
      ]);
    frames.push([secondsBetween(lastOpened, last) / 60, rememberedDoorPayload(records)]);
  }
  const reports = [2, 6, 10, 11.7].map(
    (days): Moment<Frame> => [days * 1440, weatherproofDoorPayload(false, 66)],
  );
  return messages(device, lastOpened, [...frames, ...reports], byChirpStack, now);
}

/** The doors of Riverside: one is used as it should be, and each other has a fault of its own. */
export const doorLives: readonly DemoLife[] = [
  {
    deviceId: 'sensor-kestrel-front',
    endsIn: 'held-open',
    sends: (device, now) => messages(device, wedgedAt(now), wedged, byMqtt, now),
  },
  {
    deviceId: 'sensor-heron-front',
    sends: (device, now) => messages(device, now, inUse, byRoof, now),
  },
  {
    deviceId: 'sensor-kestrel-rear',
    endsIn: 'open-overnight',
    sends: (device, now) =>
      messages(device, lastLockUp(now, lockUpGraceMinutes), leftOpen, byChirpStack, now),
  },
  {
    deviceId: 'sensor-heron-garden',
    endsIn: 'not-latching',
    sends: (device, now) => messages(device, now, notLatching, byMqtt, now),
  },
  { deviceId: 'sensor-heron-bikes', endsIn: 'never-opens', sends: stuck },
  {
    deviceId: 'sensor-kestrel-meters',
    endsIn: 'tampered',
    sends: (device, now) => messages(device, now, takenOff, byRoof, now),
  },
  {
    deviceId: 'sensor-swan-front',
    endsIn: 'forced',
    sends: (device, now) => messages(device, now, forcedOpen, byOnvif, now),
  },
  {
    deviceId: 'sensor-swan-yard',
    endsIn: 'reported-faulty',
    sends: (device, now) => messages(device, now, faulty, byOnvif, now),
  },
];
