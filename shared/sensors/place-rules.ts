import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { type Asset, blockOf, estateOf, type Sensor } from '../register/asset.ts';
import { RegisterId } from '../register/place.ts';
import { Mute } from './mute.ts';
import { SensorOverrides } from './sensor-settings.ts';

/** What a place has otherwise than the landlord's settings, and who said so. */
export const PlaceSettings = z.object({
  placeId: RegisterId,
  overrides: SensorOverrides,
  setBy: z.string(),
  setAt: Instant,
  version: z.int().min(1),
});
export type PlaceSettings = z.infer<typeof PlaceSettings>;

/** How what is sensed at a place is judged: its own settings, if it has any, and the times of which nothing is told. */
export const PlaceRules = z.object({ settings: PlaceSettings.optional(), mutes: z.array(Mute) });
export type PlaceRules = z.infer<typeof PlaceRules>;

/**
 * The places whose rules hold for something in the register, from the wide to the narrow: its estate, its block, itself;
 * for a sensor what it watches before itself.
 */
export function placesAbove(asset: Asset, watched: Asset = asset): string[] {
  const block = blockOf(watched);
  const places = [estateOf(asset), ...(block === undefined ? [] : [block]), watched.id, asset.id];
  return [...new Set(places)];
}

/** Whether a place has devices that are judged by rules. A camera's clips are not: it has zones. */
export function isSensed(asset: Asset): boolean {
  return asset.kind !== 'camera';
}

/** The sensors among assets to which a place's rules apply. */
export function sensorsUnder(place: Asset, assets: readonly Asset[]): Sensor[] {
  const watched = new Map(assets.map((asset) => [asset.id, asset]));
  return assets.filter(
    (asset): asset is Sensor =>
      asset.kind === 'sensor' && placesAbove(asset, watched.get(asset.watches)).includes(place.id),
  );
}
