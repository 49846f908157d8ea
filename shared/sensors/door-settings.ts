import type { z } from 'zod';
import { numberFrom, onlyThese, TimeOfDay, wholeNumberFrom } from './setting-numbers.ts';

const weekMinutes = 7 * 24 * 60;

/** The numbers of the door rules, each of which may be left to the level above (device, asset, estate, landlord). */
export const DoorNumbers = onlyThese({
  dayLimitMinutes: numberFrom(1, weekMinutes),
  nightLimitMinutes: numberFrom(1, weekMinutes),
  nightFrom: TimeOfDay,
  nightUntil: TimeOfDay,
  lockUpGraceMinutes: numberFrom(0, 240),
  settleSeconds: numberFrom(0, 86_400),
  accessWithinSeconds: numberFrom(1, 600),
  forcedSettleMinutes: numberFrom(0, 1440),
  bounceOpenings: wholeNumberFrom(2, 20),
  bounceWithinSeconds: numberFrom(5, 600),
  bounceClosedSeconds: numberFrom(1, 60),
  bounceTimes: wholeNumberFrom(1, 10),
  unusualOpenings: wholeNumberFrom(2, 20),
  unusualOpenSeconds: numberFrom(1, 600),
  latchSettleMinutes: numberFrom(5, 1440),
  missedOpenings: numberFrom(10, 1000),
});

/** What the door rules go by where nobody has set it otherwise. */
export const doorDefaults: Required<z.infer<typeof DoorNumbers>> = {
  // An hour lets a removal or a delivery finish; half of it at night, when nobody has cause to prop a door open.
  // Estatewatch's own: landlords publish how fast they repair, not how long a door may stand open.
  dayLimitMinutes: 60,
  nightLimitMinutes: 30,
  // The Noise Act 1996 takes 23:00 to 07:00 as night; an hour earlier here, when blocks lock up.
  nightFrom: '22:00',
  nightUntil: '07:00',
  // Whoever is just bringing in the shopping at lock-up has the time for it.
  lockUpGraceMinutes: 15,
  // A door that is being wedged again falls shut for a moment; closed for two minutes is closed.
  settleSeconds: 120,
  // A door controller releases the strike for 5 to 10 seconds; somebody with a pram takes longer to push the door, and
  // the two events may come by different ways.
  accessWithinSeconds: 30,
  // Long enough for whoever forced it to come back, so that a second pull at it is not a second break-in.
  forcedSettleMinutes: 15,
  // People who let a closer shut the door behind them need 5 seconds and more each, and seldom follow each other within
  // 10 of its closing: at 20 people an hour one in twenty does, four in a row twice in an hour once in many years.
  bounceOpenings: 4,
  bounceWithinSeconds: 60,
  bounceClosedSeconds: 10,
  bounceTimes: 2,
  // Draught moves an unlatched door a little and for a moment; one person home late opens it once or twice.
  unusualOpenings: 3,
  unusualOpenSeconds: 15,
  // What the rule looks back on, so a door that has latched so long is well.
  latchSettleMinutes: 60,
  // So many hours with an opening in them were to be expected since the last one. Chance alone leaves out 14 once in
  // e^14, or a million, stretches; a door has at most 24 an hour-counted day, so well under 1 in 10,000 days.
  missedOpenings: 14,
};
