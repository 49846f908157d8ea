import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { receiveUplink } from '../../../../functions/receive-uplink/receive-uplink.ts';
import { WebhookSecrets } from '../../../../functions/receive-uplink/webhook-secrets.ts';
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
  source?: string,
) => ReturnType<typeof receiveUplink>;
/** The secret's versions as Secrets Manager has them; without a previous one it was never rotated. */
let holds: (current: string, previous?: string) => void;

beforeEach(async () => {
  amazon.reset();
  holds = (current, previous) => {
    const before = amazon.on(GetSecretValueCommand, { VersionStage: 'AWSPREVIOUS' });
    if (previous !== undefined) before.resolves({ SecretString: previous });
    else before.rejects(new ResourceNotFoundException({ message: 'none', $metadata: {} }));
    amazon.on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' }).resolves({ SecretString: current });
  };
  holds('open-sesame');
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
    secrets: new WebhookSecrets(secrets, 'webhook'),
    log,
  };
  call = (body, authorization, nowMillis = NOW, source = 'the-things-stack') =>
    receiveUplink({ source, authorization, body: Buffer.from(body) }, room, nowMillis);
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

  it.each(['the-things-stack', 'chirpstack', 'aws-iot-lorawan', 'onvif', 'lwm2m'])(
    'of %s is taken in as its',
    async (source) => {
      expect((await call('{}', 'Bearer open-sesame', NOW, source)).status).toBe(202);
      expect(await taken()).toMatchObject([{ way: 'webhook', from: source }]);
    },
  );

  it.each(['mqtt', 'acme', '', '__proto__'])('of “%s” is told which there are', async (source) => {
    expect(await call('{}', 'Bearer open-sesame', NOW, source)).toEqual({
      status: 404,
      says: 'There is no such webhook. There are: the-things-stack, chirpstack, aws-iot-lorawan, onvif, lwm2m.',
    });
    expect(await taken()).toEqual([]);
    expect(amazon.commandCalls(GetSecretValueCommand)).toEqual([]);
  });

  it.each(['admin:open-sesame', ':open-sesame'])(
    'of a camera may show the secret as the password of Basic (%s)',
    async (pair) => {
      const header = `Basic ${Buffer.from(pair).toString('base64')}`;
      expect((await call('{}', header, NOW, 'onvif')).status).toBe(202);
    },
  );

  it.each([
    [undefined],
    [''],
    ['Bearer '],
    ['Bearer open-sesam'],
    ['Bearer open-sesame!'],
    ['Basic open-sesame'],
    ['Basic '],
    [`Basic ${Buffer.from('open-sesame').toString('base64')}`],
    [`Basic ${Buffer.from('open-sesame:').toString('base64')}`],
    [`Basic ${Buffer.from('admin:open-sesame:x').toString('base64')}`],
  ])('with the header %o is refused, and nothing of it is kept', async (header) => {
    expect(await call('{}', header)).toEqual({
      status: 401,
      says: 'Send the secret of this webhook in the Authorization header, as a bearer token or a Basic password.',
    });
    expect(await taken()).toEqual([]);
    expect(log.lines).toEqual([
      { code: 'WEBHOOK_REFUSED', about: { because: 'secret', source: 'the-things-stack' } },
    ]);
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

  it.each(['the-things-stack', 'chirpstack', 'aws-iot-lorawan', 'onvif', 'lwm2m'])(
    'of %s that weighs 10 MB is refused without being parsed or kept',
    async (source) => {
      const nested = Buffer.alloc(10 * 1_024 * 1_024, '[');
      expect(await call(nested, 'Bearer open-sesame', NOW, source)).toMatchObject({ status: 413 });
      expect(await taken()).toEqual([]);
    },
  );

  it('is not answered with yes when the queue did not take it', async () => {
    queues.close();
    await expect(call('{}', 'Bearer open-sesame')).rejects.toThrow();
  });
});

const asked = () => amazon.commandCalls(GetSecretValueCommand).length / 2;

describe('the secret', () => {
  it('is asked for once in five minutes, in its current and its previous version', async () => {
    for (const after of [0, 1, 299_999]) {
      expect((await call('{}', 'Bearer open-sesame', NOW + after)).status).toBe(202);
    }
    expect(asked()).toBe(1);
    await call('{}', 'Bearer open-sesame', NOW + 300_000);
    expect(asked()).toBe(2);
  });

  it('that was just put in counts at once, and the one before it goes on counting', async () => {
    await call('{}', 'Bearer open-sesame');
    holds('rotated', 'open-sesame');
    expect((await call('{}', 'Bearer rotated', NOW + 1)).status).toBe(202);
    for (const after of [2, 299_999, 300_001, 3_600_000]) {
      expect((await call('{}', 'Bearer rotated', NOW + after)).status).toBe(202);
      expect((await call('{}', 'Bearer open-sesame', NOW + after)).status).toBe(202);
    }
  });

  it('that the landlord dropped stops counting within five minutes', async () => {
    holds('rotated', 'open-sesame');
    await call('{}', 'Bearer open-sesame');
    holds('rotated');
    expect((await call('{}', 'Bearer open-sesame', NOW + 300_000)).status).toBe(401);
    expect((await call('{}', 'Bearer rotated', NOW + 300_001)).status).toBe(202);
  });

  it('is asked for once a minute at most, however many strangers guess', async () => {
    for (let second = 0; second < 120; second += 1) {
      expect((await call('{}', `Bearer guess ${second}`, NOW + second * 1000)).status).toBe(401);
    }
    // The first call asks because nothing is known, and again because its guess is unknown; then once after a minute.
    expect(asked()).toBe(3);
  });

  it('may be another for each source, and counts for its own only', async () => {
    holds(JSON.stringify({ chirpstack: 'abracadabra', onvif: 'alakazam' }));
    expect((await call('{}', 'Bearer abracadabra', NOW, 'chirpstack')).status).toBe(202);
    expect((await call('{}', 'Bearer alakazam', NOW, 'onvif')).status).toBe(202);
    expect((await call('{}', 'Bearer abracadabra', NOW, 'onvif')).status).toBe(401);
    expect((await call('{}', 'Bearer abracadabra', NOW, 'lwm2m')).status).toBe(401);
    expect((await call('{}', '', NOW, 'lwm2m')).status).toBe(401);
  });

  it('that was one for all becomes one for each without refusing anybody', async () => {
    holds(JSON.stringify({ 'the-things-stack': 'own', chirpstack: 'other' }), 'open-sesame');
    for (const secret of ['own', 'open-sesame']) {
      expect((await call('{}', `Bearer ${secret}`)).status).toBe(202);
    }
    expect((await call('{}', 'Bearer other')).status).toBe(401);
  });

  it('that is empty lets nobody in', async () => {
    holds('');
    await expect(call('{}', 'Bearer ')).rejects.toThrow('The webhook secret is empty');
    expect(await taken()).toEqual([]);
  });

  it.each(['{"chirpstack": ""}', '{"acme": "x"}', '{', '{"chirpstack": 7}'])(
    'that should be by source but is not (%s) lets nobody in, and is not shown in the error',
    async (value) => {
      holds(value);
      const failed = await call('{}', 'Bearer x', NOW, 'chirpstack').catch((error: unknown) => error);
      expect(failed).toMatchObject({ message: expect.stringContaining('no JSON of secrets by source') });
      expect(failed).not.toHaveProperty('cause');
    },
  );

  it('that cannot be asked for is no reason to let anybody in', async () => {
    amazon.on(GetSecretValueCommand).rejects(new Error('Secrets Manager is away'));
    await expect(call('{}', 'Bearer open-sesame')).rejects.toThrow('Secrets Manager is away');
    expect(await taken()).toEqual([]);
  });
});
