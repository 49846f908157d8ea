import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';

import { servedQueues } from './served-queues.ts';

describe('the queues, through the AWS SDK', () => {
  it('take a message and give it, the SDK agreeing with every checksum', async () => {
    const { client, urlOf } = await servedQueues();
    const QueueUrl = urlOf('clips');
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'Bürgersteig \u{1F5D1}',
        MessageAttributes: {
          timestamp: { DataType: 'Number', StringValue: '1493147359900' },
        },
      }),
    );
    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    expect(Messages).toMatchObject([
      {
        MessageId: sent.MessageId,
        Body: 'Bürgersteig \u{1F5D1}',
        MD5OfMessageAttributes: '235c5c510d26fb653d073faed50ae77c',
        Attributes: { ApproximateReceiveCount: '1' },
        MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
      },
    ]);
  });

  it('give attributes only when they are asked for, and bytes as bytes', async () => {
    const { client, urlOf } = await servedQueues();
    const QueueUrl = urlOf('clips');
    const attributes = {
      'still.before': { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      camera: { DataType: 'String', StringValue: 'yard' },
    };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes: attributes }));
    const { Messages: [message] = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['still.*'] }),
    );
    expect(message?.Attributes).toBeUndefined();
    expect(message?.MessageAttributes).toEqual({
      'still.before': { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
    });
  });

  it('send a batch once each, telling of the entry that is refused', async () => {
    const { client, queues, urlOf } = await servedQueues();
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: urlOf('clips'),
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: 'bad \u0001' },
          { Id: 'c', MessageBody: 'three' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'InvalidMessageContents' }]);
    expect((await queues.receive('clips', 10)).map((record) => record.body)).toEqual(['one', 'three']);
  });

  it('refuse a batch with the same Id twice, with none, and with eleven entries', async () => {
    const { client, urlOf } = await servedQueues();
    const batch = (ids: string[]): Promise<unknown> =>
      client.send(
        new SendMessageBatchCommand({
          QueueUrl: urlOf('clips'),
          Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })),
        }),
      );
    await expect(batch(['a', 'a'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch([...'abcdefghijk'])).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  });

  it('delete one message, delete a batch, change a visibility, and purge', async () => {
    const { client, queues, urlOf } = await servedQueues();
    const QueueUrl = urlOf('clips');
    queues.sendAll(['1', '2', '3', '4', '5'].map((body) => ({ queueName: 'clips', body })));
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 4 }),
    );
    const [first, second, third, fourth] = Messages.map((message) => message.ReceiptHandle ?? '');
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first }));
    await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'b', ReceiptHandle: second },
          { Id: 'c', ReceiptHandle: third },
        ],
      }),
    );
    expect(queues.counts('clips')).toMatchObject({ visible: 1, inFlight: 1 });
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: fourth, VisibilityTimeout: 0 }),
    );
    expect(queues.counts('clips')).toMatchObject({ visible: 2, inFlight: 0 });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(queues.counts('clips')).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('hold a receive open until a message comes', async () => {
    const { client, queues, urlOf } = await servedQueues();
    const receiving = client.send(
      new ReceiveMessageCommand({ QueueUrl: urlOf('clips'), WaitTimeSeconds: 10 }),
    );
    setTimeout(() => queues.send('clips', 'came'), 50);
    expect((await receiving).Messages).toMatchObject([{ Body: 'came' }]);
  });

  it('give no message to a receiver that hung up while it waited', async () => {
    const { client, queues, urlOf } = await servedQueues();
    const hangUp = new AbortController();
    const receiving = client.send(
      new ReceiveMessageCommand({ QueueUrl: urlOf('clips'), WaitTimeSeconds: 10 }),
      {
        abortSignal: hangUp.signal,
      },
    );
    setTimeout(() => hangUp.abort(), 50);
    await expect(receiving).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    queues.send('clips', 'for the next');
    expect(queues.counts('clips').visible).toBe(1);
  });

  it('tell their addresses and their attributes', async () => {
    const { client, queues, urlOf } = await servedQueues();
    queues.ensure({
      name: 'of its own:x',
      visibilityTimeoutSeconds: 1,
      retentionSeconds: 60,
      delaySeconds: 0,
    });
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'clips' }))).QueueUrls).toEqual([
      urlOf('clips-dead'),
      urlOf('clips'),
    ]);
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(2);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: 'clips' }))).QueueUrl).toBe(urlOf('clips'));
    queues.send('clips', 'x');
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: urlOf('clips'), AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      QueueArn: 'arn:aws:sqs:eu-west-2:000000000000:clips',
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-2:000000000000:clips-dead","maxReceiveCount":2}',
    });
  });

  it('move dead letters back on a move task', async () => {
    const { client, queues } = await servedQueues();
    queues.send('clips', 'poison');
    for (let time = 0; time < 3; time += 1) await queues.receive('clips', 1, { visibilityTimeoutSeconds: 0 });
    expect(queues.counts('clips-dead').visible).toBe(1);
    await client.send(
      new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:eu-west-2:000000000000:clips-dead' }),
    );
    expect(queues.counts('clips').visible).toBe(1);
  });

  it('refuse as SQS does: no such queue, a bad handle, a message not in flight, a number out of range', async () => {
    const { client, queues, urlOf } = await servedQueues();
    const QueueUrl = urlOf('clips');
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: urlOf('nowhere'), MessageBody: 'x' })),
    ).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'no' })),
    ).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
    queues.send('clips', 'x');
    const [record] = await queues.receive('clips', 1, { visibilityTimeoutSeconds: 0 });
    const late = new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: record?.receiptHandle,
      VisibilityTimeout: 10,
    });
    await expect(client.send(late)).rejects.toMatchObject({
      name: 'MessageNotInflight',
    });
    await expect(
      client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
    ).rejects.toThrow(/<=10/);
  });

  it('refuse by name what they do not know', async () => {
    const { client, urlOf } = await servedQueues();
    const QueueUrl = urlOf('clips');
    await expect(
      client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '1' } })),
    ).rejects.toThrow('The operation SetQueueAttributes is not known to the local system.');
    await expect(
      client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'g' })),
    ).rejects.toThrow(/MessageGroupId/);
  });

  it('say which port is in use', async () => {
    const { queues } = await servedQueues();
    const other = await serveSqs(queues);
    onTestFinished(() => other.close());
    const port = Number(new URL(other.endpoint).port);
    await expect(serveSqs(queues, { port })).rejects.toThrow(
      `Port ${port} is in use, so the queues cannot be served there; stop what uses it or choose another port.`,
    );
  });
});
