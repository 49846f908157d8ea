import { beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../../../shared/platform/table.ts';
import { observedWeeks, shareObserved, weeksEnded } from '../../../../shared/sensors/coverage.ts';
import { CoverageStore } from '../../../../shared/sensors/coverage-store.ts';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const aWeek = { assetId: 'door', deviceId: 'sensor', week: '2026-W46', share: 0.5 };

let table: Table;
let sensing: Sensing;

beforeEach(async () => {
  table = tables.fresh();
  sensing = await sensingOn(table);
});

describe('how much of its weeks a door was observed', () => {
  const hear = (moment: string, counter: number) => sensing.hear({ says: 'doorClosed', at: moment, counter });
  const weeks = () => new CoverageStore(table).since('ash-court-door', '2026-W01');

  it('is counted when a week has ended, and once more when the next has', async () => {
    for (let hour = 0; hour < 96; hour += 2) {
      const moment = new Date(Date.parse('2026-11-12T00:00:00Z') + hour * 3_600_000).toISOString();
      await hear(moment, hour);
    }
    expect(await weeks()).toEqual([]);
    await hear('2026-11-16T00:30:00Z', 100);
    const [first] = await weeks();
    // Thursday to Sunday of seven days.
    expect(first).toMatchObject({ week: '2026-W46', deviceId: 'ash-court-door-sensor' });
    expect(first?.share).toBeCloseTo(4 / 7, 2);
    await hear('2026-11-23T00:30:00Z', 101);
    expect((await weeks()).map(({ week }) => week)).toEqual(['2026-W46', '2026-W47']);
  });

  it('changes with Monday, in UTC', () => {
    expect(weeksEnded(at('2026-11-15T23:59:59Z'))).toBe(weeksEnded(at('2026-11-09T00:00:00Z')));
    expect(weeksEnded(at('2026-11-16T00:00:00Z'))).toBe(weeksEnded(at('2026-11-09T00:00:00Z')) + 1);
  });
});

describe('the share of a time that was observed', () => {
  const share = (from: string, until: string) => shareObserved(observedWeeks([aWeek]), at(from), at(until));

  it('is the week’s in it, and nothing of a week that nobody counted', () => {
    expect(share('2026-11-09T00:00:00Z', '2026-11-16T00:00:00Z')).toBe(0.5);
    expect(share('2026-11-09T00:00:00Z', '2026-11-23T00:00:00Z')).toBe(0.25);
    expect(share('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z')).toBe(0);
  });

  it('is that of the sensor that saw most, where there are two', () => {
    const two = observedWeeks([aWeek, { ...aWeek, deviceId: 'second', share: 0.75 }]);
    expect(shareObserved(two, at('2026-11-09T00:00:00Z'), at('2026-11-16T00:00:00Z'))).toBe(0.75);
  });

  it('is nothing of no time', () => {
    expect(share('2026-11-10T00:00:00Z', '2026-11-10T00:00:00Z')).toBe(0);
  });
});
