import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { type Email, Mailbox } from './mailbox.ts';
import { emailPage, mailboxPage, nothingPage, PAGE_POLICY, STYLE } from './pages.ts';
import { sendEmail } from './send-email.ts';

/** Where mail is kept, the port of 127.0.0.1 for SES and the mailbox (0: any), and who may send. */
export interface EmailOptions {
  readonly file: string;
  readonly port: number;
  /** Domains and addresses that mail may be from, by the templates. */
  readonly identities: readonly string[];
}

/** The running stand-in. */
export interface LocalEmail {
  readonly endpoint: string;
  latest(most: number): Email[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

// SES takes 40 MB; a message of ours is plain text.
const LARGEST_BODY_BYTES = 1_048_576;
const LISTED = 100;

/**
 * Stands where Amazon SES stands, for the AWS SDK: `SendEmail` of its API version 2. What is sent goes into a mailbox
 * that is read at the same address with a browser. Throws `CannotRunHere` when the port is taken.
 */
export async function startEmail({ file, port, identities }: EmailOptions): Promise<LocalEmail> {
  const mailbox = new Mailbox(file);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method === 'POST' && path === '/v2/email/outbound-emails') {
      const { status, body, error } = sendEmail(
        await readJson(request),
        identities,
        mailbox,
        new Date().toISOString(),
      );
      const kind = error === undefined ? {} : { 'x-amzn-errortype': error };
      const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...kind };
      return { status, body: JSON.stringify(body), headers };
    }
    if (request.method !== 'GET') return notServed(`${request.method} ${path}`);
    if (path === '/') return shown(200, await mailboxPage(mailbox.latest(LISTED)));
    if (path === '/style.css') return { status: 200, body: STYLE, headers: { 'content-type': 'text/css' } };
    const email = mailbox.get(/^\/emails\/([0-9a-f-]+)$/.exec(path)?.[1] ?? '');
    return email === undefined ? shown(404, await nothingPage()) : shown(200, await emailPage(email));
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body, headers }) =>
        response
          .writeHead(status, { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
          .end(body),
      (failure: unknown) =>
        response
          .writeHead(500, { 'content-type': 'application/json', 'x-amzn-errortype': 'InternalFailure' })
          .end(JSON.stringify({ message: String(failure) })),
    );
  });
  try {
    const listening = await listenOn(server, port, 'e-mail');
    return {
      endpoint: `http://127.0.0.1:${listening}`,
      latest: (most) => mailbox.latest(most),
      async close() {
        await stopListening(server);
        mailbox.close();
      },
    };
  } catch (error) {
    mailbox.close();
    throw error;
  }
}

function shown(status: number, body: string): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY };
  return { status, body, headers };
}

function notServed(asked: string): Answer {
  const message = `${asked} is not answered on one machine; SendEmail is.`;
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'NotFoundException' };
  return { status: 404, body: JSON.stringify({ message }), headers };
}

/** The request's JSON; undefined when it is none, or too large. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = z.instanceof(Buffer).parse(part);
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY_BYTES) parts.push(chunk);
  }
  if (bytes > LARGEST_BODY_BYTES) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}
