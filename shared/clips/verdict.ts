import { z } from 'zod';
import type { EarlierDeposit } from './camera/earlier-deposit.ts';
import { confidenceOf, type Witness } from './confidence.ts';
import { type Label, type LabelBox, matching, WatchList } from './labels/labels.ts';
import { type LightSwitched, switchedWords } from './light-switched.ts';
import { Box, grown, overlap, shareInside } from './recording/picture.ts';
import type { StillName } from './recording/stills.ts';
import { nearMargin } from './scene/company.ts';
import type { SceneFinding } from './scene/scene.ts';

const fraction = z.number().min(0).max(1);

/** What may have been left: within the clip, or before it began. With the light that switched at that moment. */
export type Candidate = (SceneFinding | EarlierDeposit) & { readonly lightSwitched?: LightSwitched };

/** Who may have brought a thing. */
export const Mover = z.enum(['person', 'vehicle']);
export type Mover = z.infer<typeof Mover>;

/** What the analysis of a clip comes to. The place and times are null where nothing was left. */
export const Verdict = z.object({
  flagged: z.boolean(),
  /**
   * How probable it is that something was left there, of 1, as measured on labelled clips (confidence.ts); 0 when
   * there was no candidate at all. A clip without a flag has that of its best candidate.
   */
  confidence: fraction,
  /** The thing, as fractions of the picture from its top left corner. */
  box: Box.nullable(),
  /** When it appeared, in seconds from the clip's first picture. */
  atSeconds: z.number().nonnegative().nullable(),
  /** How long it had been there when the clip ended. */
  staysSeconds: z.number().nonnegative().nullable(),
  /** Who was near it just before; none also when nobody could be asked. */
  company: z.array(Mover),
  /** In words an officer reads. At least one. */
  reasons: z.array(z.string().min(1)).min(1),
});
export type Verdict = z.infer<typeof Verdict>;

/** How a verdict is come to. */
export const VerdictSettings = z.object({
  /**
   * A finding that is less probable than this is not flagged. Each camera may have its own. From 0.6 on, precision of
   * the scene's candidates was 0.94 and recall 0.97 on clips left out of the fit (confidence.ts).
   */
  leastConfidence: fraction.default(0.6),
  watch: WatchList.prefault({}),
});
export type VerdictSettings = z.infer<typeof VerdictSettings>;

/** Labels of the stills, with boxes as fractions of the whole picture; or the sentence that says why there are none. */
export type StillLabels = KnownLabels | { readonly absentBecause: string };

type KnownLabels = Partial<Record<StillName, readonly Label[]>>;

/**
 * What lies by this share in the box of a person or vehicle is that person or vehicle, or part of it: unless it is
 * plainly a thing and fills little of the box. In 238 labelled clips, people and vehicles that stay are filled by
 * 0.43 and more by what changed, bags in front of them by 0.14 and less.
 */
const sameThingShare = 0.6;
const leastFilledShare = 0.3;
const plainStrength = 0.8;
/** Two boxes that overlap this much have the same outlines. */
const sameBoxOverlap = 0.6;
/** A box of most of the picture says what kind of place it is, not what stands in it. */
const mostPictureShare = 0.6;
/** Two boxes that overlap this much at two times are of one vehicle that stood there all along. */
const thereBeforeOverlap = 0.5;
/** At the drop it must overlap more, as it may just be coming. */
const thereAtDropOverlap = 0.75;

/** The verdict on a clip in which nothing was found to have been left. */
export function nothingLeft(changes: readonly SceneFinding[]): Verdict {
  const taken = changes.find(({ kind }) => kind === 'taken-away');
  const reasons = ['nothing was left behind'];
  if (taken !== undefined) reasons.push(`something was taken away at ${clock(taken.atSeconds)}`);
  return {
    flagged: false,
    confidence: 0,
    box: null,
    atSeconds: null,
    staysSeconds: null,
    company: [],
    reasons,
  };
}

/**
 * The verdict on one finding, given what its stills show. `dropSeconds` is the moment of the still `drop`, for
 * which {@link companyMoment} finds the best.
 */
export function verdictOn(
  finding: Candidate,
  labels: StillLabels,
  settings: VerdictSettings,
  dropSeconds: number = finding.atSeconds,
): Verdict {
  const { box, atSeconds, dwellSeconds, lightSwitched } = finding;
  const { watch, leastConfidence } = settings;
  const witness = witnessOf(finding, labels, watch, dropSeconds);
  const confidence = confidenceOf(finding, witness);
  if (witness.standing !== undefined) {
    const reasons = [
      `a ${witness.standing} has stood there since ${clock(atSeconds)}, which is not a thing left behind`,
    ];
    return { ...nothingLeft([]), confidence, reasons };
  }
  const { kinds } = witness;
  const stayed = `stayed ${Math.round(dwellSeconds)} s`;
  const reasons =
    'clearAt' in finding
      ? ['lay there when the clip began', stayed]
      : [`appeared at ${clock(atSeconds)}`, stayed];
  for (const { name } of witness.beside) reasons.push(`${withArticle(name)} beside it just before`);
  if (lightSwitched !== undefined) reasons.push(switchedWords(lightSwitched));
  if (kinds.length > 0) reasons.push(`looks like: ${kinds.join(', ')}`);
  if ('absentBecause' in labels) reasons.push(`not looked at for people and things: ${labels.absentBecause}`);
  const flagged = confidence >= leastConfidence;
  if (!flagged)
    reasons.push(lightSwitched === undefined ? 'too faint to flag' : 'too unsure to flag at such a moment');
  const company = witness.beside.map(({ mover }) => mover);
  return { flagged, confidence, box, atSeconds, staysSeconds: dwellSeconds, company, reasons };
}

