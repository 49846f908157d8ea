// Run by a test as a process of its own: puts a clip over HTTP, prints its ETag as soon as the answer is there, and
// then does nothing until it is killed.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clipsIntoQueue } from './landlord-with-clips.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const { s3 } = await clipsIntoQueue(folder);
const client = new S3Client({
  region: 'eu-west-2',
  endpoint: s3.endpoint,
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
});
const { ETag } = await client.send(new PutObjectCommand({ Bucket: 'clips', Key: key, Body: 'a clip' }));
console.log(ETag);
setInterval(() => {}, 60_000);
