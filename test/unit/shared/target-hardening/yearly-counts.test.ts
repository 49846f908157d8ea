import { describe, expect, it } from 'vitest';
import { YearlyCounts, yearlyCounts } from '../../../../shared/target-hardening/yearly-counts.ts';
import { anOrder } from '../../../support/an-order.ts';

const orders = (number: number, said: Parameters<typeof anOrder>[0] = {}) =>
  Array.from({ length: number }, () => anOrder(said));

describe('a year’s counts', () => {
  it('count orders by package, tenure, equipment and source of money, with what they cost', () => {
    const counts = yearlyCounts(2026, [
      ...orders(6),
      ...orders(5, { package: 'bronze', tenure: 'owner-occupied' }),
    ]);
    expect(counts).toEqual({
      year: 2026,
      byPackage: [
        { package: 'gold', orders: 6 },
        { package: 'bronze', orders: 5 },
      ],
      byTenure: [
        { tenure: 'social-rented', orders: 6 },
        { tenure: 'owner-occupied', orders: 5 },
      ],
      byEquipment: [
        { item: 'lock', orders: 11, quantity: 22, costPence: 88_000 },
        { item: 'door-alarm', orders: 11, quantity: 11, costPence: 38_500 },
      ],
      byFundingSource: [
        { source: 'landlord', orders: 11, capitalPence: 126_500, revenuePence: 0 },
        { source: 'police', orders: 11, capitalPence: 0, revenuePence: 66_000 },
      ],
    });
    expect(YearlyCounts.parse(counts)).toEqual(counts);
  });

  it('say “under 5” of fewer than five, and nothing of what those cost', () => {
    const counts = yearlyCounts(2026, orders(4));
    expect(counts.byPackage).toEqual([{ package: 'gold', orders: 'under 5' }]);
    expect(counts.byEquipment[0]).toEqual({ item: 'lock', orders: 'under 5' });
    expect(counts.byFundingSource[0]).toEqual({ source: 'landlord', orders: 'under 5' });
  });

  it('keep the next smallest back, too, when subtraction would tell how many a single small one is', () => {
    const counts = yearlyCounts(2026, [
      ...orders(9),
      ...orders(6, { package: 'silver' }),
      ...orders(2, { package: 'bronze' }),
    ]);
    expect(counts.byPackage.map(({ orders }) => orders)).toEqual([9, 'withheld', 'under 5']);
  });

  it('leave out what was cancelled', () => {
    expect(yearlyCounts(2026, orders(7, { status: 'cancelled' })).byPackage).toEqual([]);
  });
});
