import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttributeValue, compareValues } from '../../../../local/dynamodb/attribute-value.ts';
import { aboveEveryKey, afterPrefix, justAfter, keyBytes } from '../../../../local/dynamodb/key-bytes.ts';

// Every number DynamoDB can hold: up to 38 digits, exponents from -130 to 125.
const number = fc
  .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: -130, max: 88 }))
  .map(([digits, exponent]): AttributeValue => ({ N: new Big(`${digits}e${exponent}`).toFixed() }));
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((S): AttributeValue => ({ S }));
const binary = fc
  .uint8Array({ maxLength: 12 })
  .map((bytes): AttributeValue => ({ B: Buffer.from(bytes).toString('base64') }));

describe('The bytes of a key', () => {
  it.each([
    ['numbers', number],
    ['text', text],
    ['binary', binary],
  ])('sort as %s do', (_, values) => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const order = Math.sign(Buffer.compare(keyBytes(left), keyBytes(right)));
        expect(order).toBe(Math.sign(compareValues(left, right) ?? Number.NaN));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same for the same number, however it is written', () => {
    expect(keyBytes({ N: '1.50' })).toEqual(keyBytes({ N: '15e-1' }));
    expect(keyBytes({ N: '-0' })).toEqual(keyBytes({ N: '0' }));
  });

  it('end just before those of the next key', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [key, other] = [keyBytes(left), keyBytes(right)];
        expect(Buffer.compare(other, justAfter(key)) < 0).toBe(Buffer.compare(other, key) <= 0);
      }),
    );
  });

  it('that begin with a prefix are those from it to after it', () => {
    const bytes = fc.uint8Array({ maxLength: 4 });
    fc.assert(
      fc.property(bytes, bytes, (prefix, rest) => {
        const [from, to] = [Uint8Array.from(prefix), afterPrefix(prefix)];
        const within = Buffer.concat([prefix, rest]);
        expect(Buffer.compare(within, to)).toBe(-1);
        const isPrefix = Buffer.compare(rest.subarray(0, prefix.length), prefix) === 0;
        expect(Buffer.compare(rest, from) >= 0 && Buffer.compare(rest, to) < 0).toBe(isPrefix);
        expect(prefix).toEqual(from);
      }),
    );
  });

  it('are below the end of every partition, even at their longest', () => {
    expect(Buffer.compare(new Uint8Array(1024).fill(0xff), aboveEveryKey)).toBe(-1);
  });
});
