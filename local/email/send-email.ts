import { z } from 'zod';
import type { Mailbox } from './mailbox.ts';

const Words = z.object({ Data: z.string(), Charset: z.literal('UTF-8').optional() });

/** The part of SES's request that is understood here: plain text to some addresses. The rest is refused by name. */
const SendEmail = z.strictObject({
  FromEmailAddress: z.email(),
  Destination: z.strictObject({ ToAddresses: z.array(z.email()).min(1).max(50) }),
  Content: z.strictObject({
    Simple: z.strictObject({ Subject: Words, Body: z.strictObject({ Text: Words }) }),
  }),
});

/** An answer of SES: a status, JSON, and the kind of error if it is one. */
export interface SesAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

const refusal = (error: string, message: string): SesAnswer => ({ status: 400, body: { message }, error });

/**
 * `SendEmail` of SES version 2: takes an e-mail in when its sender's domain, or the sender, is one of the identities that
 * the templates ask for, as SES would after it was verified.
 */
export function sendEmail(
  json: unknown,
  identities: readonly string[],
  mailbox: Mailbox,
  sentAt: string,
): SesAnswer {
  const parsed = SendEmail.safeParse(json);
  if (!parsed.success) return refusal('BadRequestException', z.prettifyError(parsed.error));
  const { FromEmailAddress: sender, Destination, Content } = parsed.data;
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (![sender, domain].some((each) => identities.includes(each))) {
    return refusal('MessageRejected', `Email address is not verified: ${sender}`);
  }
  const { Subject, Body } = Content.Simple;
  const email = { sentAt, sender, subject: Subject.Data, text: Body.Text.Data };
  return { status: 200, body: { MessageId: mailbox.accept(email, Destination.ToAddresses) } };
}
