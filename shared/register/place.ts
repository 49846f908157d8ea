import { z } from 'zod';

/** WGS 84, decimal degrees. */
export const Coordinates = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Coordinates = z.infer<typeof Coordinates>;

// Everything from Scilly to Shetland and from Fermanagh to Lowestoft, with the sea between.
const BRITAIN = { south: 49.8, north: 60.9, west: -8.7, east: 1.8 } as const;

/** Whether a point lies in Britain or Northern Ireland, as far as a box round them tells. */
export function isInBritain({ latitude, longitude }: Coordinates): boolean {
  const { south, north, west, east } = BRITAIN;
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
}

/** Unique Property Reference Number: up to twelve digits, no leading zero needed. */
export const Uprn = z.string().regex(/^\d{1,12}$/, 'a UPRN is up to twelve digits');

/** An id that the landlord chose: letters, digits and hyphens, safe in a path and in a topic. */
export const RegisterId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'an id is 1 to 63 small letters, digits or hyphens and starts with no hyphen',
  );

const EARTH_RADIUS_METRES = 6_371_009;

/** Metres from one place to another over a round Earth: half a per cent off at most. */
export function metresBetween(one: Coordinates, other: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [down, across] = [
    radians(other.latitude - one.latitude) / 2,
    radians(other.longitude - one.longitude) / 2,
  ];
  const narrowing = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  const chord = Math.sin(down) ** 2 + narrowing * Math.sin(across) ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}
