// Fits the weights of shared/clips/scene/strength.ts and of shared/clips/confidence.ts on folders of labelled clips, and
// prints them with what they are worth on clips that were left out: node bench/detection-calibration.ts DIR… [--json FILE]
// Candidates are what the scene finds with its gates loosened, so that faint ones are among them.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { confidenceFeatures } from '../shared/clips/confidence.ts';
import { inWhole, type Label, WatchList } from '../shared/clips/labels/labels.ts';
import { openClip } from '../shared/clips/recording/keyframes.ts';
import { FrameSample } from '../shared/clips/recording/sample.ts';
import { type StillName, stillsOf } from '../shared/clips/recording/stills.ts';
import { companyMoment } from '../shared/clips/scene/company.ts';
import { probabilityOf } from '../shared/clips/scene/logistic.ts';
import { findLeftBehind, SceneSettings } from '../shared/clips/scene/scene.ts';
import { witnessOf } from '../shared/clips/verdict.ts';
import { crossValidated, fitted, type Sample } from './detection-fit.ts';
import { clipFolder, type FolderClip, sentenceOn } from './detection-folder.ts';
import { type StandIn, standIn } from './detection-labels.ts';
import { atThresholds, reliabilityOf } from './detection-reliability.ts';
import { cameTrue } from './detection-score.ts';
import { printBins } from './detection-tables.ts';

/** One candidate, by what the scene tells of it. */
interface Candidate extends Sample {
  /** Whether its labels take it for a person or vehicle that stands there, or it came by itself as vehicles do. */
  readonly isStanding: boolean;
}

const loosened = SceneSettings.parse({
  leastDifference: 4,
  leastStillness: 0.7,
  leastStrength: 0.02,
});
/** Candidates of one clip; further ones are crumbs of the first. */
const mostCandidates = 4;
const watch = WatchList.parse({});

async function candidatesIn({ file, label }: FolderClip, labels: StandIn): Promise<Candidate[]> {
  const clip = await openClip(file);
  try {
    const sample = new FrameSample();
    for await (const frame of clip.frames()) sample.add(frame);
    const candidates: Candidate[] = [];
    for (const finding of findLeftBehind(sample.frames, loosened).slice(0, mostCandidates)) {
      const { box } = finding;
      const isTrue = cameTrue({ file, flagged: true, confidence: 1, box, atSeconds: null }, label);
      if (isTrue === undefined) continue;
      const dropSeconds = companyMoment(sample.frames, finding);
      const shown: Partial<Record<StillName, Label[]>> = {};
      const [before, after] = finding.clearSeconds;
      for (const still of await stillsOf(clip, box, { before, drop: dropSeconds, after }, [])) {
        shown[still.name] = inWhole(await labels.detectLabels(still.jpeg), still.shows);
      }
      const witness = witnessOf(finding, shown, watch, dropSeconds);
      const { features } = finding.evidence;
      candidates.push({ clip: file, features, isTrue, isStanding: witness.isStanding });
    }
    return candidates;
  } finally {
    clip.close();
  }
}

async function printFit(name: string, samples: readonly Sample[]): Promise<void> {
  const heldOut = crossValidated(samples);
  const { brier, bins } = reliabilityOf(heldOut);
  const share = samples.filter(({ isTrue }) => isTrue).length;
  console.log(`\n${name}: ${samples.length} candidates, ${share} of them left behind`);
  console.log(
    JSON.stringify(fitted(samples), (_, value) =>
      typeof value === 'number' ? Number(value.toFixed(2)) : value,
    ),
  );
  console.log(`Brier score ${brier?.toFixed(3) ?? '–'} on clips left out of the fit`);
  await printBins(`${name}, on clips left out of the fit`, bins);
  for (const { threshold, flags, precision } of atThresholds(heldOut, [0.4, 0.5, 0.6, 0.7, 0.8])) {
    const recall = (flags * (precision ?? 0)) / Math.max(1, share);
    console.log(
      `from ${threshold}: precision ${precision?.toFixed(3) ?? '–'}, recall of the candidates ${recall.toFixed(3)}`,
    );
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const labels = standIn();
const candidates: Candidate[] = [];
for (const name of positionals) {
  const folder = await clipFolder(name);
  for (const complaint of folder.complaints) console.error(complaint);
  for (const clip of folder.clips) {
    try {
      candidates.push(...(await candidatesIn(clip, labels)));
    } catch (cause) {
      console.error(`${clip.file}: ${sentenceOn(cause)}`);
    }
  }
}
await labels.close();
const standing = candidates.filter(({ isStanding }) => isStanding);
const deposits = standing.filter(({ isTrue }) => isTrue);
console.log(
  `taken for people and vehicles that stay: ${standing.length}, ${deposits.length} of them left behind`,
);
const others = candidates.filter(({ isStanding }) => !isStanding);
await printFit('Strength', others);
const strengthened = (samples: readonly Sample[]) => {
  const weights = fitted(others);
  return samples.map((sample) => ({
    ...sample,
    features: confidenceFeatures(probabilityOf(weights, sample.features)),
  }));
};
await printFit('With labels', strengthened(others));
await printFit('Without labels', strengthened(candidates));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ candidates }, null, 2)}\n`);
