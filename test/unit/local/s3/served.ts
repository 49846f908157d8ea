import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import type { ObjectCreated } from '../../../../local/s3/object-created.ts';
import { type LocalS3, startS3 } from '../../../../local/s3/s3.ts';
import { emptyFolder } from '../sqs/folders.ts';

/** A running S3 with a bucket `clips` that tells of its objects, and a client for it with the SDK's defaults. */
export interface ServedS3 {
  s3: LocalS3;
  client: S3Client;
  created: ObjectCreated[];
  reported: Error[];
  folder: string;
}

export async function servedS3(
  options: {
    onCreated?: (created: ObjectCreated) => void | Promise<void>;
    folder?: string;
    versioned?: boolean;
  } = {},
): Promise<ServedS3> {
  const folder = options.folder ?? (await emptyFolder());
  const created: ObjectCreated[] = [];
  const reported: Error[] = [];
  const s3 = await startS3({
    folder,
    onCreated: options.onCreated ?? ((one) => void created.push(one)),
    report: (error) => reported.push(error),
  });
  onTestFinished(() => s3.close());
  await s3.ensureBucket('clips', { eventBridgeEnabled: true, versioned: options.versioned ?? false });
  return { s3, client: clientOf(s3.endpoint), created, reported, folder };
}

/** A client of S3 with the SDK's defaults, but for trying only once. */
export function clientOf(endpoint: string): S3Client {
  const client = new S3Client({
    region: 'eu-west-2',
    endpoint,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** Puts an object into `clips`. */
export function put(
  client: S3Client,
  Key: string,
  Body: string | Buffer = Key,
): Promise<PutObjectCommandOutput> {
  return client.send(new PutObjectCommand({ Bucket: 'clips', Key, Body }));
}

/** The text of an object in `clips`, or of a range of it. */
export async function textOf(client: S3Client, Key: string, Range?: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'clips', Key, Range }));
  return Body?.transformToString();
}
