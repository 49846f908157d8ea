import {
  type AttributeValue,
  bytesOf,
  compareValues,
  type Item,
  sameValue,
  setMembers,
  typeOf,
} from './attribute-value.ts';
import { type Path, valueAt } from './document-path.ts';

/** What a condition compares: a path into the item, a value given with the request, or `size(path)`. */
export type Operand = Path | AttributeValue | { type: 'function'; name: 'size'; args: Operand[] };

/** A parsed condition, filter or key condition, in the shape that dynalite's parser leaves it. */
export type Condition =
  | { type: 'and' | 'or' | 'not'; args: Condition[] }
  | { type: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'between' | 'in'; args: Operand[] }
  | { type: 'function'; name: string; args: Operand[] };

/**
 * Whether an item (an empty one when there is none) meets a condition. dynalite evaluates conditions too, but
 * compares maps and lists by identity, text by UTF-16 and binary as text; hence its parser and our evaluation.
 */
export function meets(condition: Condition, item: Item): boolean {
  switch (condition.type) {
    case 'and':
      return condition.args.every((part) => meets(part, item));
    case 'or':
      return condition.args.some((part) => meets(part, item));
    case 'not':
      return !condition.args.every((part) => meets(part, item));
    case 'function':
      return functionHolds(condition.name, values(condition.args, item));
    default:
      return comparisonHolds(condition.type, values(condition.args, item));
  }
}

/**
 * What is wrong with the values that a condition gives for an order (only text, numbers and binary have one),
 * or undefined. dynalite's parser lets this pass; Amazon does not.
 */
export function orderFinding(condition: Condition): string | undefined {
  switch (condition.type) {
    case 'and':
    case 'or':
    case 'not':
      return condition.args.map(orderFinding).find((finding) => finding !== undefined);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between': {
      const given = condition.args.flatMap((operand) =>
        isPath(operand) || 'type' in operand ? [] : [typeOf(operand)],
      );
      const unordered = given.find((type) => !['S', 'N', 'B'].includes(type));
      return unordered === undefined
        ? undefined
        : 'Incorrect operand type for operator or function; operator or function: ' +
            `${condition.type.toUpperCase()}, operand type: ${unordered}`;
    }
    default:
      return undefined;
  }
}

function values(operands: Operand[], item: Item): (AttributeValue | undefined)[] {
  return operands.map((operand) => {
    if (isPath(operand)) return valueAt(operand, item);
    return 'type' in operand ? sizeOf(values(operand.args, item)[0]) : operand;
  });
}

function isPath(operand: Operand): operand is Path {
  return Array.isArray(operand);
}

function comparisonHolds(operator: string, [left, ...others]: (AttributeValue | undefined)[]): boolean {
  const right = others[0];
  if (operator === '<>') return left === undefined || right === undefined || !sameValue(left, right);
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return sameValue(left, right);
  if (operator === 'in') return others.some((other) => other !== undefined && sameValue(left, other));
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (operator === 'between') {
    const upper = others[1];
    const toUpper = upper === undefined ? undefined : compareValues(left, upper);
    return order >= 0 && toUpper !== undefined && toUpper <= 0;
  }
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function functionHolds(name: string, [value, other]: (AttributeValue | undefined)[]): boolean {
  if (name === 'attribute_not_exists') return value === undefined;
  if (value === undefined) return false;
  if (name === 'attribute_exists') return true;
  if (other === undefined) return false;
  if (name === 'attribute_type') return 'S' in other && typeOf(value) === other.S;
  if (name === 'begins_with') return beginsWith(value, other);
  return contains(value, other);
}

function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S);
  if (!('B' in value && 'B' in start)) return false;
  const first = bytesOf(start.B);
  return bytesOf(value.B).subarray(0, first.length).equals(first);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && bytesOf(value.B).includes(bytesOf(part.B));
  if ('L' in value) return value.L.some((element) => sameValue(element, part));
  const set = setMembers(value);
  if (set === undefined || set.type !== `${typeOf(part)}S`) return false;
  return ('S' in part || 'N' in part || 'B' in part) && set.members.includes(Object.values(part)[0] ?? '');
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const size = sizeNumber(value);
  return size === undefined ? undefined : { N: String(size) };
}

// A text's size is its length in UTF-16 units: Amazon's DynamoDB Local answers 3 for "é😀".
function sizeNumber(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return bytesOf(value.B).length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return setMembers(value)?.members.length;
}
