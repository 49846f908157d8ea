import type { Context } from 'hono';
import { z } from 'zod';
import { NotFound } from '../../shared/platform/errors.ts';
import { type Person, personFromClaims, seesPatch } from '../../shared/platform/person.ts';
import type { Assessor } from '../../shared/walkabouts/assessor.ts';
import type { Access } from './access.ts';
import { NotSignedIn } from './problem.ts';

/** What is known of a request while it is answered. */
export interface ApiEnv {
  Variables: {
    person?: Person;
    /** The tenant assessor whose key was shown. */
    assessor?: Assessor;
    access?: Access;
    /** The version of the thing that the request is about, once it was read. */
    version?: number;
  };
}
export type ApiContext = Context<ApiEnv>;

// The HTTP API's authorizer has verified the token; its claims come with the event (payload format 2.0).
const Authorized = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }),
    }),
  }),
});

/** Who is asking, from what the authorizer verified. Throws {@link NotSignedIn} when it names nobody. */
export function personAsking(env: unknown): Person {
  try {
    return personFromClaims(Authorized.parse(env).event.requestContext.authorizer.jwt.claims);
  } catch (cause) {
    throw new NotSignedIn('Sign in first: the request has no token that says who you are.', { cause });
  }
}

/** The person whom the route admitted. */
export function personOf(c: ApiContext): Person {
  const person = c.get('person');
  if (person === undefined) throw new NotSignedIn('Sign in first.');
  return person;
}

/**
 * The thing, when there is one and it lies in a patch that the person sees. Otherwise throws {@link NotFound}, in the
 * same words for both, so that nobody learns what other patches hold.
 */
export function withinSight<Thing extends { readonly patch: string }>(
  c: ApiContext,
  thing: Thing | undefined,
  what: string,
): Thing {
  if (thing !== undefined && seesPatch(personOf(c), thing.patch)) return thing;
  throw new NotFound(`There is no ${what} among what you look after.`);
}
