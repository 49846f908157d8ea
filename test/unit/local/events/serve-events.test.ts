import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveEvents } from '../../../../local/events/serve-events.ts';

import { eventsIn, type Room, room } from './bus-room.ts';

describe('the bus, through the AWS SDK', () => {
  async function served(): Promise<Room & { client: EventBridgeClient }> {
    const open = await room();
    const { endpoint, close } = await serveEvents(open.bus);
    const client = new EventBridgeClient({
      region: 'eu-west-2',
      endpoint,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    onTestFinished(async () => {
      client.destroy();
      await close();
    });
    return { ...open, client };
  }

  it('takes events with their time and resources', async () => {
    const { bus, queues, client } = await served();
    bus.ensureRule({
      name: 'a',
      bus: 'landlord',
      pattern: { detail: { camera: ['yard-3'] } },
      targets: [{ kind: 'queue', queueName: 'clips' }],
    });
    const { FailedEntryCount, Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'landlord',
            Source: 'camera',
            DetailType: 'Clip',
            Detail: '{"camera":"yard-3"}',
            Resources: ['asset/1'],
            Time: new Date('2026-11-21T22:00:00Z'),
          },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(0);
    expect(await eventsIn(queues, 'clips')).toMatchObject([
      {
        id: Entries[0]?.EventId,
        time: '2026-11-21T22:00:00Z',
        resources: ['asset/1'],
        detail: { camera: 'yard-3' },
      },
    ]);
  });

  it('tells of each entry that it refuses and takes the others', async () => {
    const { client } = await served();
    const entry = { Source: 'camera', DetailType: 'Clip', Detail: '{}' };
    const { FailedEntryCount, Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          entry,
          { ...entry, Detail: '{' },
          { ...entry, Detail: '[]' },
          { ...entry, Source: undefined },
          { ...entry, Source: 'aws.s3' },
          { ...entry, EventBusName: 'gone' },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(5);
    expect(Entries.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSource',
      'ResourceNotFoundException',
    ]);
  });

  it('refuses eleven entries, more than 256 KiB, and operations that it does not know', async () => {
    const { client } = await served();
    const entry = { Source: 'camera', DetailType: 'Clip', Detail: '{}' };
    await expect(
      client.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const large = { ...entry, Detail: JSON.stringify({ note: 'x'.repeat(262_144) }) };
    await expect(client.send(new PutEventsCommand({ Entries: [large] }))).rejects.toThrow('over the limit');
    await expect(
      client.send(new PutRuleCommand({ Name: 'x', ScheduleExpression: 'rate(1 day)' })),
    ).rejects.toThrow('The operation PutRule is not known to the local system.');
  });
});
