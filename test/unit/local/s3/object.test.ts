import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { put, servedS3, textOf } from './served.ts';

describe('an object, through the AWS SDK with its defaults', () => {
  it('comes back with its bytes, type, metadata and checksum', async () => {
    const { client } = await servedS3();
    const Body = randomBytes(300_000);
    const { ETag, ChecksumCRC32 } = await client.send(
      new PutObjectCommand({
        Bucket: 'clips',
        Key: 'cameras/yard-3/a.mp4',
        Body,
        ContentType: 'video/mp4',
        CacheControl: 'no-store',
        Metadata: { camera: 'yard-3' },
      }),
    );
    expect(ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    const got = await client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'cameras/yard-3/a.mp4' }));
    expect(got).toMatchObject({
      ContentType: 'video/mp4',
      CacheControl: 'no-store',
      ContentLength: 300_000,
      Metadata: { camera: 'yard-3' },
      ETag,
      ChecksumCRC32,
    });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
  });

  it('can be sent as a stream, whose checksum comes in a trailer', async () => {
    const { client } = await servedS3();
    const pieces = Array.from({ length: 40 }, () => randomBytes(17_000));
    const whole = Buffer.concat(pieces);
    const sent = await client.send(
      new PutObjectCommand({
        Bucket: 'clips',
        Key: 'streamed',
        Body: Readable.from(pieces),
        ContentLength: whole.length,
        ContentEncoding: 'gzip',
      }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'streamed' }));
    expect(got.ContentEncoding).toBe('gzip');
    expect(got.ChecksumCRC32).toBe(sent.ChecksumCRC32);
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
  });

  it.each(['a b+c&d=e.mp4', 'ünïcode/\u{1F5D1}.jpg', 'a//b', '%2F%41', "it's (here)!*~", 'ends/', '007'])(
    'may be named %s',
    async (Key) => {
      const { client, created } = await servedS3();
      await put(client, Key, 'bytes');
      expect(await textOf(client, Key)).toBe('bytes');
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'clips' }));
      expect(Contents.map((object) => object.Key)).toEqual([Key]);
      expect(created[0]?.key).toBe(Key);
    },
  );

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-30', '0123456789', 'bytes 0-9/10'],
    ['bytes=0-1,4-5', '0123456789', undefined],
  ])('is served by range %s', async (Range, expected, contentRange) => {
    const { client } = await servedS3();
    await put(client, 'digits', '0123456789');
    const got = await client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'digits', Range }));
    expect(await got.Body?.transformToString()).toBe(expected);
    expect(got.ContentRange).toBe(contentRange);
  });

  it('refuses a range beyond its end, and any range when it is empty', async () => {
    const { client } = await servedS3();
    await put(client, 'digits', '0123456789');
    await put(client, 'empty', Buffer.alloc(0));
    expect(await textOf(client, 'empty')).toBe('');
    await expect(textOf(client, 'digits', 'bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(textOf(client, 'empty', 'bytes=0-0')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('is not there: 404 in the words of S3', async () => {
    const { client } = await servedS3();
    await expect(textOf(client, 'nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      client.send(new HeadObjectCommand({ Bucket: 'clips', Key: 'nothing' })),
    ).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'b' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('is put only if absent, or only over the one that was read', async () => {
    const { client } = await servedS3();
    const once = { Bucket: 'clips', Key: 'once', IfNoneMatch: '*' };
    const { ETag } = await client.send(new PutObjectCommand({ ...once, Body: 'first' }));
    await expect(client.send(new PutObjectCommand({ ...once, Body: 'second' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await textOf(client, 'once')).toBe('first');
    const over = { Bucket: 'clips', Key: 'once', IfMatch: ETag };
    await client.send(new PutObjectCommand({ ...over, Body: 'third' }));
    await expect(client.send(new PutObjectCommand({ ...over, Body: 'fourth' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await textOf(client, 'once')).toBe('third');
  });

  it('lets exactly one of many racing conditional puts win', async () => {
    const { client, created } = await servedS3();
    const races = Array.from({ length: 8 }, (_, i) =>
      client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'race', Body: String(i), IfNoneMatch: '*' })),
    );
    const results = await Promise.allSettled(races);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(created).toHaveLength(1);
  });

  it('answers 304 to who has it already', async () => {
    const { client } = await servedS3();
    const { ETag } = await put(client, 'still.jpg');
    await expect(
      client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'still.jpg', IfNoneMatch: ETag })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  it('is read whole, old or new, while it is overwritten', async () => {
    const { client, reported } = await servedS3();
    const bodies = ['a', 'b'].map((letter) => letter.repeat(50_000));
    await put(client, 'busy', bodies[0]);
    const writes = Array.from({ length: 40 }, (_, i) => put(client, 'busy', bodies[i % 2]));
    const reads = Array.from({ length: 40 }, () => textOf(client, 'busy'));
    const [, read] = await Promise.all([Promise.all(writes), Promise.all(reads)]);
    expect(read.filter((text) => !bodies.includes(text ?? ''))).toEqual([]);
    expect(reported).toEqual([]);
  });

  it('is copied with its metadata, or with new', async () => {
    const { client, created } = await servedS3();
    await client.send(
      new PutObjectCommand({
        Bucket: 'clips',
        Key: 'a/b c+d',
        Body: 'x',
        ContentType: 'video/mp4',
        Metadata: { m: '1' },
      }),
    );
    const CopySource = `clips/${encodeURIComponent('a/b c+d')}`;
    await client.send(new CopyObjectCommand({ Bucket: 'clips', Key: 'kept', CopySource }));
    await client.send(
      new CopyObjectCommand({
        Bucket: 'clips',
        Key: 'renewed',
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/plain',
      }),
    );
    const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket: 'clips', Key }));
    expect(await head('kept')).toMatchObject({ ContentType: 'video/mp4', Metadata: { m: '1' } });
    expect(await head('renewed')).toMatchObject({ ContentType: 'text/plain', Metadata: {} });
    expect(created.map(({ key, reason }) => [key, reason])).toEqual([
      ['a/b c+d', 'PutObject'],
      ['kept', 'CopyObject'],
      ['renewed', 'CopyObject'],
    ]);
  });

  it('is deleted, alone and with others', async () => {
    const { client, folder } = await servedS3();
    for (const key of ['a', 'b', 'c']) await put(client, key);
    await client.send(new DeleteObjectCommand({ Bucket: 'clips', Key: 'a' }));
    await client.send(
      new DeleteObjectsCommand({
        Bucket: 'clips',
        Delete: { Objects: [{ Key: 'b' }, { Key: 'never there' }] },
      }),
    );
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'clips' }));
    expect(Contents.map((object) => object.Key)).toEqual(['c']);
    expect(readdirSync(join(folder, 'blobs'))).toHaveLength(1);
  });
});
