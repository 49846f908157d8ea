// Run by a test as a process of its own: sends a message over HTTP, receives another, prints the id that the answer
// carried, and then does nothing until it is killed.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { openQueues } from '../../../../local/sqs/queues.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';

const [folder = ''] = process.argv.slice(2);
const queues = openQueues({ folder });
queues.ensure({ name: 'clips', visibilityTimeoutSeconds: 900, retentionSeconds: 3600, delaySeconds: 0 });
queues.send('clips', 'taken by a receiver that is killed');
await queues.receive('clips', 1);
const { endpoint } = await serveSqs(queues);
const client = new SQSClient({
  region: 'eu-west-2',
  endpoint,
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
const QueueUrl = `${endpoint}/000000000000/clips`;
const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'accepted' }));
console.log(MessageId);
setInterval(() => {}, 60_000);
