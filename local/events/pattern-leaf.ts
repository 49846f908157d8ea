import { z } from 'zod';

/** Any JSON value. */
export type Json = z.core.util.JSONType;

/** Whether the values that an event has at one place match; none when it has nothing there. */
export type LeafTest = (leaves: readonly Json[]) => boolean;

type Refuse = (reason: string) => never;
type TextTest = (text: string) => boolean;

const Text = z.string().min(1);
const Texts = z.union([Text, z.array(Text).min(1)]).transform((value) => [value].flat());
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Scalars = z.union([Scalar, z.array(Scalar).min(1)]).transform((value) => [value].flat());
const IgnoringCase = z.strictObject({ 'equals-ignore-case': Text });

const sameIgnoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Operators on text; each takes its argument and gives the test, or undefined when the argument is of another shape. */
const textOperators: Record<string, (argument: Json) => TextTest | undefined> = {
  prefix: (argument) => {
    const plain = Text.safeParse(argument);
    if (plain.success) return (text) => text.startsWith(plain.data);
    const start = IgnoringCase.safeParse(argument).data?.['equals-ignore-case'];
    return start === undefined ? undefined : (text) => sameIgnoringCase(text.slice(0, start.length), start);
  },
  suffix: (argument) => {
    const plain = Text.safeParse(argument);
    if (plain.success) return (text) => text.endsWith(plain.data);
    const end = IgnoringCase.safeParse(argument).data?.['equals-ignore-case'];
    return end === undefined ? undefined : (text) => sameIgnoringCase(text.slice(-end.length), end);
  },
  'equals-ignore-case': (argument) => {
    const wanted = Text.safeParse(argument).data;
    return wanted === undefined ? undefined : (text) => sameIgnoringCase(text, wanted);
  },
  wildcard: (argument) => {
    const wanted = Text.safeParse(argument).data;
    // Two stars in a row are refused by EventBridge too; the lookbehind leaves an escaped first star alone.
    return wanted === undefined || /(?<!\\)\*\*/.test(wanted) ? undefined : wildcardTest(wanted);
  },
};

function wildcardTest(wanted: string): TextTest {
  const source = wanted.replace(/\\([*\\])|\*|[.+?^${}()|[\]\\]/g, (piece, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return piece === '*' ? '.*' : `\\${piece}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numericTest(argument: Json): LeafTest | undefined {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) return undefined;
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < argument.length; at += 2) {
    const [operator, bound] = [argument[at], argument[at + 1]];
    const compare = typeof operator === 'string' ? comparisons[operator] : undefined;
    if (compare === undefined || typeof bound !== 'number') return undefined;
    tests.push((value) => compare(value, bound));
  }
  return (leaves) => leaves.some((leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf)));
}

function anythingBut(argument: Json): LeafTest | undefined {
  const values = Scalars.safeParse(argument);
  if (values.success) {
    return (leaves) => leaves.some((leaf) => !values.data.some((value) => value === leaf));
  }
  const [entry, ...others] = Object.entries(z.record(z.string(), z.json()).safeParse(argument).data ?? {});
  if (entry === undefined || others.length > 0) return undefined;
  const operator = textOperators[entry[0]];
  const texts = Texts.safeParse(entry[1]).data;
  if (operator === undefined || texts === undefined) return undefined;
  const tests = texts.map((text) => operator(text));
  if (tests.some((test) => test === undefined)) return undefined;
  return (leaves) =>
    leaves.some((leaf) => typeof leaf !== 'string' || !tests.some((test) => test?.(leaf) === true));
}

const leafOperators: Record<string, (argument: Json) => LeafTest | undefined> = {
  ...Object.fromEntries(
    Object.entries(textOperators).map(([name, operator]) => [
      name,
      (argument: Json): LeafTest | undefined => {
        const test = operator(argument);
        return test && ((leaves) => leaves.some((leaf) => typeof leaf === 'string' && test(leaf)));
      },
    ]),
  ),
  numeric: numericTest,
  'anything-but': anythingBut,
  exists: (argument) =>
    typeof argument === 'boolean' ? (leaves) => leaves.length > 0 === argument : undefined,
};

/** Reads one element of a pattern's list: an exact value or an operator. `where` names the place for the refusal. */
export function leafTest(alternative: Json, where: string, refuse: Refuse): LeafTest {
  if (Array.isArray(alternative)) return refuse(`${where} has a list within its list`);
  if (typeof alternative !== 'object' || alternative === null) {
    return (leaves) => leaves.some((leaf) => leaf === alternative);
  }
  const [entry, ...others] = Object.entries(alternative);
  if (entry === undefined || others.length > 0)
    return refuse(`${where} has not exactly one operator in an object`);
  const [name, argument] = entry;
  const operator = leafOperators[name];
  if (operator === undefined) return refuse(`${where} uses the operator "${name}"`);
  const test = operator(argument);
  return test ?? refuse(`${where} gives the operator "${name}" the argument ${JSON.stringify(argument)}`);
}
