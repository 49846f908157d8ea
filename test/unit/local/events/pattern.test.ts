import { describe, expect, it } from 'vitest';
import { readPattern } from '../../../../local/events/pattern.ts';
import type { Json } from '../../../../local/events/pattern-leaf.ts';

const uploaded = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  account: '000000000000',
  resources: ['arn:aws:s3:::clips'],
  detail: {
    bucket: { name: 'clips' },
    object: { key: 'cameras/yard-3/2026/11/22/20261122T080000Z.mp4', size: 1500 },
    reason: 'PutObject',
    urgent: false,
    zone: null,
    tags: ['night', 'rain'],
    empty: [],
    sightings: [
      { kind: 'bag', count: 1 },
      { kind: 'van', count: 2 },
    ],
  },
};

const matches = (pattern: Json, event: Json = uploaded): boolean => readPattern(pattern, 'r')(event);

describe('an event pattern', () => {
  it.each<[string, Json, boolean]>([
    ['an exact text', { source: ['aws.s3'] }, true],
    ['another text', { source: ['aws.ec2'] }, false],
    ['a text in another case', { source: ['AWS.S3'] }, false],
    ['one of several texts', { source: ['aws.ec2', 'aws.s3'] }, true],
    ['an exact number', { detail: { object: { size: [1500.0] } } }, true],
    ['the number as text', { detail: { object: { size: ['1500'] } } }, false],
    ['a boolean', { detail: { urgent: [false] } }, true],
    ['null', { detail: { zone: [null] } }, true],
    ['null where there is nothing', { detail: { nothing: [null] } }, false],
    ['an element of a list', { detail: { tags: ['rain'] } }, true],
    ['no element of a list', { detail: { tags: ['day'] } }, false],
    ['all of several fields', { source: ['aws.s3'], detail: { bucket: { name: ['clips'] } } }, true],
    ['only some of several fields', { source: ['aws.s3'], detail: { bucket: { name: ['stills'] } } }, false],
    ['an object where the event has text', { source: { name: ['aws.s3'] } }, false],
    ['a list where the event has an object', { detail: { bucket: ['clips'] } }, false],
    ['one object of a list as a whole', { detail: { sightings: { kind: ['van'], count: [2] } } }, true],
    ['parts of different objects of a list', { detail: { sightings: { kind: ['bag'], count: [2] } } }, false],
    ['prefix', { detail: { object: { key: [{ prefix: 'cameras/' }] } } }, true],
    ['another prefix', { detail: { object: { key: [{ prefix: 'Cameras/' }] } } }, false],
    [
      'prefix in any case',
      { detail: { object: { key: [{ prefix: { 'equals-ignore-case': 'CAMERAS/' } }] } } },
      true,
    ],
    ['prefix of a number', { detail: { object: { size: [{ prefix: '15' }] } } }, false],
    ['suffix', { detail: { object: { key: [{ suffix: '.mp4' }] } } }, true],
    ['another suffix', { detail: { object: { key: [{ suffix: '.mov' }] } } }, false],
    [
      'suffix in any case',
      { detail: { object: { key: [{ suffix: { 'equals-ignore-case': '.MP4' } }] } } },
      true,
    ],
    ['equals-ignore-case', { 'detail-type': [{ 'equals-ignore-case': 'object CREATED' }] }, true],
    ['equals-ignore-case of another text', { 'detail-type': [{ 'equals-ignore-case': 'object' }] }, false],
    ['wildcard', { detail: { object: { key: [{ wildcard: 'cameras/*/2026/*.mp4' }] } } }, true],
    ['wildcard that stands for nothing', { source: [{ wildcard: 'aws.s3*' }] }, true],
    ['wildcard that does not fit', { source: [{ wildcard: 'aws.*3x' }] }, false],
    ['a point in a wildcard is a point', { source: [{ wildcard: 'aws.s*' }] }, true],
    ['a point in a wildcard is no other character', { account: [{ wildcard: '0.0*' }] }, false],
    ['anything-but one', { source: [{ 'anything-but': 'aws.ec2' }] }, true],
    ['anything-but itself', { source: [{ 'anything-but': 'aws.s3' }] }, false],
    ['anything-but several', { source: [{ 'anything-but': ['aws.s3', 'aws.ec2'] }] }, false],
    ['anything-but a number', { detail: { object: { size: [{ 'anything-but': 1500 }] } } }, false],
    ['anything-but where there is nothing', { detail: { nothing: [{ 'anything-but': 'x' }] } }, false],
    ['anything-but of a list with others', { detail: { tags: [{ 'anything-but': 'rain' }] } }, true],
    ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    ['anything-but several prefixes', { source: [{ 'anything-but': { prefix: ['estate', 'x'] } }] }, true],
    ['anything-but suffix', { source: [{ 'anything-but': { suffix: '.ec2' } }] }, true],
    [
      'anything-but equals-ignore-case',
      { source: [{ 'anything-but': { 'equals-ignore-case': ['AWS.S3'] } }] },
      false,
    ],
    ['anything-but wildcard', { source: [{ 'anything-but': { wildcard: 'aws.*' } }] }, false],
    ['numeric equal', { detail: { object: { size: [{ numeric: ['=', 1500] }] } } }, true],
    ['numeric range', { detail: { object: { size: [{ numeric: ['>', 0, '<=', 1500] }] } } }, true],
    [
      'numeric range that ends below',
      { detail: { object: { size: [{ numeric: ['>=', 0, '<', 1500] }] } } },
      false,
    ],
    ['numeric of text', { account: [{ numeric: ['=', 0] }] }, false],
    ['exists', { detail: { reason: [{ exists: true }] } }, true],
    ['exists where there is nothing', { detail: { nothing: [{ exists: true }] } }, false],
    ['exists: false where there is nothing', { detail: { nothing: { deeper: [{ exists: false }] } } }, true],
    ['exists: false where there is something', { detail: { reason: [{ exists: false }] } }, false],
    ['exists of an object, which is no leaf', { detail: { bucket: [{ exists: true }] } }, false],
    ['exists of an empty list', { detail: { empty: [{ exists: true }] } }, false],
    ['$or with one that fits', { $or: [{ source: ['x'] }, { detail: { reason: ['PutObject'] } }] }, true],
    ['$or with none that fits', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
    [
      '$or beside a field that does not fit',
      { source: ['x'], $or: [{ account: ['y'] }, { source: ['aws.s3'] }] },
      false,
    ],
  ])('by %s', (_, pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  it('takes an escaped star and backslash of a wildcard as they are', () => {
    expect(matches({ name: [{ wildcard: 'a\\*b' }] }, { name: 'a*b' })).toBe(true);
    expect(matches({ name: [{ wildcard: 'a\\*b' }] }, { name: 'axb' })).toBe(false);
    expect(matches({ name: [{ wildcard: 'a\\\\*' }] }, { name: 'a\\b' })).toBe(true);
  });

  it.each<[string, Json, string]>([
    ['an unknown operator', { source: [{ cidr: '10.0.0.0/8' }] }, '"source" uses the operator "cidr"'],
    [
      'an unknown operator under anything-but',
      { source: [{ 'anything-but': { cidr: 'x' } }] },
      'operator "anything-but"',
    ],
    ['two operators in one object', { source: [{ prefix: 'a', suffix: 'b' }] }, 'not exactly one operator'],
    ['a wrong argument', { size: [{ numeric: ['!', 3] }] }, 'the operator "numeric" the argument ["!",3]'],
    ['exists with text', { size: [{ exists: 'yes' }] }, 'the operator "exists" the argument "yes"'],
    ['two stars in a row', { source: [{ wildcard: 'a**' }] }, 'operator "wildcard"'],
    ['a value outside a list', { source: 'aws.s3' }, '"source" must be a list or an object'],
    ['an empty list', { source: [] }, '"source" is an empty list'],
    ['an empty pattern', {}, 'the pattern is empty'],
    ['an empty object', { detail: {} }, '"detail" is empty'],
    ['one alternative in $or', { $or: [{ source: ['a'] }] }, '"$or" needs at least two alternatives'],
    ['text', 'source', 'it must be an object'],
  ])('names the rule and the piece when it is %s', (_, pattern, piece) => {
    expect(() => readPattern(pattern, 'clips-to-queue')).toThrow(
      /^The event pattern of rule "clips-to-queue"/,
    );
    expect(() => readPattern(pattern, 'clips-to-queue')).toThrow(piece);
  });
});
