import { z } from 'zod';
import type { Incident } from '../incidents/incident.ts';
import { IncidentKind } from '../incidents/kinds.ts';

/** Kinds of work for the estate team. */
export const TaskKind = z.enum(['inspect', 'clear', 'make-safe', 'repair', 'check-device', 'security-works']);
export type TaskKind = z.infer<typeof TaskKind>;

const hoursOrDays = (amount: z.ZodNumber) =>
  z.union([
    z.strictObject({ clockHours: amount }),
    z.strictObject({ workingHours: amount }),
    z.strictObject({ workingDays: amount }),
  ]);

/** How long something may take: hours by the clock, or working hours or days of the landlord. */
export const Allowance = hoursOrDays(z.number().positive());
export type Allowance = z.infer<typeof Allowance>;

/** What is left of an allowance, which may be nothing. */
export const AllowanceLeft = hoursOrDays(z.number().min(0));

/**
 * A landlord's service level for one kind of task: for every incident, for one kind of it, for hazardous
 * waste or planned work alone, or for work that is opened in some months (1 to 12, local) alone. `attend` is until somebody has been there, `complete` until
 * it is done. An overdue task that is still not done after `breach` more, a working day unless it says so, is a breach.
 */
export const ServiceLevel = z.object({
  task: TaskKind,
  incident: IncidentKind.optional(),
  hazardous: z.literal(true, '“hazardous” is true, or left out').optional(),
  planned: z.literal(true, '“planned” is true, or left out').optional(),
  months: z.array(z.int().min(1).max(12)).min(1).max(11).optional(),
  attend: Allowance.optional(),
  complete: Allowance,
  breach: Allowance.optional(),
});
export type ServiceLevel = z.infer<typeof ServiceLevel>;

/**
 * Our defaults, from what British landlords publish (Stroud: fly-tip 5 working days; Octavia: make safe 24 h;
 * Fairhive: external lights and entryphones 5 working days; Rotherham: a hazard 4 working hours); the first that fits counts. Planned work is ours: a battery
 * is warned of 28 days before it is empty, and four weeks are 20 working days.
 */
export const defaultServiceLevels: readonly ServiceLevel[] = [
  { task: 'inspect', hazardous: true, attend: { workingHours: 4 }, complete: { workingDays: 1 } },
  { task: 'inspect', complete: { workingDays: 1 } },
  { task: 'clear', hazardous: true, attend: { workingHours: 4 }, complete: { workingDays: 5 } },
  { task: 'clear', complete: { workingDays: 5 } },
  { task: 'make-safe', complete: { clockHours: 24 } },
  { task: 'repair', complete: { workingDays: 5 } },
  { task: 'check-device', planned: true, complete: { workingDays: 20 } },
  { task: 'check-device', complete: { workingDays: 10 } },
  { task: 'security-works', complete: { workingDays: 5 } },
];

/**
 * A landlord's service levels. There must be one for every kind of task, whatever the incident, and one for planned
 * work or hazardous waste must stand where it can count.
 */
export const ServiceLevels = z
  .array(ServiceLevel)
  .check(({ value: levels, issues }) => {
    for (const task of TaskKind.options) {
      if (levels.some((level) => level.task === task && isForAny(level))) continue;
      const message = `No service level says how long “${task}” may take for any incident: add one without “incident”, “hazardous”, “planned” and “months”.`;
      issues.push({ code: 'custom', message, path: [], input: levels });
    }
    for (const [index, level] of levels.entries()) {
      const narrow = level.planned ? 'planned' : level.hazardous ? 'hazardous' : undefined;
      if (narrow === undefined || !levels.slice(0, index).some((earlier) => covers(earlier, level))) continue;
      const message = `The service level for ${narrow} “${level.task}” never counts, as one before it holds for ${narrow} work too: put it first.`;
      issues.push({ code: 'custom', message, path: [index], input: level });
    }
  })
  .default([...defaultServiceLevels]);

function isForAny({ incident, hazardous, planned, months }: ServiceLevel): boolean {
  return [incident, hazardous, planned, months].every((condition) => condition === undefined);
}

/** Whether one service level holds wherever another does. */
function covers(wide: ServiceLevel, narrow: ServiceLevel): boolean {
  return (
    wide.task === narrow.task &&
    (wide.incident === undefined || wide.incident === narrow.incident) &&
    (wide.hazardous === undefined || wide.hazardous === narrow.hazardous) &&
    (wide.planned === undefined || wide.planned === narrow.planned) &&
    (wide.months === undefined || (narrow.months?.every((month) => wide.months?.includes(month)) ?? false))
  );
}

/**
 * The service level for a task on such an incident that is opened in a month (1 to 12, local). Throws when the
 * landlord's settings have none for it.
 */
export function serviceLevelFor(
  task: TaskKind,
  { kind, hazard, planned }: Pick<Incident, 'kind' | 'hazard' | 'planned'>,
  month: number,
  levels: readonly ServiceLevel[],
): ServiceLevel {
  const level = levels.find(
    (each) =>
      each.task === task &&
      (each.incident ?? kind) === kind &&
      (each.hazardous === undefined || hazard !== undefined) &&
      (each.planned ?? planned) === planned &&
      (each.months?.includes(month) ?? true),
  );
  if (level === undefined)
    throw new RangeError(`No service level covers “${task}” for “${kind}”: add one to the settings.`);
  return level;
}
