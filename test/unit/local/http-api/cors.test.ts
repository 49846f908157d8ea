import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWatchedApi, type WatchedApi } from './watched-api.ts';

let watched: WatchedApi;

beforeAll(async () => {
  watched = await startWatchedApi();
});

afterAll(() => watched.close());

beforeEach(() => watched.forget());

describe('a page of another origin', () => {
  const preflight = (path: string, origin: string) =>
    fetch(`${watched.api.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });

  it('learns what it may send, also where the route needs a token', async () => {
    const response = await preflight('/mine', 'http://localhost:5173');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '600',
    });
    expect(watched.seen).toEqual([]);
  });

  it('learns nothing when its origin is not allowed', async () => {
    const response = await preflight('/mine', 'https://elsewhere.example');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is refused by a route for any method that needs a token, as at Amazon’s', async () => {
    expect((await preflight('/caught/x', 'http://localhost:5173')).status).toBe(401);
  });

  it('gets the API’s CORS headers in place of the function’s', async () => {
    const response = await watched.get('/headers', { origin: 'http://localhost:5173' });
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(response.headers.get('x-own')).toBe('yes');
    const elsewhere = await watched.get('/headers', { origin: 'https://elsewhere.example' });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may read why it was refused', async () => {
    const response = await watched.get('/mine', { origin: 'http://localhost:5173' });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });
});
