import { z } from 'zod';
import { NotAllowed } from './errors.ts';

/** What people do here. Each is a group `role/…` of the sign-in service. */
export const Role = z.enum(['estate-officer', 'enforcement-officer', 'manager']);
export type Role = z.infer<typeof Role>;

/** A signed-in member of the landlord's staff. `patches` are those whose queues are theirs. */
export const Person = z.object({
  username: z.string().min(1),
  roles: z.array(Role),
  patches: z.array(z.string()),
});
export type Person = z.infer<typeof Person>;

/** Who made a change: a person, or one of our own rules. */
export const By = z.discriminatedUnion('who', [
  z.object({ who: z.literal('person'), username: z.string() }),
  z.object({ who: z.literal('rule'), rule: z.string() }),
]);
export type By = z.infer<typeof By>;

export const byPerson = (person: Person): By => ({ who: 'person', username: person.username });
export const byRule = (rule: string): By => ({ who: 'rule', rule });

/** The person whom verified token claims describe. Groups are `role/{role}` and `patch/{patch}`; others are not ours. */
export function personFromClaims(claims: Readonly<Record<string, unknown>>): Person {
  const { username, 'cognito:groups': groups } = Claims.parse(claims);
  const named = (kind: string) =>
    groups.filter((group) => group.startsWith(`${kind}/`)).map((group) => group.slice(kind.length + 1));
  return {
    username,
    roles: named('role').flatMap((role) => Role.safeParse(role).data ?? []),
    patches: named('patch'),
  };
}

// API Gateway's HTTP APIs hand a list claim over as text: "[role/manager patch/north]".
const GroupList = z
  .union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[ ,]+/))])
  .transform((groups) => groups.filter((group) => group !== ''));
const Claims = z.object({ username: z.string().min(1), 'cognito:groups': GroupList.default([]) });

/** Throws {@link NotAllowed} unless the person has one of the roles. */
export function requireRole(person: Person, ...roles: readonly Role[]): void {
  if (roles.some((role) => person.roles.includes(role))) return;
  throw new NotAllowed(`This is for ${roles.map((role) => `${role.replace('-', ' ')}s`).join(' or ')}.`);
}

/** Whether a patch's work is this person's to see: their own patches, or any for a manager. */
export function seesPatch(person: Person, patch: string): boolean {
  return person.roles.includes('manager') || person.patches.includes(patch);
}
