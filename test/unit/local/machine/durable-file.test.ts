import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CannotRunHere, DurableFile, whatIsWrong } from '../../../../local/machine/durable-file.ts';
import { emptyFolder } from '../sqs/folders.ts';

async function fileWithNotes(): Promise<{ file: DurableFile; path: string; notes: () => unknown[] }> {
  const path = join(await emptyFolder(), 'deeper', 'notes.sqlite');
  const file = new DurableFile(path);
  onTestFinished(() => file.close());
  file.run('CREATE TABLE note (text TEXT NOT NULL)');
  return {
    file,
    path,
    notes: () =>
      file
        .prepare('SELECT text FROM note')
        .all()
        .map(({ text }) => text),
  };
}

describe('a durable file', () => {
  it('keeps all of a transaction or nothing, also of one within another', async () => {
    const { file, notes } = await fileWithNotes();
    const add = file.prepare('INSERT INTO note VALUES (?)');
    file.transaction(() => {
      add.run('one');
      file.transaction(() => add.run('two'));
    });
    const broken = () =>
      file.transaction(() => {
        file.transaction(() => add.run('three'));
        throw new Error('changed my mind');
      });
    expect(broken).toThrow('changed my mind');
    expect(notes()).toEqual(['one', 'two']);
  });

  it('says that the disk is full, keeps what it had, and goes on when there is room', async () => {
    const { file, path, notes } = await fileWithNotes();
    const add = file.prepare('INSERT INTO note VALUES (?)');
    file.transaction(() => add.run('before'));
    // SQLite answers the same for a limit on its pages as for a disk without room.
    file.run('PRAGMA max_page_count = 10');
    expect(() => file.transaction(() => add.run('x'.repeat(100_000)))).toThrow(
      new CannotRunHere(`The disk that holds ${path} is full; make room and start again.`),
    );
    file.run('PRAGMA max_page_count = 1000');
    file.transaction(() => add.run('after'));
    expect(notes()).toEqual(['before', 'after']);
  });

  it('says that it is damaged when half of it is gone', async () => {
    const { file, path } = await fileWithNotes();
    file.transaction(() => {
      const add = file.prepare('INSERT INTO note VALUES (?)');
      for (let i = 0; i < 1000; i += 1) add.run('x'.repeat(100));
    });
    file.close();
    truncateSync(path, statSync(path).size / 2);
    writeFileSync(path, readFileSync(path).fill(0xff, 4096));
    const read = () => {
      const again = new DurableFile(path);
      onTestFinished(() => again.close());
      again.transaction(() => again.prepare('SELECT count(*) FROM note').get());
    };
    expect(read).toThrow(`${path} is damaged; move it away, or remove the local data with "npm run reset".`);
  });
});

describe('what is wrong with the disk', () => {
  it.each([
    ['ENOSPC', 'The disk that holds /data/queues.sqlite is full; make room and start again.'],
    ['EACCES', 'The folder /data may not be written; make it writable or choose another.'],
    ['EROFS', 'The folder /data may not be written; make it writable or choose another.'],
    ['ENOTDIR', '/data is not a folder; move what is there away or choose another.'],
  ])('%s: %s', (code, sentence) => {
    expect(whatIsWrong('/data/queues.sqlite', Object.assign(new Error(code), { code }))).toBe(sentence);
  });

  it('says nothing of an error that is not of the disk', () => {
    expect(whatIsWrong('/data/queues.sqlite', new TypeError('a mistake of ours'))).toBeUndefined();
  });
});
