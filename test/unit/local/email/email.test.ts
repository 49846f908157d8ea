import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalEmail, startEmail } from '../../../../local/email/email.ts';
import { sendEmail } from '../../../../shared/notifications/email-ses.ts';

const SENDER = 'estatewatch@landlord.example';
const message = {
  title: 'Insecure door on North',
  summary: 'DF-1',
  text: 'Insecure door.',
  link: 'https://a.example',
};

let folder: string;
let email: LocalEmail;
let ses: SESv2Client;
const start = async () => {
  email = await startEmail({ file: join(folder, 'mailbox'), port: 0, identities: ['landlord.example'] });
  ses = new SESv2Client({
    endpoint: email.endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'estatewatch-mail-'));
  await start();
});
afterEach(async () => {
  ses.destroy();
  await email.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (said: Partial<typeof message> = {}, to = 'ana@landlord.example', sender = SENDER) =>
  sendEmail(ses, sender, to, { ...message, ...said });
const page = async (path = '/') => {
  const answer = await fetch(`${email.endpoint}${path}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

describe('mail on one machine', () => {
  it('is taken in as SES does, and read in the mailbox, newest first', async () => {
    expect(await send({ title: 'First' })).toMatchObject({
      outcome: 'delivered',
      providerId: expect.any(String),
    });
    await send({ title: 'Second' });
    const { text } = await page();
    expect(text.indexOf('Second')).toBeLessThan(text.indexOf('First'));
    const [newest] = email.latest(1);
    expect((await page(`/emails/${newest?.id}`)).text).toContain('Insecure door.');
  });

  it('is there again after a restart', async () => {
    await send();
    ses.destroy();
    await email.close();
    await start();
    expect((await page()).text).toContain('Insecure door on North');
  });

  it('is refused from a domain that the templates do not name, as SES refuses one that is not verified', async () => {
    expect(await send({}, 'ana@landlord.example', 'me@elsewhere.example')).toEqual({
      outcome: 'refused',
      why: 'MessageRejected',
    });
    expect(email.latest(1)).toEqual([]);
  });

  it('is refused to what is no address', async () => {
    expect(await send({}, 'ana')).toEqual({ outcome: 'refused', why: 'BadRequestException' });
  });

  it('is tried again when SES does not answer', async () => {
    await email.close();
    expect(await send()).toMatchObject({ outcome: 'failed' });
    await start();
  });

  it('is shown as text, whatever is in it', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
    await send({ title: evil, text: `${evil}\n</pre>` });
    const [newest] = email.latest(1);
    for (const path of ['/', `/emails/${newest?.id}`]) {
      const { text, headers } = await page(path);
      expect(text).not.toMatch(/<script|<img/);
      expect(text).toContain('&lt;script&gt;');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('that is not there is a page that says so', async () => {
    expect(await page('/emails/00000000-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
    expect(await page('/../../etc/passwd')).toMatchObject({ status: 404 });
  });

  it('does nothing else that SES does, and says so by name', async () => {
    const answer = await fetch(`${email.endpoint}/v2/email/identities`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('POST /v2/email/identities is not answered on one machine');
  });
});
