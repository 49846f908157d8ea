import type { Instant } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import type { Costs, FieldPhoto, Task, TaskChange } from './task.ts';
import { withKnown } from './with-known.ts';

/** The task with a note from the field. Pure. */
export function noteOn(task: Task, note: string, by: By, now: Instant): TaskChange {
  return withKnown(task, {}, 'note', note, by, now);
}

/** The task with a photo from the field; undefined when it has it already. Pure. */
export function photographed(task: Task, photo: FieldPhoto, by: By, now: Instant): TaskChange | undefined {
  if (task.photos.some(({ sha256 }) => sha256 === photo.sha256)) return undefined;
  const said = photo.shows === 'other' ? 'a photo' : `a photo of how it was ${photo.shows}`;
  return withKnown(task, { photos: [...task.photos, photo] }, 'note', said, by, now);
}

/**
 * The task with what it has cost, instead of what was said before; undefined when that is the same. `billedOn` is the
 * day of the bill, such as 2026-12-31. Pure.
 */
export function costed(
  task: Task,
  costs: Costs,
  by: By,
  now: Instant,
  billedOn?: string,
): TaskChange | undefined {
  const before = task.costs;
  const isSame =
    before?.labourPence === costs.labourPence &&
    before.disposalPence === costs.disposalPence &&
    before.materialsPence === costs.materialsPence;
  if (isSame) return undefined;
  const said = `labour ${pounds(costs.labourPence)}, disposal ${pounds(costs.disposalPence)}, materials ${pounds(costs.materialsPence)}`;
  const billed = billedOn === undefined ? said : `${said}, billed on ${DAY.format(new Date(billedOn))}`;
  return withKnown(task, { costs }, 'cost', billed, by, now);
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

function pounds(pence: number): string {
  return POUNDS.format(pence / 100);
}
