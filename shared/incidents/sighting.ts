import { z } from 'zod';
import { Box } from '../clips/picture.ts';
import { Instant } from '../platform/instant.ts';
import { IncidentKind } from './kinds.ts';

/** A kept picture: which moment it shows, where its JPEG is in the stills bucket, and its SHA-256 in hexadecimal. */
export const StillOnRecord = z.object({
  shows: z.enum(['before', 'drop', 'after', 'crop']),
  atSeconds: z.number().min(0),
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StillOnRecord = z.infer<typeof StillOnRecord>;

/** What a clip adds to a sighting. `atSeconds` is within the clip. */
export const SeenInClip = z.object({
  clipId: z.string(),
  atSeconds: z.number().min(0),
  box: Box,
  confidence: z.number().min(0).max(1),
  stills: z.array(StillOnRecord),
});

/**
 * One observation that something is wrong at one place, from a clip or a device. Its id is derived from the
 * delivery that brought it, so that the same delivery twice is one sighting.
 */
export const Sighting = z.object({
  id: z.string().min(1),
  kind: IncidentKind,
  at: Instant,
  /** Where: an asset, with the estate, block and patch it belongs to. */
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  patch: z.string(),
  /** In words that an officer reads. */
  reasons: z.array(z.string()).min(1),
  /** A communal outer door that stands open: the block can be entered by anyone. */
  insecure: z.boolean(),
  source: z.discriminatedUnion('from', [
    z.object({ from: z.literal('clip'), ...SeenInClip.shape }),
    z.object({ from: z.literal('device'), deviceId: z.string(), fault: z.string() }),
  ]),
});
export type Sighting = z.infer<typeof Sighting>;
