import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { smallRecording } from '../../support/drawn-clip.ts';

const script = path.join(import.meta.dirname, '../../../bench/detection.ts');

/** Runs the benchmark in a folder and gives back what it printed and how it ended. */
function bench(cwd: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...words], { cwd, timeout: 60_000 }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

const Row = z.strictObject({
  file: z.string(),
  flagged: z.boolean(),
  confidence: z.number(),
  box: z.null(),
  atSeconds: z.null(),
  reasons: z.array(z.string()).min(1),
  cpuSeconds: z.number().positive(),
});

describe('the detection benchmark', { timeout: 60_000 }, () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bench-detection-'));
    await writeFile(path.join(folder, 'quiet.mp4'), await smallRecording(12));
    await writeFile(path.join(folder, 'broken.mp4'), 'no recording');
    const labels = {
      'quiet.mp4': { deposit: null, plot: 'nobody', conditions: ['rain'] },
      'gone.mp4': { deposit: null },
    };
    await writeFile(path.join(folder, 'labels.json'), JSON.stringify(labels));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('scores what it can, says in a line each what it cannot, and ends with 2 for a folder that is not there', async () => {
    const { code, out, err } = await bench(
      folder,
      '.',
      './absent',
      '--json',
      'rows.json',
      '--sheet',
      'sheet.html',
    );
    expect(code).toBe(2);
    const lines = err.split('\n').filter((line) => !/Warning|node --trace/.test(line) && line !== '');
    expect(lines).toEqual([
      '.: labels.json names clips that are absent: gone.mp4',
      expect.stringMatching(/^broken\.mp4: .*\.$/),
      './absent: there is no such file or folder',
    ]);
    expect(out).toMatch(/quiet\.mp4 +quiet/);
    expect(out).toMatch(/broken\.mp4 +unreadable/);
    expect(out).toMatch(/rain +1 +0 +0 +0/);
    expect(out).toContain('Reliability of the confidence');
    const { clips } = z
      .object({ clips: z.array(Row), reliability: z.object({ clips: z.literal(1) }) })
      .parse(JSON.parse(await readFile(path.join(folder, 'rows.json'), 'utf8')));
    expect(clips.map(({ file }) => file)).toEqual(['broken.mp4', 'quiet.mp4']);
    const sheet = await readFile(path.join(folder, 'sheet.html'), 'utf8');
    expect(sheet.match(/<img /g)).toHaveLength(3);
  });

  it.each([
    [[], /name at least one folder of clips/],
    [['.', '--colour'], /Unknown option '--colour'/],
    [['.', '--threshold', '60'], /--threshold 60 is not a number from 0 to 1/],
    [['.', '--json', 'no/such/rows.json'], /there is no folder no\/such/],
  ])('ends with 2 and one sentence for the arguments %j', async (words, sentence) => {
    const { code, err } = await bench(folder, ...words);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });
});
