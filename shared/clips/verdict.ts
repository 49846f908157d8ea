import { z } from 'zod';
import { type Label, type LabelBox, matching, WatchList } from './labels.ts';
import { Box, grown, overlap, shareInside } from './picture.ts';
import type { SceneFinding } from './scene.ts';
import type { StillName } from './stills.ts';

const fraction = z.number().min(0).max(1);

/** What the analysis of a clip comes to. The place and times are null where nothing was left. */
export const Verdict = z.object({
  flagged: z.boolean(),
  /** 0 to 1; 0 when there was no candidate at all. */
  confidence: fraction,
  /** The thing, as fractions of the picture from its top left corner. */
  box: Box.nullable(),
  /** When it appeared, in seconds from the clip's first picture. */
  atSeconds: z.number().nonnegative().nullable(),
  /** How long it had been there when the clip ended. */
  staysSeconds: z.number().nonnegative().nullable(),
  /** In words an officer reads. At least one. */
  reasons: z.array(z.string().min(1)).min(1),
});
export type Verdict = z.infer<typeof Verdict>;

/** How a verdict is come to. */
export const VerdictSettings = z.object({
  /** A finding below this is not flagged. Each camera may have its own. */
  leastConfidence: fraction.default(0.45),
  watch: WatchList.prefault({}),
});
export type VerdictSettings = z.infer<typeof VerdictSettings>;

/** Labels of the stills, with boxes as fractions of the whole picture; or the sentence that says why there are none. */
export type StillLabels = KnownLabels | { readonly absentBecause: string };

type KnownLabels = Partial<Record<StillName, readonly Label[]>>;
type Mover = 'person' | 'vehicle';

/** A thing that lies by this share in the box of a person or vehicle is that person or vehicle, or part of it. */
const sameThingShare = 0.6;
/** Two boxes that overlap this much have the same outlines. */
const sameBoxOverlap = 0.6;
/** A box of most of the picture says what kind of place it is, not what stands in it. */
const mostPictureShare = 0.6;
/** Two boxes that overlap this much at two times are of one vehicle that stood there all along. */
const thereBeforeOverlap = 0.5;
/** People and vehicles count as beside a thing within twice its size. */
const besideMargin = 2;

/** The verdict on a clip in which nothing was found to have been left. */
export function nothingLeft(changes: readonly SceneFinding[]): Verdict {
  const taken = changes.find(({ kind }) => kind === 'taken-away');
  const reasons = ['nothing was left behind'];
  if (taken !== undefined) reasons.push(`something was taken away at ${clock(taken.atSeconds)}`);
  return { flagged: false, confidence: 0, box: null, atSeconds: null, staysSeconds: null, reasons };
}

/** The verdict on one finding, given what its stills show. */
export function verdictOn(finding: SceneFinding, labels: StillLabels, settings: VerdictSettings): Verdict {
  const { box, atSeconds, dwellSeconds } = finding;
  const known = 'absentBecause' in labels ? {} : labels;
  const standing = stillThere(finding, known, settings.watch);
  if (standing !== undefined) {
    const reasons = [
      `a ${standing} has stood there since ${clock(atSeconds)}, which is not a thing left behind`,
    ];
    return { flagged: false, confidence: 0, box: null, atSeconds: null, staysSeconds: null, reasons };
  }
  const reasons = [`appeared at ${clock(atSeconds)}`, `stayed ${Math.round(dwellSeconds)} s`];
  const company = beside(box, known.drop ?? [], settings.watch);
  for (const label of company) reasons.push(`${label} beside it`);
  const kinds = looksLike(box, known, settings.watch);
  if (kinds.length > 0) reasons.push(`looks like: ${kinds.join(', ')}`);
  if ('absentBecause' in labels) reasons.push(`not looked at for people and things: ${labels.absentBecause}`);
  // A known thing takes two fifths of the doubt that the scene left, company a tenth.
  const doubt = (1 - finding.strength) * (kinds.length > 0 ? 0.6 : 1) * (company.length > 0 ? 0.9 : 1);
  const confidence = Math.min(1, Math.max(0, 1 - doubt));
  const flagged = confidence >= settings.leastConfidence;
  if (!flagged) reasons.push('too faint to flag');
  return { flagged, confidence, box, atSeconds, staysSeconds: dwellSeconds, reasons };
}

/** Whether the finding is a person or a vehicle that stands there in the end and did not in the beginning. */
function stillThere({ box }: SceneFinding, labels: KnownLabels, watch: WatchList): Mover | undefined {
  const boxes = (still: StillName, words: readonly string[]) =>
    matching(labels[still] ?? [], words, watch.leastConfidenceOfSameBox).flatMap((label) => label.boxes);
  const earlier = boxes('before', [...watch.people, ...watch.vehicles]);
  const isIt = (place: LabelBox) =>
    place.confidence >= watch.leastConfidence
      ? shareInside(box, place) >= sameThingShare
      : overlap(box, place) >= sameBoxOverlap;
  const isThere = (words: readonly string[]) =>
    [...boxes('after', words), ...boxes('crop', words)]
      .filter((place) => place.width * place.height <= mostPictureShare)
      .filter((place) => earlier.every((old) => overlap(place, old) < thereBeforeOverlap))
      .some(isIt);
  return isThere(watch.people) ? 'person' : isThere(watch.vehicles) ? 'vehicle' : undefined;
}

function beside(box: Box, labels: readonly Label[], watch: WatchList): Mover[] {
  const near = grown(box, besideMargin);
  const isNear = (words: readonly string[]) =>
    matching(labels, words, watch.leastConfidence).some(({ boxes }) =>
      boxes.some((place) => overlap(place, near) > 0),
    );
  const movers: Mover[] = [];
  if (isNear(watch.people)) movers.push('person');
  if (isNear(watch.vehicles)) movers.push('vehicle');
  return movers;
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

/** Minutes and seconds as an officer finds them on a player's clock. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}
