// Scores the detector on folders of clips, with or without a labels.json:
// npm run bench:detection -- DIR… [--json FILE] [--sheet FILE.html] [--threshold 0.5] [--no-labels]
// The detector behind DetectLabels is the local stand-in for Rekognition, COCO-SSD. Ends with 2 when the arguments
// cannot be used; a folder that is not there counts as such, after the others have been scored.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ScoredClip, scored, settingsWith } from './detection-clip.ts';
import { clipFolder, sentenceOn } from './detection-folder.ts';
import { standIn } from './detection-labels.ts';
import { writeSheet } from './detection-sheet.ts';
import { printClips, printGroups, printReliability } from './detection-tables.ts';

interface Asked {
  readonly folders: readonly string[];
  readonly json: string | undefined;
  readonly sheet: string | undefined;
  readonly threshold: number | undefined;
  readonly isWithoutLabels: boolean;
}

/** What the command line asks for. Throws a sentence on what cannot be used. */
function asked(): Asked {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      sheet: { type: 'string' },
      threshold: { type: 'string' },
      'no-labels': { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0)
    throw new Error('name at least one folder of clips, such as ../shared/clips/real');
  const threshold = values.threshold === undefined ? undefined : Number(values.threshold);
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) {
    throw new Error(`--threshold ${values.threshold} is not a number from 0 to 1`);
  }
  for (const file of [values.json, values.sheet]) {
    if (file !== undefined && !existsSync(path.dirname(path.resolve(file)))) {
      throw new Error(`${file} cannot be written: there is no folder ${path.dirname(file)}`);
    }
  }
  const { json, sheet } = values;
  return { folders: positionals, json, sheet, threshold, isWithoutLabels: values['no-labels'] };
}

async function run({ folders, json, sheet, threshold, isWithoutLabels }: Asked): Promise<void> {
  const labels = isWithoutLabels ? undefined : standIn();
  const clips: ScoredClip[] = [];
  for (const name of new Set(folders)) {
    const folder = await clipFolder(name);
    for (const complaint of folder.complaints) console.error(complaint);
    if (!folder.isThere) process.exitCode = 2;
    for (const clip of folder.clips) {
      const settings = settingsWith(threshold);
      const wantsPictures = sheet !== undefined;
      const of = await scored(clip, { settings, wantsPictures, ...(labels === undefined ? {} : { labels }) });
      if (of.unreadable !== undefined) console.error(`${clip.file}: ${of.unreadable}`);
      clips.push(of);
    }
  }
  await labels?.close();
  await printClips(clips);
  const summary = await printGroups(clips);
  const reliability = await printReliability(clips);
  if (json !== undefined) {
    const rows = clips.map(({ row }) => row);
    await writeFile(json, `${JSON.stringify({ clips: rows, summary, reliability }, null, 2)}\n`);
  }
  if (sheet !== undefined) await writeSheet(sheet, clips);
}

/** The arguments, or undefined with the reason printed. */
function usable(): Asked | undefined {
  try {
    return asked();
  } catch (cause) {
    console.error(`bench:detection: ${sentenceOn(cause)}`);
    process.exitCode = 2;
    return undefined;
  }
}

const wanted = usable();
if (wanted !== undefined) await run(wanted);
