import { connectAsync, type MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LocalIot, startIot, type TopicRule } from '../../../../local/iot/iot.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { emptyFolder } from '../sqs/folders.ts';
import { lineBeforeKill } from '../sqs/killed.ts';

const topic = 'estates/riverside/devices/door-3/up';
const uplinks: TopicRule = {
  name: 'uplinks',
  sql: "SELECT encode(*, 'base64') AS payload, topic(4) AS device FROM 'estates/+/devices/+/up'",
  targets: [{ queueName: 'readings' }],
};

interface Room {
  iot: LocalIot;
  queues: Queues;
  reported: string[];
}

async function room(rules: TopicRule[] = [uplinks]): Promise<Room> {
  const queues = openQueues({ folder: await emptyFolder() });
  for (const name of ['readings', 'audit']) {
    queues.ensure({ name, visibilityTimeoutSeconds: 60, retentionSeconds: 3600, delaySeconds: 0 });
  }
  const reported: string[] = [];
  const iot = await startIot({
    queues,
    rules,
    report: (error) => reported.push(error.message),
  });
  onTestFinished(async () => {
    await iot.close();
    queues.close();
  });
  return { iot, queues, reported };
}

async function device(endpoint: string): Promise<MqttClient> {
  const client = await connectAsync(endpoint, { clientId: 'gateway-1', reconnectPeriod: 0 });
  onTestFinished(async () => {
    await client.endAsync(true);
  });
  return client;
}

const bodiesIn = async (queues: Queues, name: string): Promise<string[]> =>
  (await queues.receive(name, 10)).map((record) => record.body);

describe('a message over MQTT', () => {
  it.each([0, 1] as const)('of quality of service %i reaches the queues of its rules', async (qos) => {
    const { iot, queues } = await room();
    const client = await device(iot.endpoint);
    await client.publishAsync(topic, Buffer.of(1, 0x64, 255), { qos });
    await client.publishAsync('estates/riverside/devices/door-3/down', 'not for us', { qos: 1 });
    await expect.poll(() => queues.counts('readings').visible).toBe(1);
    expect(await bodiesIn(queues, 'readings')).toEqual(['{"payload":"AWT/","device":"door-3"}']);
  });

  it('goes to every target of every rule that takes it, plain or as base64', async () => {
    const { iot, queues } = await room([
      uplinks,
      {
        name: 'audit',
        sql: "SELECT * FROM '#'",
        targets: [{ queueName: 'audit', useBase64: true }, { queueName: 'audit' }],
      },
    ]);
    await (await device(iot.endpoint)).publishAsync(topic, '{"port":85}', { qos: 1 });
    expect(queues.counts('readings').visible).toBe(1);
    expect(await bodiesIn(queues, 'audit')).toEqual(['eyJwb3J0Ijo4NX0=', '{"port":85}']);
  });

  it('reaches those who subscribe', async () => {
    const { iot } = await room();
    const listener = await connectAsync(iot.endpoint);
    onTestFinished(async () => {
      await listener.endAsync(true);
    });
    await listener.subscribeAsync('estates/#', { qos: 1 });
    const heard = new Promise<string>((resolve) =>
      listener.on('message', (_, payload) => resolve(payload.toString())),
    );
    await (await device(iot.endpoint)).publishAsync(topic, 'open', { qos: 1 });
    expect(await heard).toBe('open');
  });

  it('is in the queue after kill -9 once its PUBACK was seen', async () => {
    const folder = await emptyFolder();
    const program = new URL('./publish-and-hang.ts', import.meta.url);
    expect(await lineBeforeKill(program, [folder, '{"open":true}'])).toBe('acknowledged');
    const queues = openQueues({ folder });
    onTestFinished(() => queues.close());
    queues.ensure({
      name: 'readings',
      visibilityTimeoutSeconds: 60,
      retentionSeconds: 3600,
      delaySeconds: 0,
    });
    expect(await bodiesIn(queues, 'readings')).toEqual(['{"open":true}']);
  });

  it('is not acknowledged when it could not be kept', async () => {
    const { iot, queues, reported } = await room();
    const client = await device(iot.endpoint);
    queues.close();
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
    let acknowledged = false;
    client.publish(topic, 'x', { qos: 1 }, (error) => {
      acknowledged = error === undefined || error === null;
    });
    await closed;
    expect(acknowledged).toBe(false);
    expect(reported).toEqual([expect.stringContaining('The device "gateway-1" was cut off')]);
  });

  it('that a rule cannot take is acknowledged and dropped, with its reason', async () => {
    const { iot, queues, reported } = await room([
      { name: 'members', sql: "SELECT *, topic() AS t FROM '#'", targets: [{ queueName: 'readings' }] },
      { name: 'text', sql: "SELECT * FROM '#'", targets: [{ queueName: 'readings' }] },
      { ...uplinks, targets: [{ queueName: 'audit' }] },
    ]);
    await (await device(iot.endpoint)).publishAsync(topic, Buffer.of(0, 1), { qos: 1 });
    expect(queues.counts('readings').visible).toBe(0);
    expect(queues.counts('audit').visible).toBe(1);
    expect(reported).toEqual([
      `Rule "members" dropped a message on ${topic}: SELECT * with other items needs a payload that is a JSON object.`,
      `Rule "text" dropped a message on ${topic}: The body has a character that SQS does not take.`,
    ]);
  });

  it.each([
    ['of more than 128 KiB', topic, 131_073, 1, 'more than the 131072'],
    ['on a reserved topic', '$aws/rules/x', 1, 1, 'is reserved'],
    ['of quality of service 2', topic, 1, 2, 'quality of service 2'],
    ['on a topic of more than 8 levels', 'a/b/c/d/e/f/g/h/i', 1, 1, 'too many levels'],
    ['on a topic of more than 256 bytes', 'a'.repeat(257), 1, 1, 'at most 256 bytes'],
  ] as const)('%s ends the connection', async (_, onTopic, bytes, qos, reason) => {
    const { iot, queues, reported } = await room([
      { name: 'all', sql: "SELECT * FROM '#'", targets: [{ queueName: 'audit' }] },
    ]);
    const client = await device(iot.endpoint);
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
    client.publish(onTopic, 'x'.repeat(bytes), { qos });
    await closed;
    expect(queues.counts('audit').visible).toBe(0);
    await expect.poll(() => reported).toEqual([expect.stringContaining(reason)]);
  });

  it('of exactly 128 KiB is taken', async () => {
    const { iot, queues } = await room();
    await (await device(iot.endpoint)).publishAsync(topic, 'x'.repeat(131_072), { qos: 1 });
    expect(queues.counts('readings').visible).toBe(1);
  });
});

describe('the broker at its start', () => {
  it('refuses a rule for a queue that does not exist, and a statement that it does not know', async () => {
    await expect(room([{ ...uplinks, targets: [{ queueName: 'gone' }] }])).rejects.toThrow(
      'The queue "gone" does not exist.',
    );
    await expect(room([{ ...uplinks, sql: "SELECT x FROM 'y'" }])).rejects.toThrow(
      'The statement of rule "uplinks"',
    );
  });

  it('says which port is in use', async () => {
    const { iot, queues } = await room();
    const port = Number(new URL(iot.endpoint).port);
    await expect(startIot({ queues, rules: [], report: () => {}, port })).rejects.toThrow(
      `Port ${port} is in use, so MQTT cannot be served there`,
    );
  });
});
