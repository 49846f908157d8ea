import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Instant } from '../../../shared/platform/instant.ts';
import { type Allowance, ServiceLevel } from '../../../shared/tasks/service-levels.ts';
import { dueAt, WorkingHours } from '../../../shared/tasks/working-time.ts';

const page = readFileSync(new URL('../../../docs/service-levels.md', import.meta.url), 'utf8');
const cases = [
  ...page.matchAll(
    /^\| (.+?) \| (ENG|WLS|SCT|NIR) \| .+? \(`(\S+)`\) \| (\d+) (working days?|working hours|hours? by the clock) \| .+? \| `(\S+)` \|$/gm,
  ),
].map(([, why = '', nation = '', from = '', amount = '', unit = '', due = '']) => ({
  why,
  nation,
  from: Instant.parse(from),
  allowance: allowanceOf(Number(amount), unit),
  due: Instant.parse(due),
}));

function allowanceOf(amount: number, unit: string): Allowance {
  if (unit.endsWith('clock')) return { clockHours: amount };
  return unit === 'working hours' ? { workingHours: amount } : { workingDays: amount };
}

describe('The page on service levels', () => {
  it('has at least sixty worked cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases).toHaveLength(page.match(/^\| .+ \| `\S+Z` \|$/gm)?.length ?? 0);
  });

  it.each(cases)('$nation, $why: $allowance', ({ nation, from, allowance, due }) => {
    expect(dueAt(from, allowance, WorkingHours.parse({ nation }))).toBe(due);
  });

  it('shows settings that are accepted', () => {
    const [, json = ''] = /```json\n"serviceLevels": (.*?)```/s.exec(page) ?? [];
    expect(z.array(ServiceLevel).parse(JSON.parse(json))).toHaveLength(5);
  });
});
