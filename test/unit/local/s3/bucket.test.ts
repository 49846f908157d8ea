import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { put, servedS3, textOf } from './served.ts';

describe('a presigned address', () => {
  it('takes a PUT and gives a GET with the type that was asked for', async () => {
    const { client, created } = await servedS3();
    const at = { Bucket: 'clips', Key: 'from the browser.mp4' };
    const putUrl = await getSignedUrl(client, new PutObjectCommand({ ...at, Metadata: { camera: 'phone' } }));
    expect((await fetch(putUrl, { method: 'PUT', body: 'bytes' })).status).toBe(200);
    expect(created).toMatchObject([{ key: 'from the browser.mp4', size: 5 }]);
    const getUrl = await getSignedUrl(
      client,
      new GetObjectCommand({ ...at, ResponseContentType: 'video/mp4' }),
    );
    const got = await fetch(getUrl);
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([
      200,
      'video/mp4',
      'bytes',
    ]);
    expect(got.headers.get('x-amz-meta-camera')).toBe('phone');
    expect((await fetch(getUrl, { headers: { range: 'bytes=1-2' } })).status).toBe(206);
  });

  it('ends: after its time it is refused', async () => {
    const { client } = await servedS3();
    await put(client, 'a');
    const signingDate = new Date(Date.now() - 120_000);
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'clips', Key: 'a' }), {
      expiresIn: 60,
      signingDate,
    });
    const answer = await fetch(url);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Request has expired');
  });

  it('is needed: without any signature nothing is given', async () => {
    const { s3, client } = await servedS3();
    await put(client, 'a');
    expect((await fetch(`${s3.endpoint}/clips/a`)).status).toBe(403);
    expect((await fetch(`${s3.endpoint}/clips/a`, { method: 'PUT', body: 'b' })).status).toBe(403);
    expect(await textOf(client, 'a')).toBe('a');
  });
});

describe('a bucket', () => {
  it('lets browsers of the allowed origins in, and no others', async () => {
    const { s3, client } = await servedS3();
    await s3.ensureBucket('clips', {
      corsRules: [
        {
          AllowedOrigins: ['http://localhost:*', 'http://127.0.0.1:5173'],
          AllowedMethods: ['GET', 'PUT'],
          AllowedHeaders: ['*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 600,
        },
      ],
    });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'clips', Key: 'a' }));
    const preflight = (origin: string) =>
      fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'content-type',
        },
      });
    expect((await preflight('http://localhost:5173')).status).toBe(200);
    expect((await preflight('https://elsewhere.example')).status).toBe(403);
    const answer = await fetch(url, {
      method: 'PUT',
      body: 'x',
      headers: { origin: 'http://127.0.0.1:5173' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:5173');
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag');
  });

  it('that keeps versions gives each back, under a delete marker too', async () => {
    const { client, created } = await servedS3({ versioned: true });
    const { VersionId: first } = await put(client, 'a', 'one');
    const { VersionId: second } = await put(client, 'a', 'two');
    expect(created.map((one) => one.versionId)).toEqual([first, second]);
    const { VersionId: marker, DeleteMarker } = await client.send(
      new DeleteObjectCommand({ Bucket: 'clips', Key: 'a' }),
    );
    expect(DeleteMarker).toBe(true);
    await expect(textOf(client, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const version = async (VersionId: string | undefined) =>
      (
        await client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'a', VersionId }))
      ).Body?.transformToString();
    expect([await version(first), await version(second)]).toEqual(['one', 'two']);
    await client.send(new DeleteObjectCommand({ Bucket: 'clips', Key: 'a', VersionId: marker }));
    expect(await textOf(client, 'a')).toBe('two');
    await client.send(new DeleteObjectCommand({ Bucket: 'clips', Key: 'a', VersionId: second }));
    expect(await textOf(client, 'a')).toBe('one');
    await expect(version(second)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('refuses by name what it does not do', async () => {
    const { s3, client } = await servedS3();
    const at = { Bucket: 'clips', Key: 'a', Body: 'x' };
    const locked = new PutObjectCommand({
      ...at,
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(),
    });
    await expect(client.send(locked)).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
      message: expect.stringContaining('x-amz-object-lock-'),
    });
    await expect(client.send(new PutObjectCommand({ ...at, Tagging: 'a=b' }))).rejects.toThrow(
      'x-amz-tagging',
    );
    await expect(client.send(new ListObjectsCommand({ Bucket: 'clips' }))).rejects.toThrow(
      'only ListObjectsV2',
    );
    await expect(client.send(new GetBucketVersioningCommand({ Bucket: 'clips' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(s3.ensureBucket('evidence', { objectLock: true })).rejects.toThrow('object lock');
    await expect(s3.ensureBucket('Not A Bucket')).rejects.toThrow('"Not A Bucket" is not a name');
    await expect(textOf(client, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
