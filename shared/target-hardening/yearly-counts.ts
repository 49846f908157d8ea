import { z } from 'zod';
import { EquipmentItem, FundingSource } from './equipment.ts';
import { type Order, Tenure } from './order.ts';
import { Package } from './target-hardening-settings.ts';

/** Fewer orders than this could lead to a home. */
const LEAST = 5;

/**
 * How many orders: a number from five on, `under 5`, or `withheld` where subtracting the others from all of them would
 * tell how many the only one under 5 is.
 */
const Count = z.union([z.int().min(LEAST), z.enum(['under 5', 'withheld'])]);
type Count = z.infer<typeof Count>;

/**
 * What was ordered in a year, by the year (UTC) of the request, without what was cancelled. Nothing of which there was
 * none is listed; quantities and money (whole pence) stand only where the number of orders does.
 */
export const YearlyCounts = z.object({
  year: z.int(),
  byPackage: z.array(z.object({ package: Package, orders: Count })),
  byTenure: z.array(z.object({ tenure: Tenure, orders: Count })),
  byEquipment: z.array(
    z.object({
      item: EquipmentItem,
      orders: Count,
      quantity: z.int().optional(),
      costPence: z.int().optional(),
    }),
  ),
  byFundingSource: z.array(
    z.object({
      source: FundingSource,
      orders: Count,
      capitalPence: z.int().optional(),
      revenuePence: z.int().optional(),
    }),
  ),
});
export type YearlyCounts = z.infer<typeof YearlyCounts>;

/** The counts of a year from its orders. Pure. */
export function yearlyCounts(year: number, ofYear: readonly Order[]): YearlyCounts {
  const orders = ofYear.filter(({ status }) => status !== 'cancelled');
  const packages = tally(Package.options, (each) => orders.filter((order) => order.package === each).length);
  const tenures = tally(Tenure.options, (each) => orders.filter((order) => order.tenure === each).length);
  const items = tally(
    EquipmentItem.options,
    (each) => orders.filter(({ equipment }) => equipment.some(({ item }) => item === each)).length,
  );
  const sources = tally(
    FundingSource.options,
    (each) => orders.filter(({ funding }) => funding.some(({ source }) => source === each)).length,
  );
  const lines = orders.flatMap(({ equipment }) => equipment);
  const paid = orders.flatMap(({ funding }) => funding);
  return {
    year,
    byPackage: partsOf(packages).map(([each, count]) => ({ package: each, orders: count })),
    byTenure: partsOf(tenures).map(([tenure, count]) => ({ tenure, orders: count })),
    byEquipment: items.map(([item, number]) => {
      const ofItem = lines.filter((line) => line.item === item);
      const amounts = {
        quantity: sum(ofItem.map(({ quantity }) => quantity)),
        costPence: sum(ofItem.map(({ costPence }) => costPence)),
      };
      return { item, orders: shown(number), ...(number >= LEAST && amounts) };
    }),
    byFundingSource: sources.map(([source, number]) => {
      const of = (kind: string) =>
        sum(paid.filter((each) => each.source === source && each.kind === kind).map(({ pence }) => pence));
      const amounts = { capitalPence: of('capital'), revenuePence: of('revenue') };
      return { source, orders: shown(number), ...(number >= LEAST && amounts) };
    }),
  };
}

type Tally<Name> = (readonly [name: Name, number: number])[];

function tally<Name>(names: readonly Name[], count: (name: Name) => number): Tally<Name> {
  return names.map((name) => [name, count(name)] as const).filter(([, number]) => number > 0);
}

function shown(number: number): Count {
  return number < LEAST ? 'under 5' : number;
}

/** The parts of a whole that is known from elsewhere: with one small part, the next smallest is kept back as well. */
function partsOf<Name>(parts: Tally<Name>): (readonly [name: Name, count: Count])[] {
  const small = parts.filter(([, number]) => number < LEAST);
  const next =
    small.length === 1 ? Math.min(...parts.map(([, n]) => n).filter((n) => n >= LEAST)) : undefined;
  const kept = parts.find(([, number]) => number === next)?.[0];
  return parts.map(([name, number]) => [name, name === kept ? 'withheld' : shown(number)] as const);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
