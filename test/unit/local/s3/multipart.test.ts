import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { servedS3, textOf } from './served.ts';

describe('an upload in parts', () => {
  const mebibyte = 1_048_576;

  it('becomes one object when it is completed, and is told of once', async () => {
    const { client, created, folder } = await servedS3();
    const upload = { Bucket: 'clips', Key: 'long.mp4' };
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...upload, ContentType: 'video/mp4' }),
    );
    const bodies = [randomBytes(5 * mebibyte), randomBytes(1000)];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const PartNumber = index + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber, Body }));
        return { ETag, PartNumber };
      }),
    );
    expect(created).toEqual([]);
    await expect(textOf(client, 'long.mp4')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const { ETag } = await client.send(
      new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }),
    );
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const got = await client.send(new GetObjectCommand(upload));
    expect(got.ContentType).toBe('video/mp4');
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies))).toBe(
      true,
    );
    expect(created).toMatchObject([
      {
        key: 'long.mp4',
        size: 5 * mebibyte + 1000,
        reason: 'CompleteMultipartUpload',
        etag: ETag?.slice(1, -1),
      },
    ]);
    expect(readdirSync(join(folder, 'blobs'))).toHaveLength(1);
  });

  it('is refused with a part that is not there, too small, or out of order', async () => {
    const { client } = await servedS3();
    const upload = { Bucket: 'clips', Key: 'long.mp4' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
    const part = async (PartNumber: number) => {
      const { ETag } = await client.send(
        new UploadPartCommand({ ...upload, UploadId, PartNumber, Body: 'small' }),
      );
      return { ETag, PartNumber };
    };
    const [one, two] = [await part(1), await part(2)];
    const complete = (Parts: { ETag?: string | undefined; PartNumber: number }[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
    await expect(complete([{ ...one, PartNumber: 3 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  });

  it('leaves nothing when it is aborted', async () => {
    const { client, folder } = await servedS3();
    const upload = { Bucket: 'clips', Key: 'long.mp4' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
    await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }));
    await client.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    expect(readdirSync(join(folder, 'blobs'))).toEqual([]);
    await expect(
      client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 2, Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(readdirSync(join(folder, 'blobs'))).toEqual([]);
  });
});
