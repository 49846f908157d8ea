// What the analysis of a clip costs: processor, memory, and Rekognition. npm run bench:clips -- [--clip FILE]
// [--pairs 3] [--json FILE]. Draws its own clips unless one is named; exits with 1 when a limit is not kept.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ClipCost, clipCost, dollarsPerThousand, limits, videoDollarsPerThousand } from './clip-cost.ts';
import { median } from './detection-score.ts';
import { drawRecording, type RecordingPlan } from './drawn-recordings.ts';
import { type Column, report } from './report.ts';

const { values } = parseArgs({
  options: { clip: { type: 'string' }, pairs: { type: 'string', default: '3' }, json: { type: 'string' } },
});

const hd: RecordingPlan = {
  ...{ width: 1920, height: 1080, framesPerSecond: 25, seconds: 60 },
  ...{ bitsPerSecond: 4_000_000, hasDeposit: true },
};
interface Measured {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly isKept: boolean;
}

const rows: Measured[] = [];
function note(what: string, measured: number, limit: number): void {
  rows.push({ what, measured, limit, isKept: measured <= limit });
}

/** Pairs of analysis and decoding, each pair in a process of its own; the first is the coldest, so all count. */
async function pairsOf(title: string, file: string): Promise<ClipCost[]> {
  const costs: ClipCost[] = [];
  for (let pair = 0; pair < Number(values.pairs); pair++)
    costs.push(await clipCost(file, 'analyse-and-decode'));
  const ratios = costs.map(ratioOf);
  const columns: Column<ClipCost>[] = [
    { title: 'analysis, CPU s', of: ({ analysisSeconds }) => analysisSeconds },
    { title: 'decoding all, CPU s', of: ({ decodingSeconds }) => decodingSeconds ?? null },
    { title: 'ratio', of: ratioOf, decimals: 3 },
  ];
  await report(`${title}: analysis and decoding all pictures, pair by pair`, columns, costs);
  const middle = median(ratios) ?? Number.NaN;
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(3));
  console.log(`\nratio: least ${least}, median ${middle.toFixed(3)}, most ${most}`);
  note(`${title}: CPU of analysis / of decoding all`, middle, limits.cpuRatio);
  return costs;
}

function ratioOf({ analysisSeconds, decodingSeconds = Number.NaN }: ClipCost): number {
  return analysisSeconds / decodingSeconds;
}

async function memoryOf(title: string, file: string): Promise<ClipCost> {
  const cost = await clipCost(file, 'analyse');
  note(`${title}: most memory, MB`, cost.peakBytes / 1024 ** 2, limits.peakMegabytes);
  console.log(
    `\n${title}: ${cost.seconds.toFixed(0)} s of ${cost.width} × ${cost.height}, ` +
      `${cost.flagged ? 'flagged' : 'nothing flagged'}, ${cost.analysisSeconds.toFixed(1)} s of CPU`,
  );
  return cost;
}

async function measureDrawn(folder: string): Promise<void> {
  const file = path.join(folder, 'clip.mp4');
  const drawn = async (title: string, plan: RecordingPlan) => {
    await drawRecording(file, plan);
    return memoryOf(title, file);
  };
  const quiet = await drawn('a minute of 1080p without a deposit', { ...hd, hasDeposit: false });
  await drawn('an hour of 1080p', { ...hd, seconds: 3600, bitsPerSecond: 2_000_000 });
  const uhd = { width: 3840, height: 2160, framesPerSecond: 10, bitsPerSecond: 8_000_000 };
  await drawn('a minute of 4K', { ...hd, ...uhd });
  await drawn('a minute of 4K in H.265', { ...hd, ...uhd, codec: 'hevc' });
  const title = 'a minute of 1080p with a deposit';
  const candidate = await drawn(title, hd);
  if (!candidate.flagged || quiet.flagged) throw new Error('The drawn clips are not told apart.');
  await pairsOf(title, file);
  const dollars = dollarsPerThousand(quiet, candidate);
  note('Rekognition for 1,000 clips, a tenth with a candidate, US$', dollars, limits.dollarsPerThousandClips);
  const { labels, text } = candidate.calls;
  console.log(
    `\nRekognition: ${quiet.calls.labels + quiet.calls.text} pictures of a clip without a candidate, ` +
      `${labels} labelled and ${text} read of one with (a vehicle beside it), at US$1.00 per 1,000: ` +
      `US$${dollars.toFixed(2)} per 1,000 clips. Labels of the same clips as stored video, at US$0.10 a minute: ` +
      `US$${videoDollarsPerThousand(candidate).toFixed(0)}. List prices of the first tier in us-east-1 and ` +
      'eu-west-2 as known in November 2026: check yours.',
  );
}

const folder = await mkdtemp(path.join(tmpdir(), 'bench-clips-'));
try {
  if (values.clip === undefined) {
    await measureDrawn(folder);
  } else {
    await memoryOf(values.clip, values.clip);
    await pairsOf(values.clip, values.clip);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
await report<Measured>(
  'Limits',
  [
    { title: 'what', of: ({ what }) => what },
    { title: 'measured', of: ({ measured }) => measured, decimals: 3 },
    { title: 'limit', of: ({ limit }) => limit },
    { title: 'kept', of: ({ isKept }) => (isKept ? 'yes' : 'NO') },
  ],
  rows,
  { jsonFile: values.json, jsonName: 'limits' },
);
process.exitCode = rows.every(({ isKept }) => isKept) ? 0 : 1;
