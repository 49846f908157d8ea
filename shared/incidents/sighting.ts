import { z } from 'zod';
import { PlateReading } from '../clips/labels/plate.ts';
import { Box } from '../clips/recording/picture.ts';
import { Instant } from '../platform/instant.ts';
import { type Asset, blockOf, estateOf } from '../register/asset.ts';
import { Hazard, IncidentKind } from './kinds.ts';

/** A kept picture: which moment it shows, where its JPEG is in the stills bucket, and its SHA-256 in hexadecimal. */
export const StillOnRecord = z.object({
  shows: z.enum(['before', 'drop', 'after', 'crop', 'vehicle', 'photo']),
  atSeconds: z.number().min(0),
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StillOnRecord = z.infer<typeof StillOnRecord>;

/** What a clip adds to a sighting. `atSeconds` is within the clip. */
export const SeenInClip = z.object({
  clipId: z.string(),
  atSeconds: z.number().min(0),
  /** For what was there when the clip began: when the camera last saw the ground without it. */
  notBefore: Instant.optional(),
  box: Box,
  confidence: z.number().min(0).max(1),
  stills: z.array(StillOnRecord),
  /** What the plate of a vehicle beside it may read. Never a fact: a person reads the picture. */
  mayRead: z.array(PlateReading).default([]),
});

/** A fault of the camera itself, as one of its clips shows it. */
export const SeenOfCamera = z.object({
  fault: z.string(),
  clipId: z.string(),
  stills: z.array(StillOnRecord),
});

/**
 * That a camera saw the place of a deposit clean again. `at` is the first moment at which it was gone, `notBefore` the
 * last at which it was still there: when it went inside one clip they lie seconds apart, else as far as its clips do.
 */
export const SeenCleared = z.object({
  at: Instant,
  notBefore: Instant,
  clipId: z.string(),
  cameraName: z.string(),
  stills: z.array(StillOnRecord),
});
export type SeenCleared = z.infer<typeof SeenCleared>;

/** A photo that somebody sent with a report: where its JPEG is in the stills bucket, and its SHA-256 in hexadecimal. */
export const ReportPhoto = StillOnRecord.pick({ key: true, sha256: true });
export type ReportPhoto = z.infer<typeof ReportPhoto>;

/**
 * One observation that something is wrong at one place: a clip's, a camera's of itself, a device's, or what somebody
 * reported. Its id is derived from the delivery that brought it, so that the same delivery twice is one sighting.
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
  /** It endangers people now, such as all the lights of a block being out. */
  emergency: z.boolean().default(false),
  /** What makes it dangerous to touch, as far as somebody said or saw. */
  hazard: Hazard.optional(),
  /** The work can wait for the next visit, as for a battery that is weeks from empty. */
  planned: z.boolean().default(false),
  source: z.discriminatedUnion('from', [
    z.object({ from: z.literal('clip'), ...SeenInClip.shape }),
    z.object({ from: z.literal('camera'), ...SeenOfCamera.shape }),
    z.object({ from: z.literal('device'), deviceId: z.string(), fault: z.string() }),
    z.object({ from: z.literal('report'), reportId: z.string(), photos: z.array(ReportPhoto) }),
  ]),
});
export type Sighting = z.infer<typeof Sighting>;

/** The name of the fault that a device or camera told of; none for what a clip shows or somebody reported. */
export function faultsOf({ source }: Sighting): string[] {
  return source.from === 'clip' || source.from === 'report' ? [] : [source.fault];
}

/** Whether a person must look before it counts: a rule establishes what devices and cameras tell of themselves. */
export function needsALook({ source }: Sighting): boolean {
  return source.from === 'clip' || source.from === 'report';
}

/** What the first clip that shows an incident adds to it. */
export function seenIn({ source }: Sighting): { seen?: z.infer<typeof SeenInClip> } {
  return source.from === 'clip' ? { seen: SeenInClip.parse(source) } : {};
}

/** Where a sighting is, when it is of an asset of the register. */
export function placeOf(
  asset: Asset,
): Pick<Sighting, 'assetId' | 'assetName' | 'blockId' | 'estateId' | 'patch'> {
  const blockId = blockOf(asset);
  return {
    assetId: asset.id,
    assetName: asset.name,
    ...(blockId === undefined ? {} : { blockId }),
    estateId: estateOf(asset),
    patch: asset.patch,
  };
}
