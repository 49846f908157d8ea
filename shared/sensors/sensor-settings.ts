import { z } from 'zod';
import { DoorNumbers, doorDefaults } from './door-settings.ts';
import { LightNumbers, lightDefaults } from './light-settings.ts';
import { numberFrom, onlyThese, wholeNumberFrom } from './setting-numbers.ts';

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The numbers of the rule `silent`, and how many devices missing together are their gateway's outage. */
const SilenceNumbers = onlyThese({
  firstIntervalMinutes: numberFrom(1, 10_080),
  lostReports: wholeNumberFrom(1, 20),
  minimumMinutes: numberFrom(1, 10_080),
  settleMinutes: numberFrom(0, 1440),
  gatewayDevices: wholeNumberFrom(2, 100),
});

const silenceDefaults: Required<z.infer<typeof SilenceNumbers>> = {
  // Until a device's own rhythm is known: the WS301, which of those in use reports most seldom, ships at 18 hours.
  firstIntervalMinutes: 1080,
  // Of a hundred uplinks two are lost on a sound network. Three lost in a row then come about once in a year of reports
  // every 20 minutes, four in a row once in half a century.
  lostReports: 4,
  // A gateway that restarts is back within the hour.
  minimumMinutes: 60,
  // A device at the edge of reach comes and goes.
  settleMinutes: 30,
  // Two batteries of one delivery may well end in the same week; three reports missed together are the gateway's.
  gatewayDevices: 3,
};

/** The numbers of the rule `battery-low`. */
const BatteryNumbers = onlyThese({
  lowPercent: numberFrom(0, 100),
  emptyPercent: numberFrom(0, 100),
  lowMillivolts: numberFrom(0, 20_000),
  emptyMillivolts: numberFrom(0, 20_000),
  warnDays: numberFrom(0, 365),
});

const batteryDefaults: Required<z.infer<typeof BatteryNumbers>> = {
  // Lithium cells hold their voltage until nearly spent, so a fifth is weeks to months and not to be overslept.
  lowPercent: 20,
  emptyPercent: 5,
  // Two alkaline cells: 3.0 V fresh, 1.2 V each when a few per cent are left, 2.1 V where a LoRaWAN radio gives up.
  lowMillivolts: 2400,
  emptyMillivolts: 2100,
  // Long enough to go with the next planned visit.
  warnDays: 28,
};

/** The numbers of what a device reports of itself: off its mount, door fault, a luminaire's failed parts. */
const ReportNumbers = onlyThese({ settleMinutes: numberFrom(0, 1440) });

// A loose mount or contact is fine again for a moment every few minutes.
const reportDefaults: Required<z.infer<typeof ReportNumbers>> = { settleMinutes: 10 };

const groups = 'timeZone, door, light, silence, battery, reports';
const unknownGroup = {
  error: (issue: z.core.$ZodRawIssue) =>
    issue.code === 'unrecognized_keys'
      ? `there is no setting ${issue.keys.join(', ')}; there are ${groups}`
      : undefined,
};

/**
 * The numbers a landlord's fault rules go by. All have defaults, so `SensorSettings.parse({})` is a full set.
 * Times of day are local to `timeZone`, an IANA name; minutes, seconds, lux and watts are as the names say.
 */
export const SensorSettings = z.strictObject(
  {
    timeZone: z
      .string()
      .refine(isTimeZone, 'the name of a time zone, such as Europe/London')
      .default('Europe/London'),
    door: DoorNumbers.prefault({}).transform((given) => ({ ...doorDefaults, ...given })),
    light: LightNumbers.prefault({}).transform((given) => ({ ...lightDefaults, ...given })),
    silence: SilenceNumbers.prefault({}).transform((given) => ({ ...silenceDefaults, ...given })),
    battery: BatteryNumbers.prefault({}).transform((given) => ({ ...batteryDefaults, ...given })),
    reports: ReportNumbers.prefault({}).transform((given) => ({ ...reportDefaults, ...given })),
  },
  unknownGroup,
);
export type SensorSettings = z.infer<typeof SensorSettings>;

/** What an estate, an asset or a device has otherwise than the landlord's settings. */
export const SensorOverrides = z.strictObject(
  {
    door: DoorNumbers.exactOptional(),
    light: LightNumbers.exactOptional(),
    silence: SilenceNumbers.exactOptional(),
    battery: BatteryNumbers.exactOptional(),
    reports: ReportNumbers.exactOptional(),
  },
  unknownGroup,
);
export type SensorOverrides = z.infer<typeof SensorOverrides>;

/**
 * The settings that hold for one device. `overrides` go from the wide to the narrow (estate, asset, device): of two
 * that set the same number, the later holds.
 */
export function settingsFor(
  landlord: SensorSettings,
  ...overrides: readonly (SensorOverrides | undefined)[]
): SensorSettings {
  let settings = landlord;
  for (const own of overrides) {
    if (own === undefined) continue;
    settings = {
      timeZone: settings.timeZone,
      door: { ...settings.door, ...own.door },
      light: { ...settings.light, ...own.light },
      silence: { ...settings.silence, ...own.silence },
      battery: { ...settings.battery, ...own.battery },
      reports: { ...settings.reports, ...own.reports },
    };
  }
  return settings;
}
