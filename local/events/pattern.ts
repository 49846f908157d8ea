import { Rejected } from '../../shared/platform/errors.ts';
import { type Json, leafTest } from './pattern-leaf.ts';

/** Whether an event, or a part of one, matches. */
export type Match = (event: Json | undefined) => boolean;

/**
 * Reads an EventBridge event pattern: nested objects whose leaves are lists of exact values and operators. Throws
 * `Rejected` that names the rule and the piece for anything it does not know. Source: EventBridge User Guide,
 * "Amazon EventBridge event patterns" and "Comparison operators".
 */
export function readPattern(pattern: Json, ruleName: string): Match {
  const refuse = (reason: string): never => {
    throw new Rejected(
      `The event pattern of rule "${ruleName}" is not known to the local system: ${reason}.`,
    );
  };
  if (!isObject(pattern)) return refuse('it must be an object');
  return readObject(pattern, 'the pattern', refuse);
}

function readObject(
  pattern: { [key: string]: Json },
  where: string,
  refuse: (reason: string) => never,
): Match {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return refuse(`${where} is empty`);
  const tests = entries.map(([key, value]): Match => {
    if (key === '$or' && Array.isArray(value)) return readOr(value, refuse);
    const test = readValue(value, `"${key}"`, refuse);
    return (event) => test(isObject(event) ? event[key] : undefined);
  });
  return (event) => tests.every((test) => test(event));
}

function readOr(alternatives: Json[], refuse: (reason: string) => never): Match {
  if (alternatives.length < 2) return refuse('"$or" needs at least two alternatives');
  const tests = alternatives.map((alternative) =>
    isObject(alternative)
      ? readObject(alternative, '"$or"', refuse)
      : refuse('"$or" takes a list of objects'),
  );
  return (event) => tests.some((test) => test(event));
}

function readValue(value: Json, where: string, refuse: (reason: string) => never): Match {
  if (Array.isArray(value)) {
    if (value.length === 0) return refuse(`${where} is an empty list`);
    const tests = value.map((alternative) => leafTest(alternative, where, refuse));
    return (event) => {
      // A list in the event stands for its elements, and an empty one for nothing; an object is not a leaf.
      const leaves = (Array.isArray(event) ? event : [event]).filter((leaf) => !isObject(leaf));
      return tests.some((test) => test(leaves.filter((leaf) => leaf !== undefined)));
    };
  }
  if (!isObject(value)) return refuse(`${where} must be a list or an object`);
  const test = readObject(value, where, refuse);
  // One element of a list of objects must match the whole of what is asked, not its parts by different elements.
  return (event) => (Array.isArray(event) && event.length > 0 ? event.some(test) : test(event));
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
