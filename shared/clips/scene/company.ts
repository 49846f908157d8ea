import { type Box, type Frame, grown, overlap, pixelsOf } from '../recording/picture.ts';
import { type ForeignView, foreignBlobs, foreignShare, foreignViews, spread } from './foreign.ts';
import { edgeAt } from './registration.ts';
import type { SceneFinding } from './scene.ts';

/** Somebody who brings a thing is beside it at most so long before it is seen lying there. */
const companySeconds = 10;
/** A vehicle that brings a thing comes and goes within so long of it. */
const vehicleSeconds = 30;
/** Near a thing is within so many times the thing's size, which is much for a bag and enough for a sofa. */
export const nearMargin = 1.5;
/** What covers less than this share of the place is a bird or a bush, */
const leastPlaceShare = 0.03;
/** and above this more is no better: a van that drives through is not worth more than a man who bends down. */
const enoughPlaceShare = 0.08;
/** Somebody there ten seconds early is worth this share of somebody there at the drop. */
const earlyShare = 0.4;
/** Moments looked at for company, and besides them for a vehicle: each costs a few milliseconds. */
const mostMoments = { company: 20, vehicle: 16 };
/** A blob of less of the picture than this is no vehicle whose plate could be read. */
const leastVehicleShare = 0.015;
/** A vehicle of which less than this share is foreign has become ground: it was there for long, or stays. */
const leastMovingShare = 0.4;
/** From one view to the next a vehicle goes at most so many of its lengths, */
const mostStep = 1.5;
/** looms or shrinks by at most this factor of its area, */
const mostGrowth = 2.5;
/** and is hidden in at most so many. */
const mostMissed = 3;
/** What a view is worth in which the picture's edge cuts the vehicle, and likely its plate, off. */
const cutOffShare = 0.4;

/** A moment with the place of something in its picture. */
export interface SeenAt {
  /** Of a frame, in seconds from the clip's first picture. */
  readonly atSeconds: number;
  readonly box: Box;
}

/**
 * The moment that shows best who or what brought a thing: of the sampled frames from ten seconds before it was
 * last missing to when it was first seen, the one in which most stands near its place that belongs neither to the
 * ground before nor to the ground after, the later the better. When there is nobody in any of them, the moment of
 * the drop itself. `frames` are the clip's, of one size and in order, as `findChanges` had them.
 */
export function companyMoment(frames: readonly Frame[], finding: SceneFinding): number {
  const wanted = companyFrames(frames, finding);
  return bestCompany(foreignViews(frames, finding.betweenSeconds, wanted), finding);
}

/**
 * The frame within half a minute of the drop in which the vehicle's plate is likeliest to be read: the vehicle is
 * large, low, sharp, and not cut off by the picture's edge. `vehicle` is where a label saw it at the company
 * moment; without one, the largest blob near the thing that is no taller than wide counts as one. It is followed
 * from there frame by frame, so that the box may hold somewhat more or less than the vehicle. One that stands
 * there for so long that it has become ground is not followed. Undefined when there is no such blob and no
 * `vehicle`.
 */
export function vehicleMoment(
  frames: readonly Frame[],
  finding: SceneFinding,
  vehicle?: Box,
): SeenAt | undefined {
  const close = companyFrames(frames, finding);
  const far = frames.filter(
    (frame) => Math.abs(frame.atSeconds - finding.atSeconds) <= vehicleSeconds && !close.includes(frame),
  );
  const wanted = [...close, ...spread(far, mostMoments.vehicle)].sort(
    (one, other) => one.atSeconds - other.atSeconds,
  );
  const views = foreignViews(frames, finding.betweenSeconds, wanted);
  const seconds = bestCompany(
    views.filter(({ frame }) => close.some(({ atSeconds }) => atSeconds === frame.atSeconds)),
    finding,
  );
  const start = nearestTo(views, seconds);
  const standing = vehicle && { atSeconds: start?.atSeconds ?? seconds, box: vehicle };
  if (start === undefined) return standing;
  const first = vehicle ?? vehicleShaped(start, finding.box);
  if (first === undefined || foreignShare(start, first) < leastMovingShare) return standing;
  const at = views.indexOf(start);
  const track = [
    { view: start, box: first },
    ...followed(first, views.slice(at + 1)),
    ...followed(first, views.slice(0, at).reverse()),
  ];
  const [best] = track
    .map(({ view, box }) => ({ atSeconds: view.atSeconds, box, clarity: clarityOf(view, box) }))
    .sort((one, other) => other.clarity - one.clarity);
  return best && { atSeconds: best.atSeconds, box: best.box };
}

