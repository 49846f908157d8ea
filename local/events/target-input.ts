import { z } from 'zod';
import { Rejected } from '../../shared/platform/errors.ts';
import type { BusEvent } from './event.ts';
import type { Json } from './pattern-leaf.ts';

/** How a rule shapes the event for a target; the whole event when it says nothing. */
export const TargetInput = {
  /** Constant JSON that is sent in place of the event. */
  input: z.string().optional(),
  /** The part of the event that is sent, as a JSON path. */
  inputPath: z.string().optional(),
  inputTransformer: z
    .strictObject({
      /** JSON paths into the event by the names that the template uses. */
      inputPathsMap: z.record(z.string(), z.string()).default({}),
      inputTemplate: z.string(),
    })
    .optional(),
};

const Shape = z.object(TargetInput);
type Shape = z.input<typeof Shape>;

/** The text that a target gets for an event. */
export type TargetText = (event: BusEvent) => string;

/**
 * Reads how a target's text is made. Throws `Rejected` that names the rule for a path or a template it does not know.
 * A name whose path leads nowhere is `null` in a template, or nothing within quotes.
 */
export function readTargetInput(target: Shape, rule: { name: string; arn: string }): TargetText {
  const refuse = (reason: string): never => {
    throw new Rejected(
      `The target input of rule "${rule.name}" is not known to the local system: ${reason}.`,
    );
  };
  const { input, inputPath, inputTransformer } = Shape.parse(target);
  if ([input, inputPath, inputTransformer].filter((way) => way !== undefined).length > 1) {
    return refuse('it has more than one of input, inputPath and inputTransformer');
  }
  if (input !== undefined) {
    if (!z.string().transform(parsedJson).safeParse(input).success) refuse('input is not JSON');
    return () => input;
  }
  if (inputPath !== undefined) {
    const find = readPath(inputPath, refuse);
    return (event) => JSON.stringify(find(asJson(event)) ?? null);
  }
  if (inputTransformer === undefined) return (event) => JSON.stringify(event);
  const finds = new Map(
    Object.entries(inputTransformer.inputPathsMap).map(([name, path]) => [name, readPath(path, refuse)]),
  );
  const pieces = readTemplate(inputTransformer.inputTemplate, finds, refuse);
  return (event) => {
    const json = asJson(event);
    const valueFor = (name: string): Json | undefined =>
      finds.get(name)?.(json) ?? predefined(name, json, rule);
    return pieces.map((piece) => piece(valueFor)).join('');
  };
}

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
}

function asJson(event: BusEvent): Json {
  return { ...event, resources: [...event.resources], detail: { ...event.detail } };
}

const reserved = ['aws.events.rule-arn', 'aws.events.rule-name', 'aws.events.event', 'aws.events.event.json'];

function predefined(name: string, event: Json, rule: { name: string; arn: string }): Json | undefined {
  if (name === 'aws.events.rule-arn') return rule.arn;
  if (name === 'aws.events.rule-name') return rule.name;
  return name.startsWith('aws.events.event') ? event : undefined;
}

type Piece = (valueFor: (name: string) => Json | undefined) => string;

function readTemplate(
  template: string,
  known: ReadonlyMap<string, unknown>,
  refuse: (reason: string) => never,
): Piece[] {
  let quoted = false;
  return template.split(/(<[A-Za-z0-9._-]+>)/).map((text): Piece => {
    const name = /^<(.+)>$/.exec(text)?.[1];
    if (name === undefined) {
      // An odd number of quotes that are not escaped leads into or out of a JSON string.
      for (const _ of text.matchAll(/(?<!\\)"/g)) quoted = !quoted;
      return () => text;
    }
    if (!known.has(name) && !reserved.includes(name))
      return refuse(`the template uses <${name}>, which has no path`);
    return quoted
      ? (valueFor) => withinQuotes(valueFor(name))
      : (valueFor) => JSON.stringify(valueFor(name) ?? null);
  });
}

function withinQuotes(value: Json | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function readPath(path: string, refuse: (reason: string) => never): (event: Json) => Json | undefined {
  const steps: (string | number)[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : refuse(`the path "${path}" does not begin with $`);
  while (rest !== '') {
    const step = /^(?:\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\])/.exec(rest);
    if (step === null) return refuse(`the path "${path}"`);
    steps.push(step[2] === undefined ? (step[1] ?? step[3] ?? '') : Number(step[2]));
    rest = rest.slice(step[0].length);
  }
  return (event) => {
    let here: Json | undefined = event;
    for (const step of steps) here = typeof step === 'number' ? elementAt(here, step) : memberOf(here, step);
    return here;
  };
}

function elementAt(value: Json | undefined, index: number): Json | undefined {
  return Array.isArray(value) ? value[index] : undefined;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
