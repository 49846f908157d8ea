import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StillLinks } from '../../../../functions/api/still-links.ts';

describe('a picture that nobody may see any more', () => {
  it('is removed from its bucket by its key', async () => {
    const s3 = mockClient(S3Client);
    onTestFinished(() => s3.restore());
    s3.on(DeleteObjectCommand).resolves({});
    await new StillLinks('stills', new S3Client({ region: 'eu-west-2' })).remove('test-images/yard/3.jpg');
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { Bucket: 'stills', Key: 'test-images/yard/3.jpg' },
    ]);
  });
});
