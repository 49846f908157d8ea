import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';

/** Where cameras put their clips: `cameras/{cameraId}/{yyyy}/{mm}/{dd}/{recordedAt}.mp4`, the time in ISO 8601 basic UTC. */
const CLIP_KEY = /^cameras\/(?<cameraId>[^/]+)\/\d{4}\/\d\d\/\d\d\/(?<recordedAt>[^/]+)\.[A-Za-z0-9]+$/;
const BASIC_UTC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.(\d{3}))?Z$/;

/** Which camera recorded a clip, and when. */
export interface ClipName {
  readonly id: string;
  readonly cameraId: string;
  readonly recordedAt: Instant;
}

/** What a clip's key says. Throws {@link Rejected} with what the key should have been. */
export function clipNamed(key: string): ClipName {
  const { cameraId, recordedAt: basic } = CLIP_KEY.exec(key)?.groups ?? {};
  const camera = RegisterId.safeParse(cameraId);
  const recordedAt = readBasicUtc(basic ?? '');
  if (!camera.success || recordedAt === undefined) {
    throw new Rejected(
      `“${key}” does not say which camera recorded it and when: put clips at ` +
        'cameras/{cameraId}/{yyyy}/{mm}/{dd}/{recordedAt}.mp4 with a time such as 20261122T160500Z.',
    );
  }
  return { id: clipId(camera.data, recordedAt), cameraId: camera.data, recordedAt };
}

/** The key that a camera puts a clip at. */
export function clipKey(cameraId: string, recordedAt: Instant): string {
  const [year, month, day] = recordedAt.slice(0, 10).split('-');
  const basic = recordedAt.replaceAll(/[-:]/g, '').replace('.000Z', 'Z');
  return `cameras/${cameraId}/${year}/${month}/${day}/${basic}.mp4`;
}

/** A clip's id: its camera and when it began. */
export function clipId(cameraId: string, recordedAt: Instant): string {
  return `${cameraId}@${recordedAt}`;
}

function readBasicUtc(text: string): Instant | undefined {
  const [, year, month, day, hour, minute, second, milli = '000'] = BASIC_UTC.exec(text) ?? [];
  return Instant.safeParse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`).data;
}

/** A clip on record: what was found in it, or why nothing could be. */
export const Clip = z.object({
  id: z.string(),
  cameraId: z.string(),
  recordedAt: Instant,
  key: z.string(),
  /** What the storage calls these bytes: the same key with another one is another upload. */
  etag: z.string(),
  sizeBytes: z.int().min(0),
  status: z.enum(['flagged', 'nothing-found', 'rejected']),
  /** In words that an officer reads: the verdict's reasons, or why the clip cannot be analysed. */
  reasons: z.array(z.string()),
  confidence: z.number().min(0).max(1).optional(),
  seconds: z.number().min(0).optional(),
  /** The incident of what was left, or of the camera's own fault. */
  incidentId: z.string().optional(),
  /** Pictures of it that Rekognition was asked about: what is in them, and what is written in them. */
  labelCalls: z.int().min(0).optional(),
  textCalls: z.int().min(0).optional(),
  analysedAt: Instant,
});
export type Clip = z.infer<typeof Clip>;
