import type { EarlierDeposit } from './camera/earlier-deposit.ts';
import { type DetectLabels, inWhole, LabelsUnavailable } from './labels/labels.ts';
import { mayRead, type PlateReading, type ReadText } from './labels/plate.ts';
import type { OpenClip } from './recording/keyframes.ts';
import type { Frame, Polygon } from './recording/picture.ts';
import { type ClipStill, type StillMoments, stillsOf, vehicleStill } from './recording/stills.ts';
import { companyMoment, vehicleMoment } from './scene/company.ts';
import type { SceneFinding } from './scene/scene.ts';
import {
  type Candidate,
  nothingLeft,
  type StillLabels,
  type Verdict,
  type VerdictSettings,
  vehicleNear,
  verdictOn,
} from './verdict.ts';

/** What a clip's candidates are looked at with. Without somebody to ask, the verdict says that nobody was asked. */
export interface LookingCloser {
  readonly clip: OpenClip;
  readonly frames: readonly Frame[];
  readonly settings: VerdictSettings;
  /** Private areas: black in every still. */
  readonly hide: readonly Polygon[];
  readonly detectLabels?: DetectLabels | undefined;
  readonly readText?: ReadText | undefined;
  /** The ground as it was before the clip, from an earlier one, if that is still kept. */
  readonly groundBefore?: ((deposit: EarlierDeposit) => Promise<ClipStill | undefined>) | undefined;
}

/** What a closer look came to. Stills come with a flag only. */
export interface LookedCloser {
  readonly verdict: Verdict;
  readonly stills: readonly ClipStill[];
  /** What the plate of a vehicle beside it may read. */
  readonly mayRead: readonly PlateReading[];
  /** Every candidate that is flagged, the one of the verdict first. */
  readonly flagged: readonly Candidate[];
}

/**
 * The verdict on the candidates, the plainest first; the first that is flagged counts. Only the plainest one's stills
 * are labelled, four at most: they show the others' places too.
 */
export async function lookCloser(
  candidates: readonly Candidate[],
  changes: readonly SceneFinding[],
  looking: LookingCloser,
): Promise<LookedCloser> {
  const [plainest] = candidates;
  if (plainest === undefined) return { ...NOTHING, verdict: nothingLeft(changes) };
  const { settings } = looking;
  const pictured = await picture(plainest, looking);
  const labels = await labelsOf(pictured.stills, looking.detectLabels);
  const judged = candidates.map((candidate) => ({
    candidate,
    verdict: verdictOn(candidate, labels, settings, pictured.dropSeconds),
  }));
  const flagged = judged.filter(({ verdict }) => verdict.flagged);
  const [first] = flagged;
  if (first === undefined) {
    const [best] = judged.toSorted((one, other) => other.verdict.confidence - one.verdict.confidence);
    return { ...NOTHING, verdict: best?.verdict ?? nothingLeft(changes) };
  }
  const { stills } = first.candidate === plainest ? pictured : await picture(first.candidate, looking);
  const vehicle = await lookAtVehicle(first.candidate, labels, looking);
  const reasons = [...first.verdict.reasons, ...vehicle.reasons];
  return {
    verdict: { ...first.verdict, reasons },
    stills: [...stills, ...vehicle.stills],
    mayRead: vehicle.mayRead,
    flagged: flagged.map(({ candidate }) => candidate),
  };
}

const NOTHING = { stills: [], mayRead: [], flagged: [] };

/** The stills of a finding, and the moment at which its company shows best. */
async function picture(finding: Candidate, { clip, frames, hide, groundBefore }: LookingCloser) {
  const [before, after] = finding.clearSeconds;
  if (!('clearAt' in finding)) {
    const dropSeconds = companyMoment(frames, finding);
    const moments: StillMoments = { before, drop: dropSeconds, after };
    return { dropSeconds, stills: await stillsOf(clip, finding.box, moments, hide) };
  }
  const ground = await groundBefore?.(finding);
  const stills = await stillsOf(clip, finding.box, { after }, hide);
  return { dropSeconds: finding.atSeconds, stills: ground === undefined ? stills : [ground, ...stills] };
}

async function labelsOf(
  stills: readonly ClipStill[],
  detectLabels: DetectLabels | undefined,
): Promise<StillLabels> {
  if (detectLabels === undefined) return { absentBecause: 'no labels were asked for.' };
  const labels: StillLabels = {};
  try {
    for (const still of stills) labels[still.name] = inWhole(await detectLabels(still.jpeg), still.shows);
    return labels;
  } catch (cause) {
    if (!(cause instanceof LabelsUnavailable)) throw cause;
    return { absentBecause: cause.message };
  }
}

/** Where a vehicle was near, the still with the best view of its plate, and what that may read. */
async function lookAtVehicle(
  finding: Candidate,
  labels: StillLabels,
  { clip, frames, hide, readText, settings }: LookingCloser,
): Promise<Pick<LookedCloser, 'stills' | 'mayRead'> & { readonly reasons: readonly string[] }> {
  const nothing = { stills: [], mayRead: [], reasons: [] };
  const near = vehicleNear(finding, labels, settings.watch);
  if (near === undefined || 'clearAt' in finding) return nothing;
  const seen = vehicleMoment(frames, finding, near);
  if (seen === undefined) return nothing;
  const still = await vehicleStill(clip, seen.atSeconds, seen.box, hide);
  if (readText === undefined) return { ...nothing, stills: [still] };
  try {
    const readings = mayRead(await readText(still.jpeg));
    const reasons = readings.map(({ text }) => `its plate may read ${text}`);
    return { stills: [still], mayRead: readings, reasons };
  } catch (cause) {
    if (!(cause instanceof LabelsUnavailable)) throw cause;
    return { ...nothing, stills: [still], reasons: [`its plate was not read: ${cause.message}`] };
  }
}
