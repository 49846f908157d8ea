import type { z } from 'zod';
import { numberFrom, oneOf, onlyThese, wholeNumberFrom } from './setting-numbers.ts';

const weekMinutes = 7 * 24 * 60;

/** The numbers of the light rules, each of which may be left to the level above (device, asset, estate, landlord). */
export const LightNumbers = onlyThese({
  switched: oneOf('dusk-to-dawn', 'by-movement'),
  litFromLux: numberFrom(0.1, 1000),
  standbyWatts: numberFrom(0, 100),
  dueFrom: oneOf('civil-dusk', 'nautical-dusk'),
  duskOffsetMinutes: numberFrom(-180, 180),
  dawnOffsetMinutes: numberFrom(-180, 180),
  graceMinutes: numberFrom(0, weekMinutes),
  settleMinutes: numberFrom(0, weekMinutes),
  reportingIntervalMinutes: numberFrom(1, weekMinutes),
  knownForIntervals: numberFrom(1, 100),
  burningMinutes: numberFrom(1, 1440),
  cyclingChanges: wholeNumberFrom(3, 100),
  unlitMovements: wholeNumberFrom(1, 100),
  followsWithinSeconds: numberFrom(1, 3600),
  blockOutLights: wholeNumberFrom(2, 100),
  blockOutShare: numberFrom(0.5, 1),
});

/** What the light rules go by where nobody has set it otherwise. */
export const lightDefaults: Required<z.infer<typeof LightNumbers>> = {
  // A lamp that movement switches is dark all night where nobody passes: for it only unlit movement is a fault.
  switched: 'dusk-to-dawn',
  // A sensor beside a lit lamp reads tens of lux; a full moon gives about 0.3 and the end of civil dusk about 3.
  litFromLux: 5,
  // LED drivers and photocells draw under 1 W in standby; the smallest communal bulkheads draw 5 W when lit.
  standbyWatts: 2,
  // The sun 6 degrees below the horizon, by when lamps on photocells have long been lit.
  dueFrom: 'civil-dusk',
  // A light is due this much later than dusk and until this much earlier than dawn (negative: the other way).
  duskOffsetMinutes: 0,
  dawnOffsetMinutes: 0,
  // Time switches drift and lamps warm up.
  graceMinutes: 15,
  // A lamp on its last legs lights up for a moment now and then.
  settleMinutes: 10,
  // Milesight ships the EM500-LGT at 10 minutes; installers commonly double it to spare the battery.
  reportingIntervalMinutes: 20,
  // Two reports in a row may be lost on the air; with the third missing nobody knows any more.
  knownForIntervals: 3,
  // A thunderstorm at noon may well light a photocell's lamp, and is over in an hour.
  burningMinutes: 60,
  // On and off three times: somebody at a switch does it twice, a lamp near its end all night.
  cyclingChanges: 6,
  // Once may be a cat in a corner that the lamp's own detector does not see.
  unlitMovements: 3,
  // Detector and lamp answer at once; the next report of a sensor that saw something comes within a minute or so.
  followsWithinSeconds: 90,
  // One lamp fails by itself. A block whose every light is dark has lost its supply or its switch, and so has one where
  // three of four are: an emergency light or a neighbour's lamp may shine on the fourth sensor.
  blockOutLights: 2,
  blockOutShare: 0.75,
};
