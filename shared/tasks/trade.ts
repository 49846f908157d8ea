import { z } from 'zod';
import type { IncidentKind } from '../incidents/kinds.ts';
import type { TaskKind } from './service-levels.ts';

/** Who does a kind of work. */
export const Trade = z.enum([
  'estate-team',
  'waste-clearance',
  'doors',
  'electrical',
  'security-systems',
  'security-fitting',
]);
export type Trade = z.infer<typeof Trade>;

/** Whose work it is to do something about an incident, unless it is handed over. */
export function tradeFor(task: TaskKind, incident: IncidentKind): Trade {
  switch (task) {
    case 'inspect':
      return 'estate-team';
    case 'clear':
      return 'waste-clearance';
    case 'check-device':
      return 'security-systems';
    case 'security-works':
      return 'security-fitting';
    case 'make-safe':
    case 'repair':
      return incident === 'lighting-fault' ? 'electrical' : 'doors';
  }
}

/** Who holds a trade's work from when it is opened: on one patch, or wherever nobody else does. A username each. */
export const Crews = z
  .array(
    z.strictObject({
      trade: Trade,
      patch: z.string().min(1).optional(),
      assignee: z.string().trim().min(1).max(100),
    }),
  )
  .check(({ value: crews, issues }) => {
    for (const [index, { trade, patch }] of crews.entries()) {
      if (crews.findIndex((other) => other.trade === trade && other.patch === patch) === index) continue;
      const message = `Two crews have “${trade}” on ${patch === undefined ? 'every patch' : `“${patch}”`}: leave one out.`;
      issues.push({ code: 'custom', message, path: [index], input: crews });
    }
  })
  .default([]);
export type Crews = z.infer<typeof Crews>;

/** Who holds a trade's work on a patch; undefined when the landlord has not said. */
export function crewFor(trade: Trade, patch: string, crews: Crews): string | undefined {
  const ofTrade = crews.filter((crew) => crew.trade === trade);
  const fits =
    ofTrade.find((crew) => crew.patch === patch) ?? ofTrade.find((crew) => crew.patch === undefined);
  return fits?.assignee;
}
