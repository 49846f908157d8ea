import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHttpApi } from '../../../../local/http-api/http-api.ts';
import { CannotRunHere } from '../../../../local/machine/durable-file.ts';
import { startWatchedApi, type WatchedApi } from './watched-api.ts';

let watched: WatchedApi;

beforeAll(async () => {
  watched = await startWatchedApi();
});

afterAll(() => watched.close());

beforeEach(() => watched.forget());

describe('the event of a request', () => {
  it('has its path decoded, its query as written, and repeated names joined by commas', async () => {
    const response = await watched.get('/echo/a%20b/c?tag=x&tag=y%26z&q=1+2');
    expect(await response.json()).toEqual({ heard: true });
    expect(watched.seen[0]).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/a b/c',
      rawQueryString: 'tag=x&tag=y%26z&q=1+2',
      queryStringParameters: { tag: 'x,y&z', q: '1 2' },
      pathParameters: { proxy: 'a b/c' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/echo/a b/c', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
    expect(watched.seen[0]).not.toHaveProperty('body');
    expect(watched.seen[0]).not.toHaveProperty('cookies');
  });

  it('has header names in lower case and cookies in a list of their own', async () => {
    await watched.get('/echo/x', { 'X-Trace-Me': 'One', cookie: 'a=1; b=two' });
    expect(watched.seen[0]?.headers).toMatchObject({ 'x-trace-me': 'One', 'x-forwarded-proto': 'http' });
    expect(watched.seen[0]?.headers).not.toHaveProperty('cookie');
    expect(watched.seen[0]?.cookies).toEqual(['a=1', 'b=two']);
  });

  it.each([
    ['application/json', '{"é":1}', '{"é":1}', false],
    ['text/plain;charset=UTF-8', 'hello', 'hello', false],
    ['image/png', 'bytes', 'Ynl0ZXM=', true],
    ['application/x-www-form-urlencoded', 'a=1', 'YT0x', true],
  ])('has a body of %s as it is or as base64', async (type, sent, body, isBase64Encoded) => {
    await fetch(`${watched.api.url}/echo/x`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: sent,
    });
    expect(watched.seen[0]).toMatchObject({ body, isBase64Encoded });
  });
});

describe('the API answers', () => {
  it('404 to a path without a route', async () => {
    const response = await watched.get('/elsewhere');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  });

  it('400 to a path whose encoding is broken', async () => {
    expect((await watched.get('/echo/%zz')).status).toBe(400);
  });

  it('500 to a function that fails, without its reason', async () => {
    const response = await watched.get('/broken');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
  });

  it('503 to a function that takes too long', async () => {
    const response = await watched.get('/slow');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });

  it('413 to more than 10 MB, and calls no function', async () => {
    const response = await fetch(`${watched.api.url}/echo/x`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
    expect(watched.seen).toEqual([]);
  });

  it('a sentence when its port is taken', async () => {
    const second = startHttpApi({
      port: watched.api.port,
      stageName: '$default',
      routes: [],
      invoke: async () => '',
    });
    await expect(second).rejects.toThrow(CannotRunHere);
    await expect(second).rejects.toThrow(`Port ${watched.api.port} is in use`);
  });
});
