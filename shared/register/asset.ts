import { z } from 'zod';
import { Coordinates, RegisterId, Uprn } from './place.ts';

const Common = z.object({
  id: RegisterId,
  name: z.string().min(1).max(120),
  /** The patch whose officer looks after it. */
  patch: RegisterId,
});

/** A named group of blocks, garages and ground that the landlord looks after. Homes lie in its blocks. */
export const Estate = Common.extend({
  kind: z.literal('estate'),
  uprn: Uprn.optional(),
  coordinates: Coordinates,
});
export type Estate = z.infer<typeof Estate>;

const OnEstate = Common.extend({ estateId: RegisterId, coordinates: Coordinates });

/** A building of homes with communal parts. */
export const Block = OnEstate.extend({ kind: z.literal('block'), uprn: Uprn, homes: z.int().min(0) });
export type Block = z.infer<typeof Block>;

/** An overt camera over a hotspot. */
export const Camera = OnEstate.extend({ kind: z.literal('camera'), blockId: RegisterId.optional() });
export type Camera = z.infer<typeof Camera>;

/** A communal door. `outer` doors make the whole block insecure when they stay open. */
export const Door = OnEstate.extend({ kind: z.literal('door'), blockId: RegisterId, outer: z.boolean() });
export type Door = z.infer<typeof Door>;

/** A security or communal light. */
export const Light = OnEstate.extend({ kind: z.literal('light'), blockId: RegisterId.optional() });
export type Light = z.infer<typeof Light>;

/** A sensor, and the asset it watches. `devEui` is the 64-bit LoRaWAN identifier in hexadecimal. */
export const Sensor = OnEstate.extend({
  kind: z.literal('sensor'),
  blockId: RegisterId.optional(),
  model: z.string().min(1),
  devEui: z
    .string()
    .toUpperCase()
    .regex(/^[0-9A-F]{16}$/, 'a DevEUI is 16 hexadecimal digits')
    .optional(),
  watches: RegisterId,
});
export type Sensor = z.infer<typeof Sensor>;

/** Anything in the landlord's register. */
export const Asset = z.discriminatedUnion('kind', [Estate, Block, Camera, Door, Light, Sensor]);
export type Asset = z.infer<typeof Asset>;

/** The estate that an asset is on; an estate is on itself. */
export function estateOf(asset: Asset): string {
  return asset.kind === 'estate' ? asset.id : asset.estateId;
}

/** The block that an asset belongs to, if it does; a block is its own. */
export function blockOf(asset: Asset): string | undefined {
  if (asset.kind === 'estate') return undefined;
  return asset.kind === 'block' ? asset.id : asset.blockId;
}
