// Scores the detector on folders of clips: npm run bench:detection -- DIR… [--json FILE] [--sheet FILE.html]
// [--no-labels]. The detector behind DetectLabels is the local stand-in for Rekognition, COCO-SSD.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { DetectLabelsRequest, labelsOf as stoodInLabels } from '../local/rekognition/detect-labels.ts';
import { cocoDetector } from '../local/rekognition/detector.ts';
import { readPicture } from '../local/rekognition/picture.ts';
import { analyse } from '../shared/clips/analysis.ts';
import type { DetectLabels } from '../shared/clips/labels.ts';
import { detectLabelsInput, labelsOf } from '../shared/clips/labels-rekognition.ts';
import type { ClipStill } from '../shared/clips/stills.ts';
import { Rejected } from '../shared/platform/errors.ts';
import {
  type ClipLabel,
  ClipLabels,
  type Finding,
  median,
  type Score,
  scoreOf,
  summaryOf,
} from './detection-score.ts';
import { writeSheet } from './detection-sheet.ts';
import { type Column, report } from './report.ts';

interface ClipRow extends Finding {
  readonly reasons: readonly string[];
  /** Time of all cores on this clip, the stand-in's own left out. */
  readonly cpuSeconds: number;
}

interface Scored {
  readonly row: ClipRow;
  readonly label: ClipLabel | undefined;
  readonly score: Score;
  readonly stills: readonly ClipStill[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, sheet: { type: 'string' }, 'no-labels': { type: 'boolean' } },
});
if (positionals.length === 0) {
  console.error('Name at least one folder of clips: npm run bench:detection -- ../shared/clips/real');
  process.exit(2);
}

const detector = cocoDetector();
let detectorCpuSeconds = 0;

/** The stand-in asked in this process, and its time noted: at Amazon it would cost the function none. */
const detectLabels: DetectLabels = async (jpeg) => {
  const began = cpuSeconds();
  const { Image: _image, ...asked } = detectLabelsInput(jpeg);
  const request = DetectLabelsRequest.parse({
    ...asked,
    Image: { Bytes: Buffer.from(jpeg).toString('base64') },
  });
  const picture = await readPicture(jpeg);
  const found = await detector.look(picture, request.MinConfidence / 100);
  detectorCpuSeconds += cpuSeconds() - began;
  return labelsOf(stoodInLabels(found, picture, request));
};

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function labelsIn(folder: string): Promise<z.infer<typeof ClipLabels>> {
  try {
    return ClipLabels.parse(JSON.parse(await readFile(path.join(folder, 'labels.json'), 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw cause;
  }
}

async function scored(folder: string, name: string, label: ClipLabel | undefined): Promise<Scored> {
  const file = path.join(folder, name);
  const began = cpuSeconds() - detectorCpuSeconds;
  const options = values['no-labels'] === true ? {} : { detectLabels };
  const { verdict, stills } = await analyse(file, options).catch((cause: unknown) => {
    if (!(cause instanceof Rejected)) throw cause;
    return {
      verdict: { flagged: false, confidence: 0, box: null, atSeconds: null, reasons: [cause.message] },
      stills: [],
    };
  });
  const { flagged, confidence, box, atSeconds, reasons } = verdict;
  const row = {
    file,
    flagged,
    confidence,
    box,
    atSeconds,
    reasons,
    cpuSeconds: cpuSeconds() - detectorCpuSeconds - began,
  };
  return { row, label, score: scoreOf(row, label), stills };
}

const all: Scored[] = [];
for (const folder of positionals) {
  const labels = await labelsIn(folder);
  const names = (await readdir(folder)).filter((name) => /\.(mp4|mov|mkv|ts|m4v)$/i.test(name)).sort();
  for (const name of names) all.push(await scored(folder, name, labels[name]));
}
await detector.close();

const clipColumns: Column<Scored>[] = [
  {
    title: 'clip',
    of: ({ row }) => path.join(path.basename(path.dirname(row.file)), path.basename(row.file)),
  },
  { title: 'outcome', of: ({ score }) => score.outcome },
  { title: 'confidence', of: ({ row }) => row.confidence },
  { title: 'IoU', of: ({ score }) => score.iou },
  { title: 'at s', of: ({ row }) => row.atSeconds, decimals: 1 },
  { title: 'delay s', of: ({ score }) => score.delaySeconds, decimals: 1 },
  { title: 'CPU s', of: ({ row }) => row.cpuSeconds },
  { title: 'what happens', of: ({ label }) => label?.plot ?? '' },
];
await report('Clips', clipColumns, all);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ clips: all.map(({ row }) => row) }, null, 2)}\n`);
}

const wrong = all.filter(({ score }) => ['miss', 'false flag', 'wrong place'].includes(score.outcome));
for (const { row, score, label } of wrong) {
  console.log(
    `\n${score.outcome}: ${row.file}: ${label?.plot} (${label?.conditions.join(', ')})\n  ${row.reasons.join('; ')}`,
  );
}

const conditions = [...new Set(all.flatMap(({ label }) => label?.conditions ?? []))].sort();
const groups = [
  ...conditions.map((name) => ({ name, of: all.filter(({ label }) => label?.conditions.includes(name)) })),
  ...positionals.map((folder) => ({
    name: folder,
    of: all.filter(({ row }) => path.dirname(row.file) === path.normalize(folder)),
  })),
  { name: 'all', of: all },
].map(({ name, of }) => ({ name, ...summaryOf(of.map(({ score }) => score)) }));
await report(
  'By condition',
  [
    { title: 'condition', of: ({ name }) => name },
    { title: 'clips', of: ({ clips }) => clips },
    { title: 'deposits', of: ({ deposits }) => deposits },
    { title: 'hits', of: ({ hits }) => hits },
    { title: 'flags', of: ({ flags }) => flags },
    { title: 'recall', of: ({ recall }) => recall },
    { title: 'precision', of: ({ precision }) => precision },
    { title: 'median IoU', of: ({ medianIou }) => medianIou },
    { title: 'median delay s', of: ({ medianDelaySeconds }) => medianDelaySeconds, decimals: 1 },
  ],
  groups,
);
console.log(`\nmedian CPU a clip ${(median(all.map(({ row }) => row.cpuSeconds)) ?? 0).toFixed(2)} s`);

if (values.sheet !== undefined) {
  const rows = all.map(({ row, score, label, stills }) => ({
    ...row,
    outcome: score.outcome,
    stills,
    labelled: label?.deposit?.box ?? null,
  }));
  await writeSheet(values.sheet, rows);
}
