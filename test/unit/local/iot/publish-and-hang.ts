// Run by a test as a process of its own: publishes a reading at quality of service 1, prints a line as soon as the
// PUBACK is there, and then does nothing until it is killed.
import { connectAsync } from 'mqtt';
import { startIot } from '../../../../local/iot/iot.ts';
import { openQueues } from '../../../../local/sqs/queues.ts';

const [folder = '', reading = ''] = process.argv.slice(2);
const queues = openQueues({ folder });
queues.ensure({ name: 'readings', visibilityTimeoutSeconds: 60, retentionSeconds: 3600, delaySeconds: 0 });
const { endpoint } = await startIot({
  queues,
  rules: [{ name: 'uplinks', sql: "SELECT * FROM 'estates/#'", targets: [{ queueName: 'readings' }] }],
  report: (error) => console.error(error),
});
const device = await connectAsync(endpoint);
// Killed from within the handler of the PUBACK: nothing else of this process has run in between.
device.on('packetreceive', (packet) => {
  if (packet.cmd !== 'puback') return;
  process.stdout.write('acknowledged\n', () => process.kill(process.pid, 'SIGKILL'));
});
device.publish('estates/riverside/devices/door-3/up', reading, { qos: 1 });
