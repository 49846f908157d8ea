import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { put, servedS3, textOf } from './served.ts';

describe('a checksum', () => {
  const body = 'evidence';
  const sha256 = createHash('sha256').update(body).digest('base64');

  it('SHA-256 that was sent is given back when it is asked for', async () => {
    const { client } = await servedS3();
    await client.send(
      new PutObjectCommand({ Bucket: 'clips', Key: 'e', Body: body, ChecksumSHA256: sha256 }),
    );
    const asked = { Bucket: 'clips', Key: 'e', ChecksumMode: 'ENABLED' as const };
    expect((await client.send(new HeadObjectCommand(asked))).ChecksumSHA256).toBe(sha256);
    expect((await client.send(new GetObjectCommand(asked))).ChecksumSHA256).toBe(sha256);
    const plain = await client.send(new HeadObjectCommand({ Bucket: 'clips', Key: 'e' }));
    expect(plain.ChecksumSHA256).toBeUndefined();
  });

  it('that does not fit refuses the object, and what was there before stays', async () => {
    const { client, created, folder } = await servedS3();
    await put(client, 'e', 'before');
    const wrong = createHash('sha256').update('other').digest('base64');
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'e', Body: body, ChecksumSHA256: wrong })),
    ).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } });
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'e', Body: body, ChecksumCRC32: 'AAAAAA==' })),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(
      client.send(
        new PutObjectCommand({
          Bucket: 'clips',
          Key: 'e',
          Body: body,
          ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==',
        }),
      ),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    expect(await textOf(client, 'e')).toBe('before');
    expect(created).toHaveLength(1);
    expect(readdirSync(join(folder, 'blobs'))).toHaveLength(1);
  });

  it('of an algorithm that is not known here is refused by name', async () => {
    const { client } = await servedS3();
    await expect(
      client.send(
        new PutObjectCommand({ Bucket: 'clips', Key: 'e', Body: body, ChecksumCRC32C: 'AAAAAA==' }),
      ),
    ).rejects.toThrow('The local system does not know the checksum algorithm crc32c.');
  });
});

describe('an upload that breaks off', () => {
  it('leaves no object, and what was there before', async () => {
    const { s3, client, created, reported, folder } = await servedS3();
    await put(client, 'a', 'before');
    const url = new URL(await getSignedUrl(client, new PutObjectCommand({ Bucket: 'clips', Key: 'a' })));
    await new Promise<void>((resolve) => {
      const upload = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } });
      upload.on('error', () => resolve());
      upload.write(Buffer.alloc(200_000));
      setTimeout(() => upload.destroy(new Error('gone')), 100);
    });
    await expect.poll(() => readdirSync(join(folder, 'blobs')).length).toBe(1);
    expect(await textOf(client, 'a')).toBe('before');
    expect(created).toHaveLength(1);
    expect(reported).toEqual([]);
    expect(s3.endpoint).toBe(`http://${url.host}`);
  });

  it('in chunks that end early, or have not the length they said, is refused', async () => {
    const { client } = await servedS3();
    const chunked = async (body: string, decodedBytes: number) => {
      const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'clips', Key: 'a' }));
      const answer = await fetch(url, {
        method: 'PUT',
        body,
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'x-amz-decoded-content-length': String(decodedBytes),
        },
      });
      return `${answer.status} ${/<Code>(\w+)</.exec(await answer.text())?.[1] ?? ''}`;
    };
    expect(await chunked('5\r\nhello\r\n', 5)).toBe('400 IncompleteBody');
    expect(await chunked('5\r\nhel', 5)).toBe('400 IncompleteBody');
    expect(await chunked('5\r\nhello\r\n0\r\n\r\n', 6)).toBe('400 IncompleteBody');
    expect(await chunked('zz', 5)).toBe('400 IncompleteBody');
    expect(await chunked('5\r\nhello\r\n0\r\n\r\n', 5)).toBe('200 ');
  });
});
