import { z } from 'zod';
import { type Frame, meanLevel } from '../recording/picture.ts';

/**
 * What a camera sees by. A picture in one of these cannot be compared with one in another: infra-red shows other
 * materials bright, and lamps throw shadows where the sun does not. `infra-red` is any picture without colour.
 */
export const LightCondition = z.enum(['daylight', 'lamplight', 'infra-red']);
export type LightCondition = z.infer<typeof LightCondition>;

/** The light that a clip ends in. */
export interface ClipLight {
  readonly light: LightCondition;
  /** The first moment in that light, when the clip began in another. */
  readonly switchedAtSeconds: number | undefined;
}

/**
 * Colour below this (as `Frame` has it) is none. Of 179 clips the 29 by infra-red have 0.0 to 1.16, the most with
 * a strong coloured noise put on them; the greyest by day has 2.5.
 */
const leastColour = 1.2;
/**
 * A mean level below this is a street at night that a colour camera makes the best of. Of 150 clips by day the darkest
 * has 55, nearly all have 67 and more.
 */
const leastDaylightLevel = 50;
/**
 * Below this level as much colour, as a share of the level, is that of a lamp, which is on everything: the 150 clips by
 * day have up to 0.17. There are no recordings by lamplight to measure on: 26 clips by day, graded to a sodium lamp's
 * light as bright as that, have 0.21 to 0.34, graded to warm white 0.11 to 0.25.
 */
const lamplit = { level: 90, colourShare: 0.2 };
/** As many pictures say what the end of a clip is like, so that a flash does not. */
const endPictures = 5;

/** The light that a clip ends in, and when it switched to that. Throws `RangeError` for no pictures at all. */
export function lightConditionOf(frames: readonly Frame[]): ClipLight {
  const lights = frames.map(lightOf);
  const light = commonest(lights.slice(-endPictures));
  if (light === undefined) throw new RangeError('a clip without pictures has no light');
  const last = lights.findLastIndex((other, index) => other !== light && lights[index - 1] !== light);
  return { light, switchedAtSeconds: last === -1 ? undefined : frames[last + 1]?.atSeconds };
}

/** The pictures that were taken in a light, in order. */
export function framesIn(light: LightCondition, frames: readonly Frame[]): Frame[] {
  return frames.filter((frame) => lightOf(frame) === light);
}

function lightOf(frame: Frame): LightCondition {
  if (frame.colour < leastColour) return 'infra-red';
  const level = meanLevel(frame);
  const isLamps = level < lamplit.level && frame.colour > lamplit.colourShare * level;
  return isLamps || level < leastDaylightLevel ? 'lamplight' : 'daylight';
}

function commonest(lights: readonly LightCondition[]): LightCondition | undefined {
  const count = (light: LightCondition) => lights.filter((other) => other === light).length;
  return lights.toSorted((one, other) => count(other) - count(one))[0];
}
