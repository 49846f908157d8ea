// Run by a test as a process of its own: S3 with its events, the queues and the MQTT broker over one folder. Prints
// their addresses and serves until it is killed.
import { startIot } from '../../../../local/iot/iot.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';
import { clipsIntoQueue } from './landlord-with-clips.ts';

const [folder = ''] = process.argv.slice(2);
const { queues, s3 } = await clipsIntoQueue(folder);
const sqs = await serveSqs(queues);
const iot = await startIot({
  queues,
  rules: [{ name: 'uplinks', sql: "SELECT * FROM 'estates/#'", targets: [{ queueName: 'clips' }] }],
  report: (error) => console.error(error),
});
console.log(JSON.stringify({ s3: s3.endpoint, sqs: sqs.endpoint, iot: iot.endpoint }));
