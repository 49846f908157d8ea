import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startS3 } from '../../../../local/s3/s3.ts';
import { clientOf, put, servedS3, textOf } from './served.ts';

describe('S3 at its start', () => {
  it('has what it had, and has cleared what a broken upload left', async () => {
    const first = await servedS3();
    await put(first.client, 'a', 'kept');
    await first.s3.close();
    writeFileSync(join(first.folder, 'blobs', 'cut-off-by-a-kill'), 'half');
    const again = await startS3({ folder: first.folder, onCreated: () => {}, report: () => {} });
    onTestFinished(() => again.close());
    await again.ensureBucket('clips');
    expect(await textOf(clientOf(again.endpoint), 'a')).toBe('kept');
    expect(readdirSync(join(first.folder, 'blobs'))).toHaveLength(1);
  });

  it('says which port is in use', async () => {
    const { s3, folder } = await servedS3();
    const port = Number(new URL(s3.endpoint).port);
    await expect(
      startS3({ folder: join(folder, 'other'), port, onCreated: () => {}, report: () => {} }),
    ).rejects.toThrow(`Port ${port} is in use, so the clips and stills cannot be served there`);
  });
});
