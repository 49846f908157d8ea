import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQueues } from '../../../../local/sqs/queues.ts';
import { emptyFolder } from './folders.ts';
import { lineBeforeKill } from './killed.ts';

import { bodies, queueNamed, queuesWith } from './queue-room.ts';

describe('the queue file', () => {
  it('has every accepted message after kill -9, and gives back at once what the killed receiver held', async () => {
    const folder = await emptyFolder();
    const acceptedId = await lineBeforeKill(new URL('./send-and-hang.ts', import.meta.url), [folder]);
    const queues = openQueues({ folder });
    onTestFinished(() => queues.close());
    queues.ensure(queueNamed('clips'));
    const records = await queues.receive('clips', 10);
    expect(bodies(records).sort()).toEqual(['accepted', 'taken by a receiver that is killed']);
    expect(records.map((record) => record.messageId)).toContain(acceptedId);
    expect(
      records.find((record) => record.messageId !== acceptedId)?.attributes.ApproximateReceiveCount,
    ).toBe('2');
  });

  it('keeps a delayed message delayed over a restart', async () => {
    const { queues, clock, folder } = await queuesWith(queueNamed('clips'));
    queues.send('clips', 'later', { delaySeconds: 600 });
    queues.close();
    const reopened = openQueues({ folder, clock });
    onTestFinished(() => reopened.close());
    reopened.ensure(queueNamed('clips'));
    expect(reopened.counts('clips')).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
  });

  it('is refused to a second user in words', async () => {
    const { folder } = await queuesWith();
    expect(() => openQueues({ folder })).toThrow(
      /queues\.sqlite is in use by another Estatewatch; stop that one first\.$/,
    );
  });

  it('says what is wrong with a folder that is a file, and with a file that is not its own', async () => {
    const folder = await emptyFolder();
    writeFileSync(join(folder, 'file'), 'a file');
    expect(() => openQueues({ folder: join(folder, 'file') })).toThrow(
      /file is not a folder; move what is there away/,
    );
    mkdirSync(join(folder, 'other'));
    writeFileSync(
      join(folder, 'other', 'queues.sqlite'),
      'not a database, but long enough to be read as its header'.repeat(20),
    );
    expect(() => openQueues({ folder: join(folder, 'other') })).toThrow(/is not a file of Estatewatch/);
  });
});
