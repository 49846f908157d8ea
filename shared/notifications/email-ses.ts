import {
  BadRequestException,
  MessageRejected,
  type SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { Message } from './message.ts';
import { inOneWord, type Sent } from './sent.ts';

/** Sends a message as plain text by Amazon SES (version 2 of its API). What it refuses is not worth another try. */
export async function sendEmail(
  ses: SESv2Client,
  sender: string,
  to: string,
  { title, text }: Message,
): Promise<Sent> {
  const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: inUtf8(title), Body: { Text: inUtf8(text) } } },
      }),
    );
    return { outcome: 'delivered', ...(MessageId !== undefined && { providerId: MessageId }) };
  } catch (error) {
    const isRefused = error instanceof MessageRejected || error instanceof BadRequestException;
    return { outcome: isRefused ? 'refused' : 'failed', why: inOneWord(error) };
  }
}
