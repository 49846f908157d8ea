import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HttpApiEvent } from '../../../../local/http-api/event.ts';
import { startHttpApi } from '../../../../local/http-api/http-api.ts';
import { type SignIn, startSignIn } from '../../../../local/sign-in/sign-in.ts';
import { pool, Refusal, tokenRequest } from './visitor.ts';

let folder: string;
let signIn: SignIn;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sign-in-'));
  signIn = await startSignIn(pool(folder));
});

afterAll(async () => {
  await signIn.close();
  await rm(folder, { recursive: true });
});

describe('the grant for the command line', () => {
  const demo = 'urn:estatewatch:params:oauth:grant-type:demo-person';

  it('gives an access token for a name in one request', async () => {
    const response = await tokenRequest(signIn, { grant_type: demo, username: 'olive' });
    const { access_token } = z.object({ access_token: z.string() }).parse(await response.json());
    expect(decodeProtectedHeader(access_token)).not.toHaveProperty('typ');
    expect(decodeJwt(access_token)).toMatchObject({ username: 'olive', token_use: 'access' });
    expect(decodeJwt(access_token)).not.toHaveProperty('aud');
  });

  it('says who there is when nobody has the name', async () => {
    const response = await tokenRequest(signIn, { grant_type: demo, username: 'nobody' });
    expect(response.status).toBe(400);
    expect(Refusal.parse(await response.json()).error_description).toBe(
      'Nobody here is called "nobody". There are: olive, max.',
    );
    await expect(signIn.tokenFor('nobody')).rejects.toThrow('There are: olive, max.');
  });

  it('asks for the password of a person who has one', async () => {
    expect((await tokenRequest(signIn, { grant_type: demo, username: 'max' })).status).toBe(400);
    expect(
      (await tokenRequest(signIn, { grant_type: demo, username: 'max', password: 'rowan' })).status,
    ).toBe(200);
  });

  it('is not answered to a page of another machine', async () => {
    const response = await tokenRequest(
      signIn,
      { grant_type: demo, username: 'olive' },
      { origin: 'https://elsewhere.example' },
    );
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.status).toBe(400);
  });

  it('opens an API whose authorizer trusts this issuer', async () => {
    const events: HttpApiEvent[] = [];
    const api = await startHttpApi({
      stageName: '$default',
      routes: [
        {
          routeKey: 'GET /incidents',
          functionName: 'api',
          authorizer: { issuer: signIn.issuer, audience: ['estatewatch-web'] },
        },
      ],
      invoke: async (_functionName, event) => {
        events.push(event);
        return [];
      },
    });
    const authorization = `Bearer ${await signIn.tokenFor('olive')}`;
    expect((await fetch(`${api.url}/incidents`)).status).toBe(401);
    expect((await fetch(`${api.url}/incidents`, { headers: { authorization } })).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({
      authorizer: { jwt: { claims: { 'cognito:groups': '[role/estate-officer patch/riverside]' } } },
    });
    await api.close();
  });
});
