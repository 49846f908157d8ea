import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { Instant, millis, plusSeconds } from '../platform/instant.ts';

/** How many random bytes a secret is of: Standard Webhooks asks for 24 to 64. */
export const SECRET_BYTES = 32;

// Ours: long enough for whoever runs the receiver to put the new one in on a working day.
const BOTH_COUNT_SECONDS = 86_400;

// Each makes the header longer by a signature.
const MOST_PREVIOUS = 3;

const Secret = z.string().startsWith('whsec_');

/** What a subscription's deliveries are signed with: the secret, and those that it took the place of in the last day. */
export const SigningSecrets = z.object({
  current: Secret,
  previous: z.array(z.object({ secret: Secret, until: Instant })),
  version: z.int().min(1),
});
export type SigningSecrets = z.infer<typeof SigningSecrets>;

/** The text of a secret of so many bytes, as Standard Webhooks writes it. */
export function secretOf(bytes: Buffer): string {
  return `whsec_${bytes.toString('base64')}`;
}

/** The secrets of a new subscription. Pure. */
export function firstSecrets(current: string): SigningSecrets {
  return { current, previous: [], version: 1 };
}

/** The secrets with a new one; the one so far goes on counting for a day. Pure. */
export function rotated(secrets: SigningSecrets, current: string, now: Instant): SigningSecrets {
  const until = plusSeconds(now, BOTH_COUNT_SECONDS);
  const previous = [{ secret: secrets.current, until }, ...stillCounting(secrets, now)];
  return { current, previous: previous.slice(0, MOST_PREVIOUS), version: secrets.version + 1 };
}

/** The headers by which a receiver knows a delivery for genuine: one signature for each secret that counts. Pure. */
export function signedHeaders(id: string, body: string, secrets: SigningSecrets, now: Instant) {
  const all = [secrets.current, ...stillCounting(secrets, now).map(({ secret }) => secret)];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(millis(now) / 1_000)),
    'webhook-signature': all
      .map((secret) => new Webhook(secret).sign(id, new Date(millis(now)), body))
      .join(' '),
  };
}

function stillCounting({ previous }: SigningSecrets, now: Instant) {
  return previous.filter(({ until }) => until > now);
}
