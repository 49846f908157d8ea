import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';
import { isWorkingTime, type WorkingHours } from '../tasks/working-time.ts';

/** A name to sign in by. It is not checked here that somebody has it. */
export const Username = z
  .string()
  .trim()
  .min(1, 'say who')
  .max(128)
  .regex(/^\S+$/, 'a username has no spaces');

/** A date and time on the landlord's clocks, such as `2026-12-24T17:00`. */
const LocalMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'a local date and time, such as 2026-12-24T17:00')
  .refine(isMoment, 'there is no such date or time');

function isMoment(text: string): boolean {
  try {
    return Temporal.PlainDateTime.from(text).toString({ smallestUnit: 'minute' }) === text;
  } catch {
    return false;
  }
}

/** A dated shift on the landlord's clocks. It goes before the turns, as when somebody swaps. */
export const Shift = z
  .strictObject({ from: LocalMoment, until: LocalMoment, username: Username })
  .refine(({ from, until }) => from < until, 'a shift ends after it begins');
export type Shift = z.infer<typeof Shift>;

/**
 * A week's turn each, over and over: the first person's begins on `from` at `handOverAt`, local, and every turn ends at
 * that time on that day of the week, whatever the clocks do in between.
 */
export const Turns = z.strictObject({
  from: z.iso.date(),
  handOverAt: z.iso.time({ precision: -1 }),
  people: z.array(Username).min(1).max(52),
});
export type Turns = z.infer<typeof Turns>;

/** Who is on duty for a patch, or for whatever patch says nothing else. */
export const Duty = z.strictObject({
  /** In working hours: the officers, or one of them who is named for it. */
  working: z
    .strictObject({ officers: z.array(Username).max(12).default([]), dutyOfficer: Username.optional() })
    .prefault({}),
  outOfHours: z
    .strictObject({ shifts: z.array(Shift).max(400).default([]), turns: Turns.optional() })
    .prefault({}),
  /** Managers who are told when work is in breach. */
  escalation: z.array(Username).max(5).default([]),
});
export type Duty = z.infer<typeof Duty>;

/** The landlord's rota: a patch's own duty goes before that for the whole landlord. */
export const Rota = z.strictObject({
  landlord: z.prefault(Duty, {}),
  patches: z.record(RegisterId, Duty).default({}),
});
export type Rota = z.infer<typeof Rota>;

/** A rota, and who set it when. Version 0 is that nobody has. */
export const SetRota = z.object({
  rota: Rota,
  version: z.int().min(0),
  setBy: z.string().optional(),
  setAt: Instant.optional(),
});
export type SetRota = z.infer<typeof SetRota>;

/** Who is on duty, and by which part of the rota. */
export interface OnDuty {
  readonly usernames: readonly string[];
  readonly by: 'duty-officer' | 'officers' | 'shift' | 'turn' | 'nobody';
}

const NOBODY: OnDuty = { usernames: [], by: 'nobody' };

/** Who is on duty for a patch at a moment; nobody when the rota names none for it. Pure. */
export function onDuty(rota: Rota, patch: string, at: Instant, hours: WorkingHours): OnDuty {
  const isWorking = isWorkingTime(at, hours);
  for (const duty of dutiesOf(rota, patch)) {
    const found = isWorking ? atWork(duty) : outOfHours(duty, at, hours.timeZone);
    if (found.usernames.length > 0) return found;
  }
  return NOBODY;
}

/** Whose work a patch is by day, who read its digest: its officers and its duty officer. Pure. */
export function officersOf(rota: Rota, patch: string): string[] {
  for (const { working } of dutiesOf(rota, patch)) {
    const { officers, dutyOfficer } = working;
    const all = new Set([...officers, ...(dutyOfficer === undefined ? [] : [dutyOfficer])]);
    if (all.size > 0) return [...all];
  }
  return [];
}

/** The managers who are told when work on a patch is in breach. Pure. */
export function escalationOf(rota: Rota, patch: string): readonly string[] {
  return dutiesOf(rota, patch).find(({ escalation }) => escalation.length > 0)?.escalation ?? [];
}

function dutiesOf({ landlord, patches }: Rota, patch: string): Duty[] {
  const own = Object.hasOwn(patches, patch) ? patches[patch] : undefined;
  return own === undefined ? [landlord] : [own, landlord];
}

function atWork({ working: { officers, dutyOfficer } }: Duty): OnDuty {
  if (dutyOfficer !== undefined) return { usernames: [dutyOfficer], by: 'duty-officer' };
  return { usernames: officers, by: 'officers' };
}

function outOfHours({ outOfHours: { shifts, turns } }: Duty, at: Instant, timeZone: string): OnDuty {
  const moment = (local: string) =>
    Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;
  const now = Date.parse(at);
  const shift = shifts.find(({ from, until }) => moment(from) <= now && now < moment(until));
  if (shift !== undefined) return { usernames: [shift.username], by: 'shift' };
  const turn = turns && turnAt(turns, at, timeZone);
  return turn === undefined ? NOBODY : { usernames: [turn], by: 'turn' };
}

function turnAt({ from, handOverAt, people }: Turns, at: Instant, timeZone: string): string | undefined {
  const first = Temporal.PlainDate.from(from);
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const weeks = Math.floor(first.until(today, { largestUnit: 'day' }).days / 7);
  const handOver = first.add({ weeks }).toZonedDateTime({ timeZone, plainTime: handOverAt });
  // On the day of the hand-over itself, the turn before lasts until its time.
  const turns = Date.parse(at) < handOver.epochMilliseconds ? weeks - 1 : weeks;
  return turns < 0 ? undefined : people[turns % people.length];
}
