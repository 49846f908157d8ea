import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { receiveUplink } from '../../../../functions/receive-uplink/receive-uplink.ts';
import { WebhookSecret } from '../../../../functions/receive-uplink/webhook-secret.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';
import { LARGEST_DELIVERY_BYTES, ReadingMessage } from '../../../../shared/sensors/reading-message.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { emptyFolder } from '../../local/sqs/folders.ts';

const NOW = Date.parse('2026-11-22T09:30:00Z');
const somewhere = { region: 'eu-west-2', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
const secrets = new SecretsManagerClient(somewhere);
const amazon = mockClient(secrets);

let queues: Queues;
let log: ReturnType<typeof keptLog>;
let call: (
  body: Buffer | string,
  authorization?: string,
  nowMillis?: number,
) => ReturnType<typeof receiveUplink>;

beforeEach(async () => {
  amazon.reset();
  amazon.on(GetSecretValueCommand).resolves({ SecretString: 'open-sesame' });
  queues = openQueues({ folder: await emptyFolder() });
  queues.ensure({ name: 'readings', visibilityTimeoutSeconds: 30, retentionSeconds: 3_600, delaySeconds: 0 });
  const served = await serveSqs(queues);
  onTestFinished(async () => {
    await served.close();
    queues.close();
  });
  log = keptLog();
  const room = {
    queueUrl: `${served.endpoint}/000000000000/readings`,
    queue: new SQSClient({ ...somewhere, endpoint: served.endpoint }),
    secret: new WebhookSecret(secrets, 'webhook'),
    log,
  };
  call = (body, authorization, nowMillis = NOW) =>
    receiveUplink(Buffer.from(body), authorization, room, nowMillis);
});

const taken = async () =>
  (await queues.receive('readings', 10)).map(({ body }) => ReadingMessage.parse(JSON.parse(body)));

describe('a webhook call', () => {
  it('that shows the secret is taken in, as it came', async () => {
    expect(await call('{"end_device_ids":{}}', 'Bearer open-sesame')).toEqual({
      status: 202,
      says: 'Taken in.',
    });
    expect(await taken()).toEqual([
      { way: 'webhook', from: 'the-things-stack', body: '{"end_device_ids":{}}', receivedAtMillis: NOW },
    ]);
  });

  it.each(['bearer open-sesame', 'BEARER  open-sesame', 'open-sesame'])(
    'may show it as “%s”',
    async (header) => {
      expect((await call('{}', header)).status).toBe(202);
    },
  );

  it.each([
    [undefined],
    [''],
    ['Bearer '],
    ['Bearer open-sesam'],
    ['Bearer open-sesame!'],
    ['Basic open-sesame'],
  ])('with the header %o is refused, and nothing of it is kept', async (header) => {
    expect(await call('{}', header)).toEqual({
      status: 401,
      says: 'Send the secret of this webhook as a bearer token in the Authorization header.',
    });
    expect(await taken()).toEqual([]);
    expect(log.lines).toEqual([{ code: 'WEBHOOK_REFUSED', about: { because: 'secret' } }]);
  });

  it('that makes no sense is taken in all the same, for the reader of the queue to say so', async () => {
    expect((await call('not json at all', 'Bearer open-sesame')).status).toBe(202);
    expect(await taken()).toMatchObject([{ body: 'not json at all' }]);
  });

  it('may weigh 64 KB, and not a byte more', async () => {
    expect((await call(Buffer.alloc(LARGEST_DELIVERY_BYTES, 'a'), 'Bearer open-sesame')).status).toBe(202);
    expect(await call(Buffer.alloc(LARGEST_DELIVERY_BYTES + 1, 'a'), 'Bearer open-sesame')).toEqual({
      status: 413,
      says: 'A delivery may weigh 64 KB at most.',
    });
    expect(await taken()).toHaveLength(1);
  });

  it('is not answered with yes when the queue did not take it', async () => {
    queues.close();
    await expect(call('{}', 'Bearer open-sesame')).rejects.toThrow();
  });
});

describe('the secret', () => {
  it('is asked for once in five minutes, so that a rotated one counts by then', async () => {
    await call('{}', 'Bearer open-sesame');
    amazon.on(GetSecretValueCommand).resolves({ SecretString: 'rotated' });
    expect((await call('{}', 'Bearer open-sesame', NOW + 299_999)).status).toBe(202);
    expect((await call('{}', 'Bearer open-sesame', NOW + 300_000)).status).toBe(401);
    expect((await call('{}', 'Bearer rotated', NOW + 300_001)).status).toBe(202);
    expect(amazon.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  it('that is empty lets nobody in', async () => {
    amazon.on(GetSecretValueCommand).resolves({ SecretString: '' });
    await expect(call('{}', 'Bearer ')).rejects.toThrow('The webhook secret is empty');
    expect(await taken()).toEqual([]);
  });
});
