import type { Decoded, Reading } from '../reading.ts';
import { remembered } from '../remembered.ts';
import type { FieldValue } from '../uplink.ts';

/** What a named value says: a fact, or a sentence about a value that says none. */
export type Finding = Reading | string;

/** The facts among some findings, and the sentences. */
export function decodedOf(findings: Iterable<Finding>): Decoded {
  const decoded: Decoded = { readings: [], notes: [] };
  for (const finding of findings) {
    if (typeof finding === 'string') decoded.notes.push(finding);
    else decoded.readings.push(finding);
  }
  return decoded;
}

/** A name without what makers write differently: `Lamp failure`, `lampFailure` and `lamp_failure` are one. */
export const bareName = remembered(1000, (name: string): string =>
  name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
);

const comparable = (value: FieldValue): string => value.toString().trim().toLowerCase();

/** How a sentence shows a value that came from outside: never longer than a line. */
export const shown = (value: FieldValue): string => `“${value.toString().slice(0, 40)}”`;

/**
 * The one of two things that a value says, as true or false: booleans, 0 and 1, and their names as text mean what they
 * mean everywhere; `yes` and `no` are the words for this value. `undefined` for anything else.
 */
export function truth(value: FieldValue, yes: readonly string[], no: readonly string[]): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = comparable(value);
  if (word === 'true' || word === '1' || yes.includes(word)) return true;
  if (word === 'false' || word === '0' || no.includes(word)) return false;
  return undefined;
}

/** The number that a value is or spells out; `undefined` for `NaN`, what is endless, and anything else. */
export function numberIn(value: FieldValue): number | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = comparable(value);
  // No text of digits that fits into a field is long enough to be endless.
  return /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/.test(text) ? Number(text) : undefined;
}

/** A number between two bounds made into a fact, or the sentence that it is none that can be. */
export function within(
  name: string,
  value: FieldValue,
  bounds: { from: number; to: number; unit: string },
  fact: (number: number) => Reading,
): Finding {
  const { from, to, unit } = bounds;
  const number = numberIn(value);
  if (number === undefined) return `${name} ${shown(value)} is no number`;
  if (number < from || number > to) return `${name} ${number} ${unit} is not between ${from} and ${to}`;
  return fact(number);
}
