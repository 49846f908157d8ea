import { z } from 'zod';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { type CameraFault, type CameraFaultName, healthOf, healthy } from './camera/camera-health.ts';
import { type Clearance, clearances } from './camera/clearance.ts';
import { type EarlierDeposit, earlierDeposits } from './camera/earlier-deposit.ts';
import { type LightCondition, lightConditionOf } from './camera/light-condition.ts';
import type { CameraMemory, RememberedThing } from './camera/memory.ts';
import { type FlaggedThing, remember } from './camera/remember.ts';
import { judgedIn, privateAreas, type Zone } from './camera/zones.ts';
import { type LookedCloser, lookCloser } from './closer-look.ts';
import type { DetectLabels } from './labels/labels.ts';
import type { ReadText } from './labels/plate.ts';
import { type LightSwitched, lightSwitchedAt } from './light-switched.ts';
import type { ClipSource } from './recording/container.ts';
import { type OpenClip, openClip } from './recording/keyframes.ts';
import { blackened, type Frame } from './recording/picture.ts';
import { FrameSample } from './recording/sample.ts';
import { type ClipStill, stillsOf, wholeStill } from './recording/stills.ts';
import { findChanges, SceneSettings } from './scene/scene.ts';
import { type Candidate, nothingLeft, type Verdict, VerdictSettings } from './verdict.ts';

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

/** What a camera brings to its next clip. */
export interface CameraPast {
  readonly clipId: string;
  readonly recordedAt: Instant;
  /** What kept the camera from seeing in its last clip. */
  readonly fault: CameraFaultName | undefined;
  /** The flagged things that lie there, and the ground in one kind of light. */
  recall(light: LightCondition): Promise<CameraMemory>;
  /** The ground as it was before a deposit, in colour, if the clip that shows it is still kept. */
  picture(deposit: EarlierDeposit): Promise<ClipStill | undefined>;
}

/** What the analysis is given besides the clip. */
export interface AnalysisOptions {
  readonly settings?: AnalysisSettings;
  /** Without it the verdict says that nobody was asked what the stills show. */
  readonly detectLabels?: DetectLabels;
  readonly readText?: ReadText;
  readonly zones?: readonly Zone[];
  /** Without it the clip is judged by itself alone. */
  readonly past?: CameraPast;
  /** The lights that went on or off while the clip was recorded; asked only when there is a candidate. */
  readonly lightsSwitched?: (clipSeconds: number) => Promise<readonly LightSwitched[]>;
  /** Whether a picture of the whole view is wanted, to draw zones on. */
  readonly wantsTestImage?: boolean;
}

/** A flagged thing that is gone, with the pictures that show it: with it, where the clip still has it, and without. */
export interface SeenGone extends Clearance {
  readonly stills: readonly ClipStill[];
}

/** What is known of a clip after it was looked at. */
export interface Analysis extends LookedCloser {
  readonly clip: ClipFacts;
  readonly light: LightCondition;
  /** What keeps the camera from seeing, with a picture of it. */
  readonly fault: (CameraFault & { readonly stills: readonly ClipStill[] }) | undefined;
  /** Whether the clip shows plainly that the fault of the camera's past is over. */
  readonly seesAgain: boolean;
  readonly cleared: readonly SeenGone[];
  /** What the camera knows from now on; undefined without its past. */
  readonly memory: CameraMemory | undefined;
  readonly testImage: ClipStill | undefined;
}

/** From a recording to a verdict. Throws `Rejected` for what is no recording; other errors are worth a retry. */
export async function analyse(source: ClipSource, options: AnalysisOptions = {}): Promise<Analysis> {
  const clip = await openClip(source);
  try {
    const hide = privateAreas(options.zones ?? []);
    const sample = new FrameSample();
    let framesRead = 0;
    for await (const frame of clip.frames()) {
      sample.add(blackened(frame, hide));
      framesRead++;
    }
    const found = await lookAt(clip, sample.frames, options);
    const { seconds, width, height, codec, container } = clip;
    const facts = { seconds, width, height, codec, container, framesRead, warnings: [...clip.warnings] };
    return { ...found, clip: facts };
  } finally {
    clip.close();
  }
}

async function lookAt(
  clip: OpenClip,
  frames: readonly Frame[],
  options: AnalysisOptions,
): Promise<Omit<Analysis, 'clip'>> {
  const { light } = lightConditionOf(frames);
  const { past, zones = [], wantsTestImage = false } = options;
  const hide = privateAreas(zones);
  const memory = await past?.recall(light);
  const health = healthOf(frames, memory?.ground);
  const middle = frames[frames.length >> 1]?.atSeconds ?? 0;
  const testImage = wantsTestImage ? await wholeStill(clip, middle, hide, 'after') : undefined;
  if (health !== undefined) {
    const verdict: Verdict = { ...nothingLeft([]), reasons: [health.sentence] };
    const fault = { ...health, stills: [testImage ?? (await wholeStill(clip, middle, hide, 'after'))] };
    const nothing = { stills: [], mayRead: [], flagged: [], cleared: [], seesAgain: false };
    return { ...nothing, verdict, light, fault, memory, testImage };
  }
  const settings = options.settings ?? AnalysisSettings.parse({});
  const changes = findChanges(frames, settings.scene);
  const earlier = memory === undefined ? [] : earlierDeposits(frames, memory, settings.scene);
  const found = [...changes.filter(({ kind }) => kind === 'left'), ...earlier].filter(
    ({ box }) => judgedIn(box, zones).judged,
  );
  const { detectLabels, readText, lightsSwitched } = options;
  const switched = found.length > 0 ? await lightsSwitched?.(clip.seconds) : undefined;
  const candidates = found.map((candidate): Candidate => {
    // What lay there when the clip began did not come at any moment of it.
    const lightSwitched = 'clearAt' in candidate ? undefined : lightSwitchedAt(candidate, switched ?? []);
    return lightSwitched === undefined ? candidate : { ...candidate, lightSwitched };
  });
  const looked = await lookCloser(candidates, changes, {
    clip,
    frames,
    settings: settings.verdict,
    hide,
    detectLabels,
    readText,
    groundBefore: past && ((deposit) => past.picture(deposit)),
  });
  const seen = { ...looked, light, fault: undefined, testImage };
  if (past === undefined || memory === undefined) return { ...seen, cleared: [], seesAgain: false, memory };
  const cleared: SeenGone[] = [];
  for (const gone of clearances(frames, memory)) {
    const [before, after] = gone.clearSeconds;
    const moments = before === undefined ? { after } : { before, after };
    cleared.push({ ...gone, stills: await stillsOf(clip, gone.box, moments, hide) });
  }
  const isGone = (thing: RememberedThing) => cleared.some(({ thingId }) => thingId === thing.id);
  const left = { ...memory, things: memory.things.filter((thing) => !isGone(thing)) };
  const flagged = looked.flagged.map((candidate, index) => remembered(candidate, index, past));
  const next = remember(frames, left, { clipId: past.clipId, recordedAt: past.recordedAt, flagged });
  const seesAgain = past.fault !== undefined && healthy(frames, memory.ground, past.fault);
  return { ...seen, seesAgain, cleared, memory: next };
}

/** What was flagged in this clip, to be looked for in the next. */
function remembered(candidate: Candidate, index: number, { clipId, recordedAt }: CameraPast): FlaggedThing {
  const clearUntilSeconds = 'clearAt' in candidate ? undefined : candidate.betweenSeconds[0];
  const since = plusSeconds(recordedAt, candidate.atSeconds);
  return { id: `${clipId}/${index + 1}`, box: candidate.box, since, clearUntilSeconds };
}
