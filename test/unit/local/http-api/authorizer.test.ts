import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWatchedApi, type WatchedApi } from './watched-api.ts';

let watched: WatchedApi;

beforeAll(async () => {
  watched = await startWatchedApi();
});

afterAll(() => watched.close());

beforeEach(() => watched.forget());

describe('a route with an authorizer', () => {
  it('hands the claims to the function as text', async () => {
    const bearer = await watched.token({
      'cognito:groups': ['role/estate-officer', 'patch/riverside'],
      token_use: 'access',
      auth_time: 1_763_800_000,
    });
    expect((await watched.get('/mine', { authorization: `Bearer ${bearer}` })).status).toBe(200);
    expect(watched.seen[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            sub: 'sub-1',
            'cognito:groups': '[role/estate-officer patch/riverside]',
            auth_time: '1763800000',
          },
          scopes: null,
        },
      },
    });
  });

  it('takes the token without the word Bearer', async () => {
    expect((await watched.get('/mine', { authorization: await watched.token({}) })).status).toBe(200);
  });

  const now = Math.floor(Date.now() / 1000);
  const refusals: [what: string, make: () => Promise<string>, challenge: string][] = [
    ['nothing', async () => '', 'Bearer'],
    ['no token at all', async () => 'Bearer x.y.z', 'invalid token'],
    ['an expired token', () => watched.token({ exp: now - 1 }), 'the token has expired'],
    ['a token that is not valid yet', () => watched.token({ nbf: now + 60 }), 'nbf'],
    ['a token from the future', () => watched.token({ iat: now + 60 }), 'future'],
    ['a token of another issuer', () => watched.token({ iss: 'https://elsewhere.example' }), 'valid issuer'],
    ['a token for another client', () => watched.token({ client_id: 'other' }), 'valid audience'],
    [
      'a token whose aud is another, whatever its client_id',
      () => watched.token({ aud: 'other' }),
      'valid audience',
    ],
    ['a token that somebody else signed', () => watched.forgedToken({}), 'signature'],
  ];

  it.each(refusals)('answers 401 to %s', async (_what, make, challenge) => {
    const response = await watched.get('/mine', { authorization: await make() });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('{"message":"Unauthorized"}');
    expect(response.headers.get('www-authenticate')).toContain(challenge);
    expect(watched.seen).toEqual([]);
  });

  it('answers 401 while its issuer cannot be reached', async () => {
    const response = await watched.get('/nowhere', { authorization: await watched.token({}) });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('OIDC discovery');
  });

  it('answers 403 to a token without any of its scopes, and passes one that has one', async () => {
    const without = await watched.get('/scoped', { authorization: await watched.token({ scope: 'openid' }) });
    expect(without.status).toBe(403);
    expect(await without.text()).toBe('{"message":"Forbidden"}');
    const withOne = await watched.get('/scoped', {
      authorization: await watched.token({ scope: 'openid write' }),
    });
    expect(withOne.status).toBe(200);
    expect(watched.seen[0]?.requestContext).toMatchObject({
      authorizer: { jwt: { scopes: ['openid', 'write'] } },
    });
  });
});
