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

/** What is answered "no" on a walkabout, or on a tenant assessor's form. `item` is the checklist's. */
export const FoundByInspection = z.object({
  /** An officer has looked; what an assessor says is looked at by an officer. */
  foundBy: z.enum(['officer', 'assessor']),
  /** The walkabout or the form. */
  inspectionId: z.string(),
  item: z.string(),
  photos: z.array(ReportPhoto),
});

/**
 * Where something is wrong: an asset, with the estate, block and patch it belongs to. `matter` tells apart what may be
 * wrong of one kind in one place at once and be put right apart, such as graffiti from an obstruction.
 */
export const Where = z.object({
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  patch: z.string(),
  matter: z.string().optional(),
});

/**
 * One observation that something is wrong at one place: a clip's, a camera's of itself, a device's, what somebody
 * reported, or what an inspection found. Its id is derived from the delivery that brought it, so that the same delivery twice is one sighting.
 */
export const Sighting = z.object({
  id: z.string().min(1),
  kind: IncidentKind,
  at: Instant,
  ...Where.shape,
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
    z.object({ from: z.literal('inspection'), ...FoundByInspection.shape }),
  ]),
});
export type Sighting = z.infer<typeof Sighting>;

/** The name of the fault that a device or camera told of; none for what a clip shows or somebody found or reported. */
export function faultsOf({ source }: Sighting): string[] {
  return source.from === 'device' || source.from === 'camera' ? [source.fault] : [];
}

/**
 * Whether an officer must look before it counts: a rule establishes what devices and cameras tell of themselves, and
 * what an officer found was looked at.
 */
export function needsALook({ source }: Sighting): boolean {
  if (source.from === 'inspection') return source.foundBy === 'assessor';
  return source.from === 'clip' || source.from === 'report';
}

/** What the first clip that shows an incident adds to it. */
export function seenIn({ source }: Sighting): { seen?: z.infer<typeof SeenInClip> } {
  return source.from === 'clip' ? { seen: SeenInClip.parse(source) } : {};
}

/** Where a sighting is, when it is of an asset of the register. */
export function placeOf(asset: Asset): Omit<z.infer<typeof Where>, 'matter'> {
  const blockId = blockOf(asset);
  return {
    assetId: asset.id,
    assetName: asset.name,
    ...(blockId === undefined ? {} : { blockId }),
    estateId: estateOf(asset),
    patch: asset.patch,
  };
}
