import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../local/http-api/answer.ts';
import { claimText } from '../../../../local/http-api/authorizer.ts';

describe('the HTTP answer to a function’s result', () => {
  it('is the object’s own status, headers, cookies and body', () => {
    const answer = answerOf({
      statusCode: 201,
      headers: { 'Content-Type': 'text/html', 'X-Count': 3 },
      cookies: ['a=1; Secure', 'b=2'],
      body: '<p>made</p>',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers).toEqual({
      'content-type': 'text/html',
      'x-count': '3',
      'set-cookie': ['a=1; Secure', 'b=2'],
    });
    expect(answer.body.toString()).toBe('<p>made</p>');
  });

  it('is the bytes of a base64 body', () => {
    const answer = answerOf({ statusCode: 200, isBase64Encoded: true, body: '/9j/' });
    expect([...answer.body]).toEqual([0xff, 0xd8, 0xff]);
  });

  it('is plain text when the object names no type', () => {
    expect(answerOf({ statusCode: 200, body: 'yes' }).headers['content-type']).toBe(
      'text/plain;charset=UTF-8',
    );
  });

  it.each([
    [{ open: 3 }, '{"open":3}'],
    ['{"open":3}', '{"open":3}'],
    [[1, 2], '[1,2]'],
    [undefined, 'null'],
  ])('is 200 and JSON for %j, which has no status', (result, body) => {
    const answer = answerOf(result);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.body.toString()).toBe(body);
  });

  it.each([{ statusCode: 'soon' }, { statusCode: 200, body: { open: 3 } }, { statusCode: 42 }])(
    'is a 500 for %j, which does not fit the format',
    (result) => {
      const answer = answerOf(result);
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toBe('{"message":"Internal Server Error"}');
    },
  );
});

describe('a claim in the event', () => {
  it.each([
    ['sub-1', 'sub-1'],
    [1_763_800_000, '1763800000'],
    [true, 'true'],
    [['role/manager', 'patch/riverside'], '[role/manager patch/riverside]'],
    [[], '[]'],
  ])('%j is the text %s', (value, text) => {
    expect(claimText(value)).toBe(text);
  });
});
