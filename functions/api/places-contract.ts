import { z } from '@hono/zod-openapi';
import { IncidentKind } from '../../shared/incidents/kinds.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { Mute as SharedMute, MuteAsked as SharedMuteAsked } from '../../shared/sensors/mute.ts';
import { PlaceSettings } from '../../shared/sensors/place-rules.ts';
import { SensorOverrides, SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { named } from './contract.ts';

const Overrides = named(
  SensorOverrides,
  'SensorOverrides',
  'What a place has otherwise than the landlord’s settings. What is left out stays as it is above.',
  { door: { dayLimitMinutes: 20 } },
);

/** The settings that hold at a place, as the API shows them. */
export const PlaceSensorSettings = z
  .object({
    placeId: z.string(),
    version: z.int().min(0).openapi({ description: '0: this place has nothing of its own.' }),
    overrides: Overrides,
    ...PlaceSettings.pick({ setBy: true, setAt: true }).partial().shape,
    inForce: named(
      SensorSettings,
      'SensorSettings',
      'All numbers as they hold here: the landlord’s, with those of the estate, the block, the asset and the device.',
    ),
  })
  .openapi('PlaceSensorSettings');

/** What somebody sets at a place, on which version. */
export const SetSensorSettings = z
  .strictObject({
    version: z.int().min(0).openapi({ description: 'The version that you looked at.', example: 0 }),
    overrides: Overrides,
  })
  .openapi('SetSensorSettings');

/** A mute as the API shows it. */
export const Mute = named(
  SharedMute,
  'Mute',
  'A time of which no fault of a place, or of anything within it, is told.',
  {
    id: 'MU-7K2M9QX4DA',
    placeId: 'ash-court',
    from: '2026-11-22T09:00:00.000Z',
    until: '2026-11-22T13:00:00.000Z',
    because: 'A family moves in: the front door stands open.',
    by: 'officer-north',
    askedAt: '2026-11-22T09:02:11.000Z',
  },
);

/** A mute as it is asked for. */
export const MuteAsked = named(
  SharedMuteAsked,
  'MuteAsked',
  'A time to be muted, at most 31 days. Without `from` it begins at once.',
  { until: '2026-11-22T13:00:00Z', because: 'A family moves in: the front door stands open.' },
);

/** What went wrong at one asset in a time, and how much of that time it was observed. */
export const AssetFaults = z
  .object({
    assetId: z.string(),
    assetName: z.string(),
    kind: z.enum(['door', 'light']),
    incidents: z.partialRecord(IncidentKind, z.int().min(1)).openapi({
      description: 'How many incidents of each kind occurred; kinds of which there was none are left out.',
    }),
    coverage: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .openapi({
        description:
          'The share of the time in which its sensors really observed it, 0 to 1; null where no sensor watches it. ' +
          'Without it a count means little: nobody sees a fault of what is not observed.',
      }),
  })
  .openapi('AssetFaults');

/** The faults of an estate in a time. */
export const EstateFaults = z
  .object({ from: Instant, until: Instant, items: z.array(AssetFaults) })
  .openapi('EstateFaults', { description: 'Each door and light of an estate, its faults and its coverage.' });
