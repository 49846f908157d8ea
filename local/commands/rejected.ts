import { ReceiveMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { textTable } from '../text-table.ts';
import type { Whereabouts } from '../whereabouts.ts';

type DeadLetters = Whereabouts['deadLetters'][number];

/** Shows messages that were given up, in one dead-letter queue or in all, each with its reason. Leaves them there. */
export async function showRejected(whereabouts: Whereabouts, named: string | undefined): Promise<void> {
  const client = clientFor(whereabouts);
  const rows: string[][] = [];
  for (const { queue } of deadLetters(whereabouts, named)) {
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: `${whereabouts.sqs}/000000000000/${queue}`,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['reason'],
      }),
    );
    for (const { MessageId = '', Body = '', MessageAttributes } of answer.Messages ?? []) {
      const reason = MessageAttributes?.reason?.StringValue ?? 'failed at every try: see the log';
      rows.push([queue, MessageId, reason, Body.slice(0, 80)]);
    }
  }
  client.destroy();
  console.log(
    rows.length === 0 ? 'Nothing was given up.' : textTable(['Queue', 'Message', 'Because', 'Begins'], rows),
  );
}

/** Puts every message of a dead-letter queue back to the queue it came from. */
export async function redrive(whereabouts: Whereabouts, named: string): Promise<void> {
  const client = clientFor(whereabouts);
  for (const { queue, of } of deadLetters(whereabouts, named)) {
    if (of === undefined) {
      throw new Error(
        `${queue} holds what a stream gave up: there is no queue to put it back to. docs/runbook.md tells more.`,
      );
    }
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn(queue), DestinationArn: arn(of) }));
    console.log(`What lay in ${queue} is on its way to ${of} again.`);
  }
  client.destroy();
}

function deadLetters(whereabouts: Whereabouts, named: string | undefined): DeadLetters[] {
  const found = whereabouts.deadLetters.filter(({ queue }) => named === undefined || queue.includes(named));
  if (found.length > 0) return found;
  const names = whereabouts.deadLetters.map(({ queue }) => queue).join('\n  ');
  throw new Error(`There is no dead-letter queue “${named}”. There are:\n  ${names}`);
}

function arn(queue: string): string {
  return `arn:aws:sqs:eu-west-2:000000000000:${queue}`;
}

function clientFor({ sqs }: Whereabouts): SQSClient {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'on-one-machine' };
  return new SQSClient({ endpoint: sqs, region: 'eu-west-2', credentials });
}
