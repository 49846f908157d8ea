import { z } from '@hono/zod-openapi';
import { Conflict } from '../../shared/platform/errors.ts';
import type { Moves } from '../../shared/platform/moves.ts';
import { Role } from '../../shared/platform/person.ts';

/** A move that people may make, as its route needs it. */
export interface PersonMove<Name extends string> {
  readonly name: Name;
  readonly roles: readonly Role[];
  /** From which states to which, in words. */
  readonly leads: string;
}

/** The moves that people may make, out of all of a thing's moves. */
export function personMoves<Name extends string>(
  moves: { readonly [name in Name]: Moves<string>[string] },
): PersonMove<Name>[] {
  // A plain object's own keys, which TypeScript knows only as text.
  const names = Object.keys(moves) as Name[];
  return names
    .map((name) => ({
      name,
      roles: moves[name].by.flatMap((who) => Role.safeParse(who).data ?? []),
      leads: `From ${moves[name].from.join(' or ')} to ${moves[name].to}.`,
    }))
    .filter(({ roles }) => roles.length > 0);
}

/** The body of a move: what the move needs, and the version of the thing that the person looked at. */
export function moveBody(needs: z.ZodObject, name: string) {
  return z
    .strictObject({
      version: z.int().min(1).openapi({ description: 'The version that you looked at.', example: 1 }),
      ...needs.shape,
    })
    .openapi(name);
}

/** Throws {@link Conflict} when a person decided on another version than there is. */
export function requireVersion(what: string, current: number, seen: number): void {
  if (seen === current) return;
  throw new Conflict(
    `${what} has changed since you looked (version ${seen}): it is at version ${current} now.`,
    current,
  );
}
