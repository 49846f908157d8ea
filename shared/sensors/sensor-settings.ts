import { z } from 'zod';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00');

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const minutes = (lowest: number) =>
  z
    .number()
    .min(lowest)
    .max(7 * 24 * 60);

/** The numbers of the door rules, each of which may be left to the level above (device, then landlord). */
const DoorNumbers = z.object({
  dayLimitMinutes: minutes(1).exactOptional(),
  nightLimitMinutes: minutes(1).exactOptional(),
  nightFrom: timeOfDay.exactOptional(),
  nightUntil: timeOfDay.exactOptional(),
  settleSeconds: z.number().min(0).max(86_400).exactOptional(),
});

const doorDefaults: Required<z.infer<typeof DoorNumbers>> = {
  // An hour lets a removal or a delivery finish; half of it at night, when nobody has cause to prop a door open.
  // Estatewatch's own: landlords publish how fast they repair, not how long a door may stand open.
  dayLimitMinutes: 60,
  nightLimitMinutes: 30,
  // The Noise Act 1996 takes 23:00 to 07:00 as night; an hour earlier here, when blocks lock up.
  nightFrom: '22:00',
  nightUntil: '07:00',
  // A door that is being wedged again falls shut for a moment; closed for two minutes is closed.
  settleSeconds: 120,
};

/** The numbers of the light rules, each of which may be left to the level above (device, then landlord). */
const LightNumbers = z.object({
  litFromLux: z.number().positive().exactOptional(),
  dueFrom: z.enum(['civil-dusk', 'nautical-dusk']).exactOptional(),
  duskOffsetMinutes: z.number().min(-180).max(180).exactOptional(),
  dawnOffsetMinutes: z.number().min(-180).max(180).exactOptional(),
  graceMinutes: minutes(0).exactOptional(),
  reportingIntervalMinutes: minutes(1).exactOptional(),
  knownForIntervals: z.number().min(1).max(100).exactOptional(),
});

const lightDefaults: Required<z.infer<typeof LightNumbers>> = {
  // A sensor beside a lit lamp reads tens of lux; a full moon gives about 0.3 and the end of civil dusk about 3.
  litFromLux: 5,
  // The sun 6 degrees below the horizon, by when lamps on photocells have long been lit.
  dueFrom: 'civil-dusk',
  // A light is due this much later than dusk and until this much earlier than dawn (negative: the other way).
  duskOffsetMinutes: 0,
  dawnOffsetMinutes: 0,
  // Time switches drift and lamps warm up.
  graceMinutes: 15,
  // Milesight ships the EM500-LGT at 10 minutes; installers commonly double it to spare the battery.
  reportingIntervalMinutes: 20,
  // Two reports in a row may be lost on the air; with the third missing nobody knows any more.
  knownForIntervals: 3,
};

/**
 * The numbers a landlord's fault rules go by. All have defaults, so `SensorSettings.parse({})` is a full set.
 * Times of day are local to `timeZone`, an IANA name; minutes, seconds and lux are as the names say.
 */
export const SensorSettings = z.object({
  timeZone: z
    .string()
    .refine(isTimeZone, 'the name of a time zone, such as Europe/London')
    .default('Europe/London'),
  door: DoorNumbers.prefault({}).transform((given) => ({ ...doorDefaults, ...given })),
  light: LightNumbers.prefault({}).transform((given) => ({ ...lightDefaults, ...given })),
});
export type SensorSettings = z.infer<typeof SensorSettings>;

/** What the register sets for one device otherwise than the landlord's settings. */
export const SensorOverrides = z.object({
  door: DoorNumbers.exactOptional(),
  light: LightNumbers.exactOptional(),
});
export type SensorOverrides = z.infer<typeof SensorOverrides>;

/** The settings that hold for one device: its own numbers where it has some, else the landlord's. */
export function settingsFor(
  settings: SensorSettings,
  overrides: SensorOverrides | undefined,
): SensorSettings {
  if (overrides === undefined) return settings;
  return {
    timeZone: settings.timeZone,
    door: { ...settings.door, ...overrides.door },
    light: { ...settings.light, ...overrides.light },
  };
}
