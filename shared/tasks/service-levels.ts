import { z } from 'zod';
import { IncidentKind } from '../incidents/kinds.ts';

/** Kinds of work for the estate team. */
export const TaskKind = z.enum(['inspect', 'clear', 'make-safe', 'repair', 'check-device', 'security-works']);
export type TaskKind = z.infer<typeof TaskKind>;

/** How long something may take: hours by the clock, or working days of the landlord. */
export const Allowance = z.union([
  z.strictObject({ clockHours: z.number().positive() }),
  z.strictObject({ workingDays: z.number().positive() }),
]);
export type Allowance = z.infer<typeof Allowance>;

/** A landlord's service level for one kind of task, for every incident or for one kind of it. */
export const ServiceLevel = z.object({
  task: TaskKind,
  incident: IncidentKind.optional(),
  complete: Allowance,
});
export type ServiceLevel = z.infer<typeof ServiceLevel>;

/**
 * Our defaults, from what British landlords publish (Stroud: fly-tip 5 working days; Octavia: make safe 24 h;
 * Fairhive: external lights and entryphones 5 working days); the first that fits counts.
 */
export const defaultServiceLevels: readonly ServiceLevel[] = [
  { task: 'inspect', complete: { workingDays: 1 } },
  { task: 'clear', complete: { workingDays: 5 } },
  { task: 'make-safe', complete: { clockHours: 24 } },
  { task: 'repair', complete: { workingDays: 5 } },
  { task: 'check-device', complete: { workingDays: 10 } },
  { task: 'security-works', complete: { workingDays: 5 } },
];

/** A landlord's service levels. There must be one for every kind of task, whatever the incident. */
export const ServiceLevels = z
  .array(ServiceLevel)
  .check(({ value: levels, issues }) => {
    for (const task of TaskKind.options) {
      if (levels.some((level) => level.task === task && level.incident === undefined)) continue;
      const message = `No service level says how long “${task}” may take for any incident: add one without “incident”.`;
      issues.push({ code: 'custom', message, path: [], input: levels });
    }
  })
  .default([...defaultServiceLevels]);

/** The allowance for a task on an incident of a kind. Throws when the landlord's settings have none for it. */
export function allowanceFor(
  task: TaskKind,
  incident: IncidentKind,
  levels: readonly ServiceLevel[],
): Allowance {
  const level = levels.find((each) => each.task === task && (each.incident ?? incident) === incident);
  if (level === undefined)
    throw new RangeError(`No service level covers “${task}” for “${incident}”: add one to the settings.`);
  return level.complete;
}
