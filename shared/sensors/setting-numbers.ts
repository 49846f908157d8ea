import { z } from 'zod';

/** A number from one to another, both allowed, in the unit that its name says. */
export function numberFrom(lowest: number, highest: number) {
  const sentence = `a number from ${lowest} to ${highest}`;
  return z.number(sentence).min(lowest, sentence).max(highest, sentence).exactOptional();
}

/** A whole number from one to another, both allowed. */
export function wholeNumberFrom(lowest: number, highest: number) {
  const sentence = `a whole number from ${lowest} to ${highest}`;
  return z.int(sentence).min(lowest, sentence).max(highest, sentence).exactOptional();
}

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, `one of ${words.join(', ')}`).exactOptional();
}

/** A time of every day, local to the settings' time zone. */
export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00')
  .exactOptional();

/** Settings of these names and no others, so that a misspelt one is told and not silently without effect. */
export function onlyThese<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'settings by their names';
      const unknown = issue.keys.join(', ');
      return `there is no setting ${unknown}; there are ${Object.keys(shape).join(', ')}`;
    },
  });
}
