import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Write } from '../platform/write.ts';
import { WeekCoverage } from './coverage.ts';

/** How much of each week every asset was observed, in the table. */
export class CoverageStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The writes that count weeks, to be made with the state that they follow from. */
  static writes(weeks: readonly WeekCoverage[]): Write[] {
    return weeks.map((week) => ({
      put: { ...keys.coverage(week.assetId, week.week, week.deviceId), type: 'coverage', ...week },
    }));
  }

  /** An asset's weeks from one on, such as `2026-W40`, by each of its devices. One Query. */
  async since(assetId: string, week: string): Promise<WeekCoverage[]> {
    const { pk, sk } = keys.coverage(assetId, week, '');
    // '~' sorts after every week and id.
    return this.#table.all({ pk, between: [sk, 'WEEK#~'] }, WeekCoverage);
  }
}
