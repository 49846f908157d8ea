import { z } from 'zod';
import { derivedId } from '../platform/derived-id.ts';
import { Instant } from '../platform/instant.ts';
import { whyNotPublic } from './push-endpoint.ts';

const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'it must be base64url')
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, `it must be ${bytes} bytes long`);

/** What a browser gives for push messages to it (W3C Push API): where they go, and its keys (RFC 8291). */
export const PushTarget = z.object({
  endpoint: z
    .string()
    .max(1_000)
    .check(({ value, issues }) => {
      const why = whyNotPublic(value);
      if (why !== undefined) issues.push({ code: 'custom', message: why, input: value });
    })
    // Written in one way, so that whoever reads it next takes the same host out of it.
    .transform((address) => (URL.canParse(address) ? new URL(address).href : address)),
  keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
});
export type PushTarget = z.infer<typeof PushTarget>;

/** A browser that is told. */
export const PushSubscription = PushTarget.extend({ id: z.string(), addedAt: Instant });
export type PushSubscription = z.infer<typeof PushSubscription>;

/** Where somebody is told: by e-mail, and in browsers. Without either, nowhere. */
export const Contact = z.object({ email: z.email().optional(), subscriptions: z.array(PushSubscription) });
export type Contact = z.infer<typeof Contact>;

/** A browser's subscription, which the same browser again replaces. */
export function subscriptionOf(target: PushTarget, addedAt: Instant): PushSubscription {
  return { ...target, id: derivedId('PS', target.endpoint), addedAt };
}

/** Whether there is any way to tell somebody. */
export function canBeTold({ email, subscriptions }: Contact): boolean {
  return email !== undefined || subscriptions.length > 0;
}
