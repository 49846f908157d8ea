import Big from 'big.js';
import { validationError } from './amazon-error.ts';
import { type AttributeValue, type Item, setMembers, setOf } from './attribute-value.ts';
import { type Path, valueAt } from './document-path.ts';

/** What a SET clause assigns: a path, a given value, a sum or difference, or a function. */
export type UpdateOperand =
  | Path
  | AttributeValue
  | { type: 'add' | 'subtract'; args: UpdateOperand[] }
  | { type: 'function'; name: string; args: UpdateOperand[] };

/** One clause of an update expression, in the shape that dynalite's parser leaves it. */
export type UpdateClause =
  | { type: 'set'; path: Path; val: UpdateOperand }
  | { type: 'remove'; path: Path }
  | { type: 'add' | 'delete'; path: Path; val: AttributeValue };

/**
 * The item after an update expression. All right-hand sides see the item as it was, and list positions are
 * those of the list as it was (dynalite applies clauses one after another, so that `REMOVE l[0], l[1]` takes
 * the first and the third). Throws a ValidationException when an operand or path does not fit the item.
 */
export function updated(item: Item, clauses: readonly UpdateClause[]): Item {
  const next = structuredClone(item);
  const lists = new ListChanges();
  for (const clause of clauses) {
    const existing = valueAt(clause.path, next);
    if (clause.type === 'remove') {
      put(next, clause.path, undefined, lists);
    } else if (clause.type === 'set') {
      put(next, clause.path, structuredClone(operandValue(clause.val, item)), lists);
    } else if (clause.type === 'add') {
      put(next, clause.path, added(existing, clause.val), lists);
    } else {
      put(next, clause.path, without(existing, clause.val), lists);
    }
  }
  lists.settle();
  return next;
}

/** Removals and appends of lists, held back so that every clause meets the positions it was written for. */
class ListChanges {
  readonly #removed = new Map<AttributeValue[], Set<number>>();
  readonly #appended = new Map<AttributeValue[], Map<number, AttributeValue>>();

  remove(list: AttributeValue[], position: number): void {
    this.#removed.set(list, (this.#removed.get(list) ?? new Set()).add(position));
  }

  append(list: AttributeValue[], position: number, value: AttributeValue): void {
    this.#appended.set(list, (this.#appended.get(list) ?? new Map()).set(position, value));
  }

  settle(): void {
    for (const [list, positions] of this.#removed) {
      const kept = list.filter((_, position) => !positions.has(position));
      list.splice(0, list.length, ...kept);
    }
    for (const [list, values] of this.#appended) {
      const inOrder = [...values].sort(([a], [b]) => a - b);
      list.push(...inOrder.map(([, value]) => value));
    }
  }
}

function put(item: Item, path: Path, value: AttributeValue | undefined, lists: ListChanges): void {
  const parent = valueAt(path.slice(0, -1), item);
  const last = path.at(-1);
  if (parent !== undefined && 'L' in parent && typeof last === 'number') {
    if (value === undefined) lists.remove(parent.L, last);
    else if (last < parent.L.length) parent.L[last] = value;
    else lists.append(parent.L, last, value);
  } else if (parent !== undefined && 'M' in parent && typeof last === 'string') {
    if (value === undefined) delete parent.M[last];
    else parent.M[last] = value;
  } else {
    throw validationError('The document path provided in the update expression is invalid for update');
  }
}

function operandValue(operand: UpdateOperand, item: Item): AttributeValue {
  if (isPath(operand)) {
    const value = valueAt(operand, item);
    if (value !== undefined) return value;
    throw validationError('The provided expression refers to an attribute that does not exist in the item');
  }
  if (!('type' in operand)) return operand;
  const [left, right] = operand.args;
  if (left === undefined || right === undefined) throw wrongType();
  if (operand.type === 'function' && operand.name === 'if_not_exists') {
    const existing = isPath(left) ? valueAt(left, item) : left;
    return existing !== undefined && !('type' in existing) ? existing : operandValue(right, item);
  }
  const [first, second] = [operandValue(left, item), operandValue(right, item)];
  if (operand.type === 'function') {
    if (!('L' in first && 'L' in second)) throw wrongType();
    return { L: [...first.L, ...second.L] };
  }
  if (!('N' in first && 'N' in second)) throw wrongType();
  return sum(first.N, operand.type === 'add' ? second.N : new Big(second.N).times(-1));
}

function isPath(operand: UpdateOperand): operand is Path {
  return Array.isArray(operand);
}

function added(existing: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (existing === undefined) return structuredClone(value);
  if ('N' in existing && 'N' in value) return sum(existing.N, value.N);
  const [set, more] = [setMembers(existing), setMembers(value)];
  if (set === undefined || set.type !== more?.type) throw wrongType();
  return setOf(set.type, [...new Set([...set.members, ...more.members])]);
}

function without(existing: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (existing === undefined) return undefined;
  const [set, less] = [setMembers(existing), setMembers(value)];
  if (set === undefined || set.type !== less?.type) throw wrongType();
  const left = set.members.filter((member) => !less.members.includes(member));
  return left.length === 0 ? undefined : setOf(set.type, left);
}

function sum(left: string, right: string | Big): AttributeValue {
  const result = new Big(left).plus(right);
  if (result.e > 125) {
    throw validationError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (result.c.length > 38) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  return { N: result.toFixed() };
}

function wrongType(): Error {
  return validationError('An operand in the update expression has an incorrect data type');
}
