import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { put, servedS3 } from './served.ts';

describe('a listing', () => {
  it('goes page by page in the order of bytes', async () => {
    const { client } = await servedS3();
    const keys = ['a', 'a/1', 'a/2', 'b', 'é', '\u{FF5E}', '\u{1F5D1}'];
    for (const key of keys) await put(client, key);
    const listed: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: 'clips', MaxKeys: 2, ContinuationToken }),
      );
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      listed.push(...(page.Contents ?? []).map((object) => object.Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(listed).toEqual(keys);
  });

  it('gathers what lies beneath a delimiter, also over pages', async () => {
    const { client } = await servedS3();
    for (const key of ['x/1/a', 'x/1/b', 'x/2/a', 'x/3', 'y']) await put(client, key);
    const first = await client.send(
      new ListObjectsV2Command({ Bucket: 'clips', Prefix: 'x/', Delimiter: '/', MaxKeys: 2 }),
    );
    expect(first.CommonPrefixes).toEqual([{ Prefix: 'x/1/' }, { Prefix: 'x/2/' }]);
    const second = await client.send(
      new ListObjectsV2Command({
        Bucket: 'clips',
        Prefix: 'x/',
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(second.CommonPrefixes).toBeUndefined();
    expect(second.Contents).toMatchObject([{ Key: 'x/3', Size: 3 }]);
  });
});
