import type { AttributeValue, Item } from './attribute-value.ts';

/** A document path: attribute name first, then names within maps and numbers within lists. */
export type Path = readonly (string | number)[];

/** The value one step into a value, or undefined when the value has no such element. */
export function elementAt(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  // Own attributes only: an item may well lack an attribute named "constructor".
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

/** The value a path leads to in an item, or undefined when it leads nowhere. */
export function valueAt(path: Path, item: Item): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    value = elementAt(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

type Branches = Map<string | number, Branches>;

/** Only those parts of an item that the paths lead to; list elements keep their order and close ranks. */
export function project(paths: readonly Path[], item: Item): Item {
  const root: Branches = new Map();
  for (const path of paths) {
    let branches = root;
    for (const step of path) {
      const next: Branches = branches.get(step) ?? new Map();
      branches.set(step, next);
      branches = next;
    }
  }
  const picked = pick({ M: item }, root);
  return picked !== undefined && 'M' in picked ? picked.M : {};
}

function pick(value: AttributeValue, branches: Branches): AttributeValue | undefined {
  if (branches.size === 0) return value;
  const found: [string | number, AttributeValue][] = [];
  for (const [step, deeper] of branches) {
    const element = elementAt(value, step);
    const picked = element === undefined ? undefined : pick(element, deeper);
    if (picked !== undefined) found.push([step, picked]);
  }
  if (found.length === 0) return undefined;
  if ('M' in value) return { M: Object.fromEntries(found) };
  return { L: found.sort(([a], [b]) => Number(a) - Number(b)).map(([, element]) => element) };
}
