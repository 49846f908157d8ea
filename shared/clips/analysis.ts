import { z } from 'zod';
import type { ClipSource } from './container.ts';
import { type OpenClip, openClip } from './keyframes.ts';
import { type DetectLabels, inWhole, LabelsUnavailable } from './labels.ts';
import { FrameSample } from './sample.ts';
import { findChanges, SceneSettings } from './scene.ts';
import { type ClipStill, stillsOf } from './stills.ts';
import { nothingLeft, type StillLabels, type Verdict, VerdictSettings, verdictOn } from './verdict.ts';

/** Everything that may be set about the analysis of a clip; all of it has defaults. */
export const AnalysisSettings = z.object({
  scene: SceneSettings.prefault({}),
  verdict: VerdictSettings.prefault({}),
});
export type AnalysisSettings = z.infer<typeof AnalysisSettings>;

/** The recording itself. */
export const ClipFacts = z.object({
  seconds: z.number().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  codec: z.string(),
  container: z.string(),
  /** Pictures looked at. */
  framesRead: z.number().int().nonnegative(),
  /** What is wrong with the recording though it could be judged, in sentences. */
  warnings: z.array(z.string()),
});
export type ClipFacts = z.infer<typeof ClipFacts>;

/** What is known of a clip after it was looked at. Stills come with a flag only. */
export interface Analysis {
  readonly verdict: Verdict;
  readonly stills: readonly ClipStill[];
  readonly clip: ClipFacts;
  /** Pictures sent to be labelled: at most four, none for a clip without a candidate. */
  readonly labelledStills: number;
}

/** What the analysis is given besides the clip. Without `detectLabels` the verdict says that nobody was asked. */
export interface AnalysisOptions {
  readonly detectLabels?: DetectLabels;
  readonly settings?: AnalysisSettings;
}

/** From a recording to a verdict. Throws `Rejected` for what is no recording; other errors are worth a retry. */
export async function analyse(source: ClipSource, options: AnalysisOptions = {}): Promise<Analysis> {
  const settings = options.settings ?? AnalysisSettings.parse({});
  const clip = await openClip(source);
  try {
    const sample = new FrameSample();
    let framesRead = 0;
    for await (const frame of clip.frames()) {
      sample.add(frame);
      framesRead++;
    }
    const { seconds, width, height, codec, container } = clip;
    const judged = await judge(clip, sample, options.detectLabels, settings);
    const facts = { seconds, width, height, codec, container, framesRead, warnings: [...clip.warnings] };
    return { ...judged, clip: facts };
  } finally {
    clip.close();
  }
}

async function judge(
  clip: OpenClip,
  sample: FrameSample,
  detectLabels: DetectLabels | undefined,
  settings: AnalysisSettings,
): Promise<Omit<Analysis, 'clip'>> {
  const changes = findChanges(sample.frames, settings.scene);
  const candidates = changes.filter(({ kind }) => kind === 'left');
  const [plainest] = candidates;
  if (plainest === undefined) return { verdict: nothingLeft(changes), stills: [], labelledStills: 0 };
  const stills = await stillsOf(clip, plainest);
  const { labels, asked } = await labelsOf(stills, detectLabels);
  let refusal: Verdict | undefined;
  for (const candidate of candidates) {
    const verdict = verdictOn(candidate, labels, settings.verdict);
    if (!verdict.flagged) {
      refusal ??= verdict;
      continue;
    }
    const own = candidate === plainest ? stills : await stillsOf(clip, candidate);
    return { verdict, stills: own, labelledStills: asked };
  }
  return { verdict: refusal ?? nothingLeft(changes), stills: [], labelledStills: asked };
}

async function labelsOf(
  stills: readonly ClipStill[],
  detectLabels: DetectLabels | undefined,
): Promise<{ labels: StillLabels; asked: number }> {
  if (detectLabels === undefined) return { labels: { absentBecause: 'no labels were asked for.' }, asked: 0 };
  const labels: StillLabels = {};
  let asked = 0;
  try {
    for (const still of stills) {
      asked++;
      labels[still.name] = inWhole(await detectLabels(still.jpeg), still.shows);
    }
    return { labels, asked };
  } catch (cause) {
    if (!(cause instanceof LabelsUnavailable)) throw cause;
    return { labels: { absentBecause: cause.message }, asked };
  }
}
