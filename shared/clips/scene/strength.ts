import type { Luma } from '../recording/picture.ts';
import { probabilityOf } from './logistic.ts';
import type { Outline } from './outline.ts';
import type { Region } from './region.ts';

/** What tells a thing that came, or went, from all else that changes for good. */
export type StrengthFeatures = {
  /** 1.2 for a thing that plainly came or went, 0 where its outline does not say. */
  readonly direction: number;
  /** Logarithm of the change of level inside, in units of what the camera's noise would do. */
  readonly contrast: number;
  /** 0 where the texture inside is another one than before, up to 5 where it is the same. */
  readonly sameTexture: number;
  /** 0 for a thing, 1 for people who sway by a tenth of themselves, at most 3. */
  readonly unsteady: number;
  /** 1 for what is as slender as somebody who stands, otherwise 0. */
  readonly slender: number;
  /** Share of its box that changed, at most 0.6: crumbs of light and foliage fill little of theirs. */
  readonly filled: number;
  /** 1 for what came so late that somebody may just stand there for a while, otherwise 0. */
  readonly late: number;
};

/**
 * By logistic regression (bench/detection-calibration.ts) on 22 November 2026 over 362 changes that are not people or
 * vehicles who stay, 299 of them things left behind, in 609 labelled clips (docs/detection.md).
 */
const weights: Readonly<Record<'none' | keyof StrengthFeatures, number>> = {
  none: -1.96,
  direction: 2.24,
  contrast: 0.9,
  sameTexture: -2.04,
  unsteady: -1.78,
  slender: -1.46,
  filled: 2.48,
  late: -1.74,
};

/** More of an outline than this makes nothing plainer. */
const mostDirection = 1.2;
/** Up to this likeness, a thing's texture is like the ground's by chance. */
const chanceTexture = 0.5;
/** Swaying by more says no more. */
const mostUnsteady = 3;
/** Things with holes and handles fill so much of their boxes. */
const mostFilled = 0.6;

/** A pedestrian may stand for so long. */
const pedestrianSeconds = 10;

/** What is known of a lasting change. */
export interface SeenChange {
  readonly outline: Pick<Outline, 'edge' | 'foreign' | 'difference'>;
  /** Likeness of the texture inside before and after, -1 to 1. */
  readonly texture: number;
  readonly stillness: number;
  readonly isSlender: boolean;
  /** Share of its box that changed. */
  readonly filledShare: number;
  /** How long it has been so when the clip ends. */
  readonly dwellSeconds: number;
  /** The camera's, in levels. */
  readonly noise: number;
}

/** 1.5 for a thing that plainly came, -1.5 for one that plainly went. */
export function direction({ edge, foreign }: Pick<Outline, 'edge' | 'foreign'>): number {
  return edge + foreign / 2;
}

/** The share of its box that a region fills in a picture of a size. */
export function filledShareOf(
  { pixels, box }: Region,
  { width, height }: Pick<Luma, 'width' | 'height'>,
): number {
  return pixels.length / Math.max(1, box.width * width * box.height * height);
}

/** The features of a change. */
export function strengthFeatures(change: SeenChange): StrengthFeatures {
  const { outline, texture, stillness, isSlender, filledShare, dwellSeconds, noise } = change;
  return {
    direction: Math.min(mostDirection, Math.abs(direction(outline))),
    contrast: Math.log(outline.difference / (6 + 3 * noise)),
    sameTexture: 10 * Math.max(0, texture - chanceTexture),
    unsteady: Math.min(mostUnsteady, 10 * (1 - stillness)),
    slender: isSlender ? 1 : 0,
    filled: Math.min(mostFilled, filledShare),
    late: dwellSeconds < pedestrianSeconds ? 1 : 0,
  };
}

/** How plainly a change is a thing that came or went and stays: its probability, 0 to 1, as far as the scene tells. */
export function strengthOf(features: StrengthFeatures): number {
  return probabilityOf(weights, features);
}