function companyFrames(frames: readonly Frame[], { betweenSeconds: [missing, seen] }: SceneFinding): Frame[] {
  const near = frames.filter(({ atSeconds }) => atSeconds >= missing - companySeconds && atSeconds <= seen);
  return spread(near, mostMoments.company);
}

function bestCompany(views: readonly ForeignView[], finding: SceneFinding): number {
  const [missingSeconds] = finding.betweenSeconds;
  const place = grown(finding.box, nearMargin);
  let [best, atSeconds] = [0, finding.atSeconds];
  for (const view of views) {
    const share = foreignShare(view, place);
    if (share < leastPlaceShare) continue;
    const early = Math.max(0, missingSeconds - view.atSeconds) / companySeconds;
    const worth = Math.min(share, enoughPlaceShare) * (1 - early * (1 - earlyShare));
    if (worth >= best) [best, atSeconds] = [worth, view.atSeconds];
  }
  return atSeconds;
}

function nearestTo(views: readonly ForeignView[], atSeconds: number): ForeignView | undefined {
  const away = (view: ForeignView) => Math.abs(view.atSeconds - atSeconds);
  return views.toSorted((one, other) => away(one) - away(other))[0];
}

/** The largest blob near a place that is large enough for a vehicle and no taller than wide. */
function vehicleShaped(view: ForeignView, place: Box): Box | undefined {
  const { width, height } = view.frame;
  return foreignBlobs(view)
    .filter((box) => areaOf(box) >= leastVehicleShare && box.width * width >= box.height * height)
    .filter((box) => overlap(box, grown(place, nearMargin)) > 0)
    .sort((one, other) => areaOf(other) - areaOf(one))[0];
}

/** Where a vehicle goes through the views that follow, until it is out of sight. */
function followed(from: Box, views: readonly ForeignView[]): { view: ForeignView; box: Box }[] {
  const track: { view: ForeignView; box: Box }[] = [];
  let [last, missed] = [from, 0];
  for (const view of views) {
    const reach = grown(last, mostStep);
    const [next] = foreignBlobs(view)
      .filter((box) => areaOf(box) < mostGrowth * areaOf(last) && areaOf(last) < mostGrowth * areaOf(box))
      .filter((box) => overlap(box, reach) > 0)
      .sort((one, other) => apart(one, last) - apart(other, last));
    if (next === undefined && ++missed > mostMissed) return track;
    if (next === undefined) continue;
    track.push({ view, box: next });
    [last, missed] = [next, 0];
  }
  return track;
}

/** How well a plate could be read: it grows with the vehicle's size in the picture and with sharpness. */
function clarityOf({ frame }: ForeignView, box: Box): number {
  const { left, top, right, bottom } = pixelsOf(box, frame);
  let edges = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) edges += edgeAt(frame, x, y);
  const sharpness = edges / Math.max(1, (right - left) * (bottom - top));
  const isCutOff = left === 0 || right === frame.width || bottom === frame.height;
  return Math.sqrt(areaOf(box)) * sharpness * (0.5 + box.top + box.height) * (isCutOff ? cutOffShare : 1);
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

/** The distance between two boxes' centres. */
function apart(one: Box, other: Box): number {
  const across = one.left + one.width / 2 - other.left - other.width / 2;
  return Math.hypot(across, one.top + one.height / 2 - other.top - other.height / 2);
}
