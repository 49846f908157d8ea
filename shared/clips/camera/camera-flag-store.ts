import { Instant } from '../../platform/instant.ts';
import { keys } from '../../platform/keys.ts';
import { LostRace, type Table } from '../../platform/table.ts';
import { CameraFlag } from './camera-flag.ts';

const END_OF_TIME = Instant.parse('9999-12-31T23:59:59.999Z');

/** What became of each camera's flags. */
export class CameraFlagStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Notes what became of flags of one camera. Reads those of the same time first (one Query) and writes only what
   * differs, as a read costs a fifth of a write. Flags that were judged do not wait again, whatever is told late.
   */
  async note(cameraId: string, flags: readonly CameraFlag[]): Promise<void> {
    const times = flags.map(({ at }) => at).sort();
    const [earliest, latest] = [times.at(0), times.at(-1)];
    if (earliest === undefined || latest === undefined) return;
    const known = await this.#between(cameraId, earliest, latest);
    const outcomes = new Map(known.map(({ sightingId, outcome }) => [sightingId, outcome]));
    for (const flag of flags) {
      const outcome = outcomes.get(flag.sightingId);
      const isKnown = flag.outcome === 'awaiting' ? outcome !== undefined : outcome === flag.outcome;
      if (!isKnown) await this.#put(flag);
    }
  }

  /** A camera's flags from a time on, oldest first. One Query a page of 1 MB. */
  async since(cameraId: string, since: Instant): Promise<CameraFlag[]> {
    return this.#between(cameraId, since, END_OF_TIME);
  }

  async #put(flag: CameraFlag): Promise<void> {
    const put = { ...keys.cameraFlag(flag.cameraId, flag.at, flag.sightingId), type: 'camera-flag', ...flag };
    if (flag.outcome !== 'awaiting') return this.#table.commit([{ put }]);
    await this.#table.commit([{ put, when: 'new' }]).catch((error: unknown) => {
      // Somebody noted it meanwhile, and knows at least as much.
      if (!(error instanceof LostRace)) throw error;
    });
  }

  async #between(cameraId: string, from: Instant, until: Instant): Promise<CameraFlag[]> {
    const { pk, sk: first } = keys.cameraFlag(cameraId, from, '');
    // '~' sorts after every id, so that the last instant is included.
    const between = [first, keys.cameraFlag(cameraId, until, '~').sk] as const;
    return this.#table.all({ pk, between }, CameraFlag);
  }
}
