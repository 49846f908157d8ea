import { describe, expect, it } from 'vitest';
import {
  type AttributeValue,
  itemSizeBytes,
  sameValue,
  valueSizeBytes,
} from '../../../../local/dynamodb/attribute-value.ts';

describe('Two values are the same', () => {
  it.each<[string, AttributeValue, AttributeValue]>([
    ['sets in another order', { SS: ['a', 'b'] }, { SS: ['b', 'a'] }],
    ['maps in another order', { M: { a: { N: '1' }, b: { S: '' } } }, { M: { b: { S: '' }, a: { N: '1' } } }],
    ['lists within lists', { L: [{ L: [{ NULL: true }] }] }, { L: [{ L: [{ NULL: true }] }] }],
  ])('%s', (_, left, right) => {
    expect(sameValue(left, right)).toBe(true);
  });
});

describe('Two values differ', () => {
  it.each<[string, AttributeValue, AttributeValue]>([
    ['in type', { S: '1' }, { N: '1' }],
    ['as sets of other types', { SS: ['1'] }, { NS: ['1'] }],
    ['as sets of other sizes', { SS: ['a'] }, { SS: ['a', 'b'] }],
    ['as lists in another order', { L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
    ['as maps of other names', { M: { a: { N: '1' } } }, { M: { b: { N: '1' } } }],
    ['as maps with a name of every object', { M: { toString: { S: '' } } }, { M: { valueOf: { S: '' } } }],
    ['as a list and a map', { L: [] }, { M: {} }],
    ['as booleans', { BOOL: true }, { BOOL: false }],
  ])('%s', (_, left, right) => {
    expect(sameValue(left, right)).toBe(false);
    expect(sameValue(right, left)).toBe(false);
  });
});

describe('The size of a value, in bytes', () => {
  // By the rules of "DynamoDB item sizes and formats" in Amazon's developer guide.
  it.each<[AttributeValue, number]>([
    [{ S: 'é😀' }, 6],
    [{ B: 'AQID' }, 3],
    [{ N: '0' }, 1],
    [{ N: '27' }, 2],
    [{ N: '-27' }, 3],
    [{ N: '123456' }, 4],
    [{ BOOL: false }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['ab', 'é'] }, 4],
    [{ L: [{ S: 'ab' }, { BOOL: true }] }, 3 + 1 + 2 + 1 + 1],
    [{ M: { ab: { S: 'c' } } }, 3 + 1 + 2 + 1],
  ])('of %j is %i', (value, sizeBytes) => {
    expect(valueSizeBytes(value)).toBe(sizeBytes);
  });

  it('counts the names of attributes in UTF-8', () => {
    expect(itemSizeBytes({ é: { S: 'ab' } })).toBe(4);
  });
});
