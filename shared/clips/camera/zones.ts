import { z } from 'zod';
import { Instant } from '../../platform/instant.ts';
import { RegisterId } from '../../register/place.ts';
import { type Box, isInside, type Polygon } from '../recording/picture.ts';
import { LightCondition } from './light-condition.ts';

const fraction = z.number().min(0).max(1);

/** One pixel of the picture that is analysed, 320 by 180, as a share of it: anything smaller is a slip of the hand. */
const LEAST_AREA = 1 / (320 * 180);

/**
 * A part of a camera's picture with a rule of its own. In `watch` zones, if there are any, things are looked for and
 * nowhere else; what stands in an `ignore` zone is never flagged; a `private` zone is blackened before a picture is
 * kept or sent anywhere. `points` are its corners in order, as fractions of the picture from its top left corner.
 */
export const Zone = z
  .strictObject({
    id: RegisterId,
    name: z.string().trim().min(1, 'give the zone a name').max(60),
    kind: z.enum(['watch', 'ignore', 'private']),
    points: z
      .array(z.strictObject({ x: fraction, y: fraction }))
      .min(3)
      .max(40),
  })
  .refine(({ points }) => areaOf(points) >= LEAST_AREA, {
    path: ['points'],
    error: 'the zone covers nothing: its corners lie on one line, or its sides cross',
  });
export type Zone = z.infer<typeof Zone>;

/** All the zones of one camera: at most 30, each with an id of its own. */
export const DrawnZones = z
  .array(Zone)
  .max(30, 'a camera has at most 30 zones')
  .refine((zones) => new Set(zones.map(({ id }) => id)).size === zones.length, {
    error: 'two zones have the same id',
  });
export type DrawnZones = z.infer<typeof DrawnZones>;

/** The zones of a camera on record. At version 0 none were ever drawn. */
export const CameraZones = z.object({
  cameraId: z.string(),
  zones: DrawnZones,
  version: z.int().min(0),
  /** The version with which the private zones became what they are: older pictures may show what is private now. */
  privateSince: z.int().min(0),
  changedAt: Instant.optional(),
  /** The username of who drew them. */
  changedBy: z.string().optional(),
});
export type CameraZones = z.infer<typeof CameraZones>;

/** A picture of the camera's whole view, with its private zones black, to draw zones on. */
export const TestImage = z.object({
  /** Where its JPEG is in the stills bucket. */
  key: z.string(),
  takenAt: Instant,
  light: LightCondition,
  /** The version of the camera's zones that it was blackened by. */
  zonesVersion: z.int().min(0),
});
export type TestImage = z.infer<typeof TestImage>;

/** A camera for which nobody drew a zone: its whole picture is watched. */
export function undrawn(cameraId: string): CameraZones {
  return { cameraId, zones: [], version: 0, privateSince: 0 };
}

/** A camera's zones after somebody drew them anew. Pure. */
export function redrawn(
  before: CameraZones,
  zones: DrawnZones,
  changedBy: string,
  changedAt: Instant,
): CameraZones {
  const version = before.version + 1;
  const same = outlines(before.zones) === outlines(zones);
  const privateSince = same ? before.privateSince : version;
  return { cameraId: before.cameraId, zones, version, privateSince, changedAt, changedBy };
}

/** Whether a picture was blackened by other private zones than there are now, so that nobody may be shown it. */
export function showsWhatIsPrivate(image: TestImage, { privateSince }: CameraZones): boolean {
  return image.zonesVersion < privateSince;
}

/** What must be blackened in a camera's pictures. */
export function privateAreas(zones: readonly Zone[]): Polygon[] {
  return zones.filter(({ kind }) => kind === 'private').map(({ points }) => points);
}

/** Where a thing stands: the middle of its box's lower edge. The rest of it may hide what is behind. */
export function groundPoint(box: Box): { x: number; y: number } {
  return { x: Math.min(1, box.left + box.width / 2), y: Math.min(1, box.top + box.height) };
}

/** Whether a thing in a box is looked at; `zone` is the watched zone that it stands in. */
export type ZoneJudgement =
  | { readonly judged: true; readonly zone?: string }
  | { readonly judged: false; readonly because: string };

/**
 * Whether a thing counts where it stands. Private and ignored zones win over watched ones; without watched zones it
 * counts anywhere else.
 */
export function judgedIn(box: Box, zones: readonly Zone[]): ZoneJudgement {
  const at = groundPoint(box);
  const standsIn = (kind: Zone['kind']) =>
    zones.find((zone) => zone.kind === kind && isInside(at, zone.points));
  const hidden = standsIn('private');
  if (hidden) return { judged: false, because: `it stands in “${hidden.name}”, which is private` };
  const ignored = standsIn('ignore');
  if (ignored) return { judged: false, because: `it stands in “${ignored.name}”, which is ignored` };
  const watched = standsIn('watch');
  if (watched) return { judged: true, zone: watched.name };
  return zones.some(({ kind }) => kind === 'watch')
    ? { judged: false, because: 'it stands outside the zones that are watched' }
    : { judged: true };
}

/** The area of a polygon as a share of the picture, by the shoelace formula; parts that cross cancel out. */
function areaOf(points: Polygon): number {
  let doubled = 0;
  for (const [index, from] of points.entries()) {
    const to = points[(index + 1) % points.length] ?? from;
    doubled += from.x * to.y - to.x * from.y;
  }
  return Math.abs(doubled) / 2;
}

// Whichever zone of which name an area is part of, what matters is what is black.
function outlines(zones: readonly Zone[]): string {
  const areas = privateAreas(zones).map((points) => points.map(({ x, y }) => `${x},${y}`).join(' '));
  return areas.sort().join(';');
}
