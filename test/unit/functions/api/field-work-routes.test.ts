import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Photo } from '../../../../shared/platform/photo.ts';
import { PhotosBucket } from '../../../../shared/platform/photos-bucket.ts';
import { aPerson, aTask } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, AWAY, apiOn, FLAGGED_AT, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const { id: taskId } = aTask();

/** A bucket that keeps what it is given, and to which files were sent by its links. */
class PhotosKept extends PhotosBucket {
  readonly sent = new Map<string, Uint8Array>();
  readonly kept = new Map<string, Uint8Array>();
  override async keep(folder: string, { jpeg, sha256 }: Photo) {
    const key = `${folder}/${sha256.slice(0, 16)}.jpg`;
    this.kept.set(key, jpeg);
    return { key, sha256 };
  }
  override async uploaded(folder: string, sha256: string) {
    return this.sent.get(`${folder}/${sha256}`);
  }
  override async removeUpload(folder: string, sha256: string) {
    this.sent.delete(`${folder}/${sha256}`);
  }
}

let api: ApiAtWork;
let photos: PhotosKept;

beforeEach(async () => {
  photos = new PhotosKept('stills', AWAY);
  api = apiOn(tables.fresh(), { photos });
  const by = byRule('work-for-incident');
  const history = { version: 1, at: FLAGGED_AT, by, did: 'opened', status: 'open', said: 'flagged' } as const;
  await api.room.tasks.open({ task: aTask({ kind: 'clear' }), history });
});

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const aPhoto = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: 'green' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Tell-tale phone' } })
    .toBuffer();

/** Sends a file as a phone does that was given a link for it. */
function send(bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  photos.sent.set(`tasks/${taskId}/${sha256}`, bytes);
  return sha256;
}
const take = (sha256: string, shows = 'after') =>
  api.ask(officer, 'PUT', `/tasks/${taskId}/photos/${sha256}`, { body: { shows } });

describe('a photo from the field', () => {
  it('is sent by a link that takes that one file, for a quarter of an hour', async () => {
    const file = { bytes: 1_234, sha256: sha256Of(await aPhoto()) };
    const answer = await api.ask(officer, 'POST', `/tasks/${taskId}/photo-uploads`, { body: file });
    const { url, headers, ...rest } = z
      .object({ url: z.string(), headers: z.record(z.string(), z.string()) })
      .loose()
      .parse(answer.json);
    expect(rest).toEqual({ method: 'PUT', expiresAt: '2026-11-22T09:45:00.000Z' });
    expect(headers).toEqual({ 'x-amz-checksum-sha256': Buffer.from(file.sha256, 'hex').toString('base64') });
    const { pathname, searchParams } = new URL(url);
    expect(pathname).toContain(`/uploads/tasks/${taskId}/${file.sha256}`);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256');
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('is put on the task without what the phone wrote into it, once', async () => {
    const sha256 = send(await aPhoto());
    const answer = await take(sha256);
    expect(answer).toMatchObject({
      status: 200,
      json: { version: 2, photos: [{ shows: 'after', by: 'officer-north', at: NOW }] },
    });
    expect(photos.sent.size).toBe(0);
    const [jpeg = new Uint8Array()] = photos.kept.values();
    expect(Buffer.from(jpeg).includes('Tell-tale')).toBe(false);
    send(await aPhoto());
    expect((await take(sha256)).json).toMatchObject({ version: 2 });
  });

  it('can be looked at by who sees the patch, which is recorded', async () => {
    await take(send(await aPhoto()));
    const [photo] = (await api.room.tasks.get(taskId))?.photos ?? [];
    const path = `/tasks/${taskId}/photos/${photo?.sha256.slice(0, 16)}`;
    const answer = await api.ask(officer, 'GET', path);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toContain(`/tasks/${taskId}/`);
    expect(await api.room.audit.ofPerson('officer-north', NOW.slice(0, 10))).toMatchObject([
      { did: 'viewed-still', subject: taskId },
    ]);
  });

  it('that was never sent is not found', async () => {
    expect(await take(sha256Of(await aPhoto()))).toMatchObject({
      status: 404,
      json: { detail: expect.stringContaining('ask for a link, send the file, then say so') },
    });
  });

  it('that is none is refused in words, and nothing of it stays', async () => {
    const sha256 = send(new TextEncoder().encode('%PDF-1.7'));
    expect(await take(sha256)).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('is not a photo that can be read') },
    });
    expect([photos.sent.size, photos.kept.size]).toEqual([0, 0]);
  });

  it('of more than 20 MB has no link', async () => {
    const file = { bytes: 20_000_001, sha256: sha256Of(await aPhoto()) };
    const answer = await api.ask(officer, 'POST', `/tasks/${taskId}/photo-uploads`, { body: file });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain('a photo has 20 MB at most: send it smaller');
  });
});

describe('a note from the field', () => {
  it('is a line of the task’s history', async () => {
    const note = 'The gate is locked, the key is at the office';
    await api.ask(officer, 'POST', `/tasks/${taskId}/notes`, { body: { note } });
    expect((await api.room.tasks.history(taskId)).at(-1)).toMatchObject({
      did: 'note',
      said: note,
      by: { who: 'person', username: 'officer-north' },
    });
  });
});

describe('notes from several people at once', () => {
  it('are all kept', async () => {
    const notes = ['The skip is full', 'The gate is open', 'A van is coming'];
    const answers = await Promise.all(
      notes.map((note) => api.ask(officer, 'POST', `/tasks/${taskId}/notes`, { body: { note } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const said = (await api.room.tasks.history(taskId)).map((line) => line.said);
    expect(said).toEqual(expect.arrayContaining(notes));
  });
});

describe('what a task has cost', () => {
  const put = (costs: object) => api.ask(officer, 'PUT', `/tasks/${taskId}/costs`, { body: costs });

  it('is kept in pence, by what it was for, and said in pounds', async () => {
    const costs = { labourPence: 4_500, disposalPence: 12_050 };
    expect((await put({ version: 1, ...costs })).json).toMatchObject({
      costs: { ...costs, materialsPence: 0 },
      version: 2,
    });
    expect((await api.room.tasks.history(taskId)).at(-1)?.said).toBe(
      'labour £45.00, disposal £120.50, materials £0.00',
    );
  });

  it('once more changes nothing', async () => {
    await put({ version: 1, labourPence: 4_500 });
    expect((await put({ version: 2, labourPence: 4_500 })).json).toMatchObject({ version: 2 });
  });

  it('is refused in parts of a penny', async () => {
    expect((await put({ version: 1, labourPence: 45.5 })).status).toBe(400);
  });
});
