import Big from 'big.js';
import { type AttributeValue, bytesOf } from './attribute-value.ts';

/**
 * Bytes whose plain order is DynamoDB's order of keys: text by its UTF-8 bytes, binary by its bytes, numbers by
 * size. SQLite compares BLOBs byte by byte, so its B-trees then keep items in the order a Query must give them.
 * Throws `TypeError` for a type that cannot be a key.
 */
export function keyBytes(value: AttributeValue): Uint8Array {
  if ('S' in value) return Buffer.from(value.S);
  if ('B' in value) return bytesOf(value.B);
  if ('N' in value) return numberBytes(value.N);
  throw new TypeError(`A key is text, a number or binary, not ${Object.keys(value).join()}`);
}

// DynamoDB's exponents run from -130 to 125, which fits one byte once shifted.
const exponentShift = 130;
const [negative, zero, positive] = [0x3f, 0x80, 0xc1];

function numberBytes(text: string): Uint8Array {
  const number = new Big(text);
  const exponent = number.e + exponentShift;
  if (number.c[0] === 0) return Uint8Array.of(zero);
  if (number.s === 1) return Uint8Array.of(positive, exponent, ...number.c);
  // The complement turns the order round; the last byte puts -1.5 after -1.52, whose digits it begins.
  return Uint8Array.of(negative, 0xff - exponent, ...number.c.map((digit) => 0xff - digit), 0xff);
}

/** Longer than any sort key (1024 bytes) and above every one of them. */
export const aboveEveryKey: Uint8Array = new Uint8Array(1025).fill(0xff);

/** The least key: what stands in for the sort key of a table that has none. */
export const leastKey: Uint8Array = new Uint8Array(0);

/** The first key after exactly this one. */
export function justAfter(key: Uint8Array): Uint8Array {
  return Uint8Array.of(...key, 0);
}

/** The first key after every key that begins with these bytes. */
export function afterPrefix(prefix: Uint8Array): Uint8Array {
  const last = prefix.findLastIndex((byte) => byte !== 0xff);
  if (last === -1) return aboveEveryKey;
  // A copy: the `slice` of a Buffer would be the prefix itself.
  const after = Uint8Array.from(prefix.subarray(0, last + 1));
  after[last] = (after[last] ?? 0) + 1;
  return after;
}
