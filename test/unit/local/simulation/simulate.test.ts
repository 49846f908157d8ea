import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../../../local/simulation/fault-kinds.ts';
import { simulate } from '../../../../local/simulation/simulate.ts';
import { FaultName } from '../../../../shared/sensors/fault.ts';

// Five weeks would show all; a unit test has the time for the faults that need none of a device's usual weeks.
const plan = { days: 5, devices: 40, seed: 7 };

describe('some days of life on two estates', () => {
  it('are the same for the same seed, and every injected fault is found in time', {
    timeout: 60_000,
  }, async () => {
    const [first, second] = [await simulate(plan), await simulate(plan)];
    expect(second).toEqual(first);
    expect(first.outcomes.length).toBeGreaterThan(9);
    expect(first.outcomes.filter(({ is }) => is !== 'found')).toEqual([]);
  });
});

describe('what can be injected', () => {
  it('is every fault that the rules find', () => {
    expect(new Set(faultKinds.map(({ fault }) => fault))).toEqual(new Set(FaultName.options));
  });
});
