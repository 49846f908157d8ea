import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clipKey } from '../shared/clips/clip.ts';
import type { Instant } from '../shared/platform/instant.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Puts a clip into the clips bucket as a camera would. Returns when the storage has accepted it. */
export async function uploadClip(
  { s3, clipsBucket }: Whereabouts,
  cameraId: string,
  recordedAt: Instant,
  bytes: Uint8Array,
): Promise<void> {
  const client = new S3Client({
    endpoint: s3,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: `camera/${cameraId}`, secretAccessKey: 'on-one-machine' },
  });
  try {
    await client.send(
      new PutObjectCommand({ Bucket: clipsBucket, Key: clipKey(cameraId, recordedAt), Body: bytes }),
    );
  } finally {
    client.destroy();
  }
}
