import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../local/dynamodb/attribute-value.ts';
import { project } from '../../../../local/dynamodb/document-path.ts';

const item: Item = {
  a: { N: '1' },
  l: { L: [{ S: '0' }, { M: { x: { S: '1x' }, y: { S: '1y' } } }, { S: '2' }, { S: '3' }] },
  m: { M: { n: { M: { o: { BOOL: true }, p: { BOOL: false } } } } },
};

describe('A projection', () => {
  it('keeps list elements in the order of the list, closed up', () => {
    expect(
      project(
        [
          ['l', 3],
          ['l', 1, 'y'],
          ['l', 0],
        ],
        item,
      ),
    ).toEqual({
      l: { L: [{ S: '0' }, { M: { y: { S: '1y' } } }, { S: '3' }] },
    });
  });

  it('keeps the way down to what it names', () => {
    expect(project([['m', 'n', 'o'], ['a']], item)).toEqual({
      m: { M: { n: { M: { o: { BOOL: true } } } } },
      a: { N: '1' },
    });
  });

  it('leaves out what leads nowhere', () => {
    expect(project([['absent'], ['a', 'deeper'], ['l', 9], ['m', 'n', 'q']], item)).toEqual({});
  });
});
