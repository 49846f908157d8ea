import { z } from 'zod';

/** What is fitted, after Target hardening across Wales (Welsh Local Government Association, 2016). */
export const EquipmentItem = z.enum([
  'lock',
  'spy-hole',
  'door-alarm',
  'window-alarm',
  'door-chain',
  'hinge-bolts',
  'sash-jammer',
  'pir-light',
  'fire-proof-letter-box',
  'alarm',
  'other',
]);

const Pence = z.int().min(0).max(100_000_000);

/** So many of an item; `costPence` is what all of them cost together, without VAT and fitting. */
export const Equipment = z.strictObject({
  item: EquipmentItem,
  quantity: z.int().min(1).max(100),
  costPence: Pence,
});
export type Equipment = z.infer<typeof Equipment>;

/** The equipment of an order: each item once. */
export const EquipmentList = z
  .array(Equipment)
  .min(1, 'say what is to be fitted')
  .max(EquipmentItem.options.length)
  .check(({ value: list, issues }) => {
    for (const [index, { item }] of list.entries()) {
      if (list.findIndex((other) => other.item === item) === index) continue;
      const message = `“${item}” stands there twice: put both into one line.`;
      issues.push({ code: 'custom', message, path: [index, 'item'], input: list });
    }
  });

/** Who pays. Names of firms or funds are not asked for, as a list of money must lead to no home. */
export const FundingSource = z.enum([
  'landlord',
  'council',
  'police',
  'police-and-crime-commissioner',
  'government-grant',
  'fire-and-rescue',
  'health',
  'charity',
  'other',
]);

/** What one source pays, as capital or as revenue, in pence. */
export const Funding = z.strictObject({
  source: FundingSource,
  kind: z.enum(['capital', 'revenue']),
  pence: Pence.min(1),
});
