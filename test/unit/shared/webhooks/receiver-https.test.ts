import { once } from 'node:events';
import { createServer as createSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ReceiverHttps } from '../../../../shared/webhooks/receiver-https.ts';
import { type Receiver, startReceiver } from '../../../support/receiver.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const OWN = { allowPrivateHosts: ['127.0.0.1'] };
const post = (url = receiver.url, said: ConstructorParameters<typeof ReceiverHttps>[1] = {}) =>
  new ReceiverHttps(OWN, said).post(url, { 'webhook-id': 'FT-0000000001-v2' }, '{"priority":"höchste"}');

describe('a post to a receiver', () => {
  it('brings headers and body, and the answer', async () => {
    expect(await post()).toMatchObject({ statusCode: 204, said: '' });
    expect(receiver.received).toMatchObject([
      { headers: { 'webhook-id': 'FT-0000000001-v2' }, body: '{"priority":"höchste"}' },
    ]);
  });

  it('tells the beginning of what is answered, and how long to wait', async () => {
    receiver.answerWith((response) =>
      response.writeHead(503, { 'retry-after': '90' }).end(`too \n  busy ${'x'.repeat(50_000)}`),
    );
    const answer = await post();
    expect(answer).toMatchObject({
      statusCode: 503,
      retryAfterSeconds: 90,
      said: expect.stringMatching(/^too busy x/),
    });
    expect(JSON.stringify(answer).length).toBeLessThan(1_200);
  });

  it('follows no redirect', async () => {
    receiver.answerWith((response) => response.writeHead(302, { location: receiver.url }).end());
    expect(await post()).toMatchObject({ statusCode: 302 });
    expect(receiver.received).toHaveLength(1);
  });

  it('waits no longer than it may', async () => {
    receiver.answerWith(() => undefined);
    const answer = await post(undefined, { timeoutMillis: 200 });
    expect(answer).toMatchObject({ failure: 'No answer within 0.2 s.', final: false });
    expect(answer.millis).toBeLessThan(2_000);
  });

  it('knows the status of an answer whose words never end', async () => {
    receiver.answerWith((response) => response.writeHead(200).write('and then '));
    expect(await post(undefined, { timeoutMillis: 200 })).toMatchObject({
      statusCode: 200,
      said: 'and then',
    });
  });

  it('says when nobody is there, and when the line breaks', async () => {
    const { url } = receiver;
    receiver.answerWith((response) => response.destroy());
    expect(await post()).toMatchObject({ failure: 'No connection: ECONNRESET.', final: false });
    await receiver.close();
    expect(await post(url)).toMatchObject({ failure: 'No connection: ECONNREFUSED.', final: false });
    receiver = await startReceiver();
  });
});

describe('a name that leads to an address of our own', () => {
  it.each([
    ['this machine', ['127.0.0.1']],
    ['a network of one’s own, among others', ['8.8.8.8', '10.0.0.1']],
  ])('is not connected to: %s', async (_, addresses) => {
    const { port, touched } = await silentDoor();
    const answer = await new ReceiverHttps(OWN, { lookUp: leadsTo(addresses) }).post(
      `https://housing.example.org:${port}/`,
      {},
      '{}',
    );
    expect(answer).toMatchObject({
      failure: 'Not sent: housing.example.org leads to an address that is not on the public internet.',
      final: true,
    });
    expect(touched()).toBe(false);
  });
});

type Lookup = NonNullable<NonNullable<ConstructorParameters<typeof ReceiverHttps>[1]>['lookUp']>;

function leadsTo(addresses: readonly string[]): Lookup {
  return (_, __, tell) =>
    tell(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
}

/** A port on this machine at which nobody must knock. */
async function silentDoor() {
  let touched = false;
  const server = createSocket(() => {
    touched = true;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { port, touched: () => touched };
}
