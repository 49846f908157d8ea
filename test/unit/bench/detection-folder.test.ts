import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clipFolder } from '../../../bench/detection-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bench-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text = '') => writeFile(path.join(folder, name), text);
const deposit = { atSeconds: 3, box: { left: 0.1, top: 0.1, width: 0.1, height: 0.1 }, object: 'bag' };

describe('a folder of clips', () => {
  it('has its recordings by name, each with its label, and nothing else', async () => {
    await Promise.all([put('b.mp4'), put('a.MKV'), put('notes.txt'), put('c.avi')]);
    await put('labels.json', JSON.stringify({ 'b.mp4': { deposit, plot: 'a bag', conditions: ['rain'] } }));
    const { clips, complaints, isThere } = await clipFolder(folder);
    expect(clips.map(({ file }) => path.basename(file))).toEqual(['a.MKV', 'b.mp4', 'c.avi']);
    expect(clips.map(({ label }) => label?.plot)).toEqual([undefined, 'a bag', undefined]);
    expect([complaints, isThere]).toEqual([[], true]);
  });

  it('needs no labels', async () => {
    await put('a.mp4');
    expect(await clipFolder(folder)).toMatchObject({ complaints: [], clips: [{ label: undefined }] });
  });

  it('says when its labels are no JSON, and goes without', async () => {
    await Promise.all([put('a.mp4'), put('labels.json', '{"a.mp4": ')]);
    const { clips, complaints } = await clipFolder(folder);
    expect(clips).toHaveLength(1);
    expect(complaints).toEqual([expect.stringMatching(/its labels\.json is left out: .*JSON/)]);
  });

  it('leaves out the one label that is not as the format says, and names it', async () => {
    await Promise.all([put('a.mp4'), put('b.mp4')]);
    await put(
      'labels.json',
      JSON.stringify({ 'a.mp4': { deposit: { atSeconds: 'soon' } }, 'b.mp4': { deposit: null } }),
    );
    const { clips, complaints } = await clipFolder(folder);
    expect(clips.map(({ label }) => label?.deposit)).toEqual([undefined, null]);
    expect(complaints).toEqual([
      expect.stringMatching(/the label of a\.mp4 is left out: deposit\.atSeconds /),
    ]);
  });

  it('names labelled clips that are absent', async () => {
    await Promise.all([put('a.mp4'), put('labels.json', JSON.stringify({ 'gone.mp4': { deposit: null } }))]);
    expect((await clipFolder(folder)).complaints).toEqual([
      `${folder}: labels.json names clips that are absent: gone.mp4`,
    ]);
  });

  it('says when there is none, when it is a file, and when it is empty', async () => {
    await put('a.mp4');
    const absent = path.join(folder, 'absent');
    expect(await clipFolder(absent)).toEqual({
      clips: [],
      complaints: [`${absent}: there is no such file or folder`],
      isThere: false,
    });
    const file = await clipFolder(path.join(folder, 'a.mp4'));
    expect(file.complaints[0]).toMatch(/it is a file, not a folder of clips$/);
    await rm(path.join(folder, 'a.mp4'));
    expect((await clipFolder(folder)).complaints).toEqual([`${folder}: there is no clip in it`]);
  });
});
