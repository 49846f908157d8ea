import path from 'node:path';
import type { ScoredClip } from './detection-clip.ts';
import {
  atThresholds,
  type Prediction,
  type Reliability,
  type ReliabilityBin,
  reliabilityOf,
} from './detection-reliability.ts';
import { cameTrue, median, type Summary, summaryOf } from './detection-score.ts';
import { type Column, report } from './report.ts';

const clipColumns: Column<ScoredClip>[] = [
  { title: 'clip', of: ({ file }) => path.join(path.basename(path.dirname(file)), path.basename(file)) },
  {
    title: 'outcome',
    of: ({ score, unreadable }) => (unreadable === undefined ? score.outcome : 'unreadable'),
  },
  { title: 'confidence', of: ({ row }) => row.confidence },
  { title: 'IoU', of: ({ score }) => score.iou },
  { title: 'at s', of: ({ row }) => row.atSeconds, decimals: 1 },
  { title: 'delay s', of: ({ score }) => score.delaySeconds, decimals: 1 },
  { title: 'CPU s', of: ({ row }) => row.cpuSeconds },
  { title: 'what happens', of: ({ label }) => label?.plot ?? '' },
];

const groupColumns: Column<Summary & { name: string }>[] = [
  { title: 'condition', of: ({ name }) => name },
  { title: 'clips', of: ({ clips }) => clips },
  { title: 'deposits', of: ({ deposits }) => deposits },
  { title: 'hits', of: ({ hits }) => hits },
  { title: 'flags', of: ({ flags }) => flags },
  { title: 'recall', of: ({ recall }) => recall },
  { title: 'precision', of: ({ precision }) => precision },
  { title: 'median IoU', of: ({ medianIou }) => medianIou },
  { title: 'median delay s', of: ({ medianDelaySeconds }) => medianDelaySeconds, decimals: 1 },
];

const binColumns: Column<ReliabilityBin>[] = [
  { title: 'confidence', of: ({ from, to }) => `${from.toFixed(1)} to ${to.toFixed(1)}` },
  { title: 'clips', of: ({ clips }) => clips },
  { title: 'predicted', of: ({ predicted }) => predicted },
  { title: 'observed', of: ({ observed }) => observed },
];

/** Prints one line a clip, and then every miss and every false flag with its reasons. */
export async function printClips(clips: readonly ScoredClip[]): Promise<void> {
  await report('Clips', clipColumns, clips);
  for (const { row, score, label } of clips) {
    if (!['miss', 'false flag', 'wrong place'].includes(score.outcome)) continue;
    const circumstances = label === undefined ? '' : `${label.plot} (${label.conditions.join(', ')})`;
    console.log(`\n${score.outcome}: ${row.file}: ${circumstances}\n  ${row.reasons.join('; ')}`);
  }
}

/** Prints recall, precision, overlap and delay by condition, by folder and of all, and gives them back by name. */
export async function printGroups(clips: readonly ScoredClip[]): Promise<Record<string, Summary>> {
  const conditions = [...new Set(clips.flatMap(({ label }) => label?.conditions ?? []))].sort();
  const folders = [...new Set(clips.map(({ folder }) => folder))];
  const groups = [
    ...conditions.map((name) => ({
      name,
      of: clips.filter(({ label }) => label?.conditions.includes(name)),
    })),
    ...folders.map((name) => ({ name, of: clips.filter(({ folder }) => folder === name) })),
    { name: 'all', of: clips },
  ].map(({ name, of }) => ({ name, ...summaryOf(of.map(({ score }) => score)) }));
  await report('By condition', groupColumns, groups);
  const cpu = median(clips.map(({ row }) => row.cpuSeconds));
  if (cpu !== null) console.log(`\nmedian CPU a clip ${cpu.toFixed(2)} s`);
  return Object.fromEntries(groups.map(({ name, ...summary }) => [name, summary]));
}

/** Prints a reliability table. */
export function printBins(title: string, bins: readonly ReliabilityBin[]): Promise<void> {
  return report(title, binColumns, bins);
}

/** Prints whether the confidences mean something, and what other thresholds would flag. */
export async function printReliability(clips: readonly ScoredClip[]): Promise<Reliability> {
  const predictions = clips.flatMap(({ row, label }): Prediction[] => {
    const isTrue = cameTrue(row, label);
    return isTrue === undefined ? [] : [{ confidence: row.confidence, isTrue }];
  });
  const reliability = reliabilityOf(predictions);
  const candidates = reliabilityOf(predictions.filter(({ confidence }) => confidence > 0));
  await printBins('Reliability of the confidence', reliability.bins);
  const shown = (score: number | null) => (score === null ? '–' : score.toFixed(3));
  console.log(
    `\nBrier score ${shown(reliability.brier)} of all ${reliability.clips} labelled clips, ${shown(candidates.brier)} of the ${candidates.clips} with a candidate`,
  );
  await report(
    'At other thresholds',
    [
      { title: 'threshold', of: ({ threshold }) => threshold.toFixed(2) },
      { title: 'flags', of: ({ flags }) => flags },
      { title: 'precision', of: ({ precision }) => precision },
    ],
    atThresholds(predictions, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
  );
  return reliability;
}
