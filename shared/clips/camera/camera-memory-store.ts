import sharp from 'sharp';
import { z } from 'zod';
import { Instant } from '../../platform/instant.ts';
import { keys } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import type { Write } from '../../platform/write.ts';
import { Box } from '../recording/picture.ts';
import { CameraFaultName } from './camera-health.ts';
import { LightCondition } from './light-condition.ts';
import { type Ground, RememberedThing } from './memory.ts';

/** What a camera knows from its clips so far, in whatever light: the flagged things that lie there, and its own fault. */
export const CameraRecall = z.object({
  cameraId: z.string(),
  things: z.array(
    RememberedThing.extend({
      incidentId: z.string(),
      /** Once its incident was dismissed: the kinds of light in which the ground has it by now. */
      takenIn: z.array(LightCondition),
    }),
  ),
  /** That of its last clip, if it could not see. */
  fault: CameraFaultName.optional(),
  /** When the newest clip that was taken in was recorded. */
  lastClipAt: Instant,
  version: z.int().min(1),
});
export type CameraRecall = z.infer<typeof CameraRecall>;

const KeptGround = z.object({
  light: LightCondition,
  at: Instant,
  clear: z.object({ clipId: z.string(), atSeconds: z.number() }),
  hidden: z.array(Box),
  /** Grey, as a PNG: some 30 KB. */
  picture: z.instanceof(Uint8Array),
});

/** What each camera remembers from clip to clip. */
export class CameraMemoryStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** What a camera knows; undefined before its first clip. One GetItem. */
  async recall(cameraId: string): Promise<CameraRecall | undefined> {
    return this.#table.get(keys.cameraMemory(cameraId), CameraRecall);
  }

  /** A camera's clean ground in one kind of light, if it was ever seen in it. One GetItem. */
  async ground(cameraId: string, light: LightCondition): Promise<Ground | undefined> {
    const kept = await this.#table.get(keys.cameraGround(cameraId, light), KeptGround);
    if (kept === undefined) return undefined;
    const { picture, ...rest } = kept;
    const { data, info } = await sharp(picture)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { ...rest, luma: { luma: Uint8Array.from(data), width: info.width, height: info.height } };
  }

  /** The writes that make a camera know this next; they fail when another clip of it was taken in since `before`. */
  async writes(
    next: Omit<CameraRecall, 'version'>,
    before: CameraRecall | undefined,
    ground: Ground | undefined,
  ): Promise<Write[]> {
    const version = (before?.version ?? 0) + 1;
    const put = { ...keys.cameraMemory(next.cameraId), type: 'camera-memory', ...next, version };
    const recall: Write = { put, when: before === undefined ? 'new' : { version: before.version } };
    if (ground === undefined) return [recall];
    const { luma, ...rest } = ground;
    const { width, height } = luma;
    const raw = { width, height, channels: 1 } as const;
    const picture = await sharp(luma.luma, { raw }).png({ compressionLevel: 9 }).toBuffer();
    const kept = { ...keys.cameraGround(next.cameraId, ground.light), type: 'camera-ground', ...rest };
    return [recall, { put: { ...kept, cameraId: next.cameraId, picture: Uint8Array.from(picture) } }];
  }
}
