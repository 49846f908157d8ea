import { z } from 'zod';
import { type Frame, meanLevel } from './picture.ts';

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
 * Colour below this (mean of max(|U − 128|, |V − 128|)) is none. Of 59 labelled clips the night ones have 0.0, the
 * greyest by day, a bare corridor, 3.4; what is between is left for encoders that tint a grey picture.
 */
const leastColour = 1.2;
/**
 * A mean level below this is a street at night that a colour camera makes the best of. The labelled clips by day
 * have 70 to 163, the letterboxed corridor the least. They hold none by lamplight, so that this is a guess at
 * their lower side.
 */
const leastDaylightLevel = 50;
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
  return meanLevel(frame) < leastDaylightLevel ? 'lamplight' : 'daylight';
}

function commonest(lights: readonly LightCondition[]): LightCondition | undefined {
  const count = (light: LightCondition) => lights.filter((other) => other === light).length;
  return lights.toSorted((one, other) => count(other) - count(one))[0];
}