/** What the stills of a finding were found to show, for people and for {@link confidenceOf}. */
export interface StillWitness extends Witness {
  /** Who the thing is, when it is somebody who stands there. */
  readonly standing: Mover | undefined;
  readonly beside: readonly Companion[];
  /** What it looks like, in the detector's words. */
  readonly kinds: readonly string[];
}

/** Reads the stills' labels. `dropSeconds` is the moment of the still `drop`. */
export function witnessOf(
  finding: SceneFinding & Pick<Candidate, 'lightSwitched'>,
  labels: StillLabels,
  watch: WatchList,
  dropSeconds: number = finding.atSeconds,
): StillWitness {
  const known = 'absentBecause' in labels ? {} : labels;
  const standing =
    stillThere(finding, known, watch, dropSeconds) ?? (finding.cameByItself ? 'vehicle' : undefined);
  const beside = companyOf(finding, known, watch);
  const kinds = looksLike(finding.box, known, watch);
  return {
    isLabelled: !('absentBecause' in labels),
    isStanding: standing !== undefined,
    isAtSwitching: finding.lightSwitched !== undefined,
    standing,
    beside,
    kinds,
  };
}

/**
 * Where in the still `drop` a vehicle is near the finding that may have brought it, the surest one. Undefined
 * without one, and for one that stood there before and after, which is a neighbour's.
 */
export function vehicleNear(finding: SceneFinding, labels: StillLabels, watch: WatchList): Box | undefined {
  if ('absentBecause' in labels) return undefined;
  return companyOf(finding, labels, watch).find(({ mover }) => mover === 'vehicle')?.box;
}

/** Whether the finding is a person or a vehicle that stands there in the end and did not in the beginning. */
function stillThere(
  finding: SceneFinding,
  labels: KnownLabels,
  watch: WatchList,
  dropSeconds: number,
): Mover | undefined {
  const { box, strength, betweenSeconds } = finding;
  const boxes = (still: StillName, words: readonly string[]) =>
    matching(labels[still] ?? [], words, watch.leastConfidenceOfSameBox).flatMap((label) => label.boxes);
  const movers = [...watch.people, ...watch.vehicles];
  const earlier = boxes('before', movers);
  // Who has taken their place already while the thing is still missing is not the thing.
  const atDrop = dropSeconds <= betweenSeconds[0] ? boxes('drop', movers) : [];
  const isPart = (place: Box) => strength < plainStrength && shareInside(box, place) >= sameThingShare;
  const isIt = (place: LabelBox) =>
    place.confidence >= watch.leastConfidence
      ? isOneThing(box, place) || isPart(place)
      : overlap(box, place) >= sameBoxOverlap;
  const isThere = (words: readonly string[]) =>
    [...boxes('after', words), ...boxes('crop', words)]
      .filter((place) => place.width * place.height <= mostPictureShare)
      .filter((place) => earlier.every((old) => overlap(place, old) < thereBeforeOverlap))
      .filter((place) => atDrop.every((old) => overlap(place, old) < thereAtDropOverlap))
      .some(isIt);
  return isThere(watch.people) ? 'person' : isThere(watch.vehicles) ? 'vehicle' : undefined;
}

/** Whether what changed in a box is what a label names in a place. */
function isOneThing(box: Box, place: Box): boolean {
  return shareInside(box, place) >= sameThingShare && shareInside(place, box) >= leastFilledShare;
}

/** A person or vehicle near a finding in the still `drop`. */
export interface Companion {
  readonly mover: Mover;
  /** As an officer reads it. */
  readonly name: string;
  readonly box: Box;
}

/** The person and the vehicle that stand near the finding at the drop, the surest of each. */
function companyOf({ box }: SceneFinding, labels: KnownLabels, watch: WatchList): Companion[] {
  const near = grown(box, nearMargin);
  const surest = (mover: Mover, words: readonly string[]): Companion[] => {
    const always = (place: Box) =>
      [labels.before, labels.after].every((still = []) =>
        matching(still, words, watch.leastConfidence).some(({ boxes }) =>
          boxes.some((other) => overlap(place, other) >= thereBeforeOverlap),
        ),
      );
    return matching(labels.drop ?? [], words, watch.leastConfidence)
      .flatMap(({ name, boxes }) =>
        boxes.map((place) => ({ mover, name: mover === 'person' ? mover : name.toLowerCase(), box: place })),
      )
      .filter(({ box: place }) => overlap(place, near) > 0 && !isOneThing(box, place) && !always(place))
      .slice(0, 1);
  };
  return [...surest('person', watch.people), ...surest('vehicle', watch.vehicles)];
}

/** Names of dumped things that a still of the end shows in the finding's place, the surest first, at most three. */
function looksLike(box: Box, labels: KnownLabels, watch: WatchList): string[] {
  const after = matching(labels.after ?? [], watch.dumped, watch.leastConfidence);
  const crop = matching(labels.crop ?? [], watch.dumped, watch.leastConfidence);
  const there = (label: Label) => label.boxes.some((place) => overlap(place, box) > 0.2);
  // A crop is of little else, so that a label without a place is believed there.
  const fits = [...crop.filter((label) => label.boxes.length === 0 || there(label)), ...after.filter(there)];
  return [...new Set(fits.map(({ name }) => name.toLowerCase()))].slice(0, 3);
}

function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Minutes and seconds as an officer finds them on a player's clock. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}
