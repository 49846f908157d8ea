import Big from 'big.js';

/** One DynamoDB value as it travels: exactly one type letter; numbers as decimal text, binary as base64. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

/** An item, or the inside of a map value: attribute names to values. */
export type Item = Record<string, AttributeValue>;

/** The types that may be a table's or an index's key. */
export type KeyType = 'S' | 'N' | 'B';

/** The type letter of a value. */
export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? '';
}

/** The members of a set value with the type of one member, or undefined when the value is no set. */
export function setMembers(
  value: AttributeValue,
): { type: 'SS' | 'NS' | 'BS'; members: string[] } | undefined {
  if ('SS' in value) return { type: 'SS', members: value.SS };
  if ('NS' in value) return { type: 'NS', members: value.NS };
  if ('BS' in value) return { type: 'BS', members: value.BS };
  return undefined;
}

/** A set value of the given type and members. */
export function setOf(type: 'SS' | 'NS' | 'BS', members: string[]): AttributeValue {
  if (type === 'SS') return { SS: members };
  return type === 'NS' ? { NS: members } : { BS: members };
}

/**
 * Whether two values are the same to DynamoDB: sets in any order, maps by name, lists in order. Numbers are
 * compared as text, which suffices because every number is normalised when its request is read.
 */
export function sameValue(left: AttributeValue, right: AttributeValue): boolean {
  if ('M' in left) return 'M' in right && sameItem(left.M, right.M);
  if ('L' in left) {
    if (!('L' in right) || left.L.length !== right.L.length) return false;
    const others = right.L;
    return left.L.every((value, at) => {
      const other = others[at];
      return other !== undefined && sameValue(value, other);
    });
  }
  const set = setMembers(left);
  if (set !== undefined) {
    const other = setMembers(right);
    if (other?.type !== set.type || other.members.length !== set.members.length) return false;
    const members = new Set(other.members);
    return set.members.every((member) => members.has(member));
  }
  return typeOf(left) === typeOf(right) && Object.values(left)[0] === Object.values(right)[0];
}

/** Whether two items hold the same attributes with the same values. */
export function sameItem(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [value, other] = [left[name], right[name]];
    return value !== undefined && other !== undefined && sameValue(value, other);
  });
}

/**
 * Negative, zero or positive as `left` sorts before, with or after `right`: numbers by size, text by its UTF-8
 * bytes, binary by its bytes. Undefined when the types differ or have no order.
 */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('N' in left && 'N' in right) return new Big(left.N).cmp(right.N);
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('B' in left && 'B' in right) return Buffer.compare(bytesOf(left.B), bytesOf(right.B));
  return undefined;
}

/** The bytes of a base64 value. */
export function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

/**
 * Bytes a value counts for in item size and capacity, by "DynamoDB item sizes and formats" in Amazon's
 * developer guide: a number is about one byte per two digits and one more, a list or map three and one for
 * each element.
 */
export function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return bytesOf(value.B).length;
  if ('N' in value) return numberSizeBytes(value.N);
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSizeBytes(value.M);
  if ('L' in value) return value.L.reduce((sum, element) => sum + 1 + valueSizeBytes(element), 3);
  const set = setMembers(value);
  if (set === undefined) return 1;
  if (set.type === 'NS') return set.members.reduce((sum, member) => sum + numberSizeBytes(member), 0);
  return set.members.reduce(
    (sum, member) => sum + (set.type === 'SS' ? Buffer.byteLength(member) : bytesOf(member).length),
    0,
  );
}

/** Bytes an item counts for: its attribute names in UTF-8 and its values. */
export function itemSizeBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSizeBytes(value),
    0,
  );
}

function numberSizeBytes(text: string): number {
  const number = new Big(text);
  if (number.c[0] === 0) return 1;
  const straddlesAPair = number.c.length % 2 === 0 && number.e % 2 === 0;
  return 1 + Math.ceil(number.c.length / 2) + (straddlesAPair ? 1 : 0) + (number.s === -1 ? 1 : 0);
}

/** The largest item, by Amazon's quotas. */
export const maximumItemBytes: number = 400 * 1024;
