import { keys } from '../platform/keys.ts';
import type { Page, Table } from '../platform/table.ts';
import type { Write } from '../platform/write.ts';
import { Clip } from './clip.ts';

/** Clips in the table: what was found in each. */
export class ClipStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A clip by id. One GetItem. */
  async get(clipId: string): Promise<Clip | undefined> {
    return this.#table.get(keys.clip(clipId), Clip);
  }

  /**
   * Notes what was found in a clip, together with what else follows from it. Once more for the same bytes changes
   * nothing but when it was analysed.
   */
  async note(clip: Clip, together: readonly Write[] = []): Promise<void> {
    const filed = { queuePk: keys.cameraClips(clip.cameraId), queueSk: clip.recordedAt };
    await this.#table.commit([
      { put: { ...keys.clip(clip.id), type: 'clip', ...filed, ...clip } },
      ...together,
    ]);
  }

  /** A camera's clips, newest first. One Query. */
  async ofCamera(cameraId: string, limit: number, from?: string): Promise<Page<Clip>> {
    const selection = {
      index: 'byQueue',
      pk: keys.cameraClips(cameraId),
      newestFirst: true,
      limit,
      from,
    } as const;
    return this.#table.query(selection, Clip);
  }
}
