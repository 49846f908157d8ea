import type { Instant } from '../../platform/instant.ts';
import { keys } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import { weekOf } from '../../platform/week.ts';
import type { Addition } from '../../platform/write.ts';
import { CameraWeek } from './camera-week.ts';

/** What one clip adds to its camera's week. */
export type WeekCounts = Omit<CameraWeek, 'cameraId' | 'week'>;

/** The write that adds to the week in which a clip was recorded; for the transaction that notes the clip. */
export function weekAddition(cameraId: string, recordedAt: Instant, counts: WeekCounts): Addition {
  const week = weekOf(recordedAt);
  const { clips, flags, labelCalls, textCalls } = counts;
  return {
    add: { ...keys.cameraWeek(cameraId, week), type: 'camera-week', cameraId, week },
    amounts: { clips, flags, labelCalls, textCalls },
  };
}

/** What each camera's clips came to, week by week. */
export class CameraWeekStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A camera's weeks from one on, such as `2026-W40`, oldest first. One Query. */
  async since(cameraId: string, fromWeek: string): Promise<CameraWeek[]> {
    const { pk, sk: first } = keys.cameraWeek(cameraId, fromWeek);
    // '~' sorts after every year.
    const between = [first, keys.cameraWeek(cameraId, '~').sk] as const;
    return this.#table.all({ pk, between }, CameraWeek);
  }
}
