import { describe, expect, it } from 'vitest';
import { asBusEvent } from '../../../../local/events/event.ts';
import { readTargetInput } from '../../../../local/events/target-input.ts';

const rule = { name: 'clips', arn: 'arn:aws:events:eu-west-2:000000000000:rule/clips' };
const event = asBusEvent(
  {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { object: { key: 'a "b".mp4', size: 12 }, tags: ['x', 'y'] },
  },
  { region: 'eu-west-2', account: '000000000000' },
  Date.parse('2026-11-22T08:00:00.999Z'),
);
const textFor = (target: Parameters<typeof readTargetInput>[0]): string =>
  readTargetInput(target, rule)(event);

describe("a target's input", () => {
  it('is the whole event in its envelope', () => {
    expect(JSON.parse(textFor({}))).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: '2026-11-22T08:00:00Z',
      region: 'eu-west-2',
      resources: [],
      detail: { object: { key: 'a "b".mp4', size: 12 }, tags: ['x', 'y'] },
    });
  });

  it('is constant text', () => {
    expect(textFor({ input: '{"sweep":true}' })).toBe('{"sweep":true}');
  });

  it.each([
    ['$.detail.object', '{"key":"a \\"b\\".mp4","size":12}'],
    ['$.detail.tags[1]', '"y"'],
    ["$['detail-type']", '"Object Created"'],
    ['$.detail-type', '"Object Created"'],
    ['$.detail.nothing', 'null'],
  ])('is the part at %s', (inputPath, expected) => {
    expect(textFor({ inputPath })).toBe(expected);
  });

  it('is a template filled in, as JSON outside quotes and as text within', () => {
    const text = textFor({
      inputTransformer: {
        inputPathsMap: { key: '$.detail.object.key', size: '$.detail.object.size', none: '$.detail.none' },
        inputTemplate:
          '{"key":<key>,"size":<size>,"none":<none>,"words":"<key> has <size> bytes<none>","rule":"<aws.events.rule-name>","source":<aws.events.event.json>}',
      },
    });
    expect(JSON.parse(text)).toEqual({
      key: 'a "b".mp4',
      size: 12,
      none: null,
      words: 'a "b".mp4 has 12 bytes',
      rule: 'clips',
      source: event,
    });
  });

  it.each([
    ['a filter in a path', { inputPath: '$.detail.tags[?(@=="x")]' }, 'the path "$.detail.tags[?(@=="x")]"'],
    ['a path without $', { inputPath: 'detail' }, 'does not begin with $'],
    ['constant text that is no JSON', { input: 'sweep' }, 'input is not JSON'],
    ['two ways at once', { input: '{}', inputPath: '$.detail' }, 'more than one of'],
    ['a name without a path', { inputTransformer: { inputTemplate: '<key>' } }, 'the template uses <key>'],
  ])('names the rule when it is %s', (_, target, reason) => {
    expect(() => readTargetInput(target, rule)).toThrow('The target input of rule "clips"');
    expect(() => readTargetInput(target, rule)).toThrow(reason);
  });
});
