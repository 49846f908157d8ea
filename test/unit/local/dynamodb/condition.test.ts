import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../local/dynamodb/attribute-value.ts';
import { type Condition, meets } from '../../../../local/dynamodb/condition.ts';

// What the contract suite cannot ask of every DynamoDB, such as empty text in that of 2020.

const item: Item = { blank: { S: '' }, nothing: { NULL: true } };
const exists = (name: string): Condition => ({ type: 'function', name: 'attribute_exists', args: [[name]] });

describe('A condition', () => {
  it('finds empty text and null where they are', () => {
    expect(meets(exists('blank'), item)).toBe(true);
    expect(meets(exists('nothing'), item)).toBe(true);
    expect(meets({ type: '=', args: [['blank'], { S: '' }] }, item)).toBe(true);
    expect(meets({ type: 'between', args: [['blank'], { S: '' }, { S: 'a' }] }, item)).toBe(true);
    expect(
      meets({ type: '=', args: [{ type: 'function', name: 'size', args: [['blank']] }, { N: '0' }] }, item),
    ).toBe(true);
  });

  it('does not find attributes that only every JavaScript object has', () => {
    expect(meets(exists('constructor'), item)).toBe(false);
    expect(meets(exists('toString'), {})).toBe(false);
  });
});
