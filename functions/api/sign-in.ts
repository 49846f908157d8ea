import { z } from 'zod';
import type { Clock } from '../../shared/platform/clock.ts';
import { type Instant, secondsBetween } from '../../shared/platform/instant.ts';

const Address = z.url({ protocol: /^https?$/ });

/** Where people sign in, as the issuer publishes it (OpenID Connect Discovery 1.0, section 3). */
export const SignInPlaces = z
  .object({ authorization_endpoint: Address, token_endpoint: Address })
  .transform(({ authorization_endpoint, token_endpoint }) => ({
    authorizationUrl: authorization_endpoint,
    tokenUrl: token_endpoint,
  }));
export type SignInPlaces = z.infer<typeof SignInPlaces>;

// The page waits for the answer, and a person for the page.
const PATIENCE_MILLIS = 2_000;
const ASK_AGAIN_SECONDS = 30;

/** The service that people sign in at, for the documentation page. */
export class SignIn {
  readonly clientId: string;
  readonly #issuer: string;
  readonly #clock: Clock;
  #found: SignInPlaces | undefined;
  #missedAt: Instant | undefined;

  constructor({ issuer, clientId, clock }: { issuer: string; clientId: string; clock: Clock }) {
    this.#issuer = issuer.replace(/\/$/, '');
    this.clientId = clientId;
    this.#clock = clock;
  }

  /**
   * Where to sign in. Kept once it is known: hosted endpoints differ from the issuer's own address and do not move.
   * Undefined when the issuer does not say; it is asked again half a minute later at the earliest.
   */
  async places(): Promise<SignInPlaces | undefined> {
    if (this.#found !== undefined) return this.#found;
    const now = this.#clock();
    if (this.#missedAt !== undefined && secondsBetween(this.#missedAt, now) < ASK_AGAIN_SECONDS)
      return undefined;
    this.#found = await discover(this.#issuer);
    this.#missedAt = this.#found === undefined ? now : undefined;
    return this.#found;
  }
}

async function discover(issuer: string): Promise<SignInPlaces | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MILLIS);
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal });
    return SignInPlaces.safeParse(await response.json()).data;
  } catch {
    // Whatever is wrong there, the page serves those who have a token already.
    return undefined;
  }
}
