import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type SignIn, startSignIn } from '../../../../local/sign-in/sign-in.ts';
import {
  authorizeAddress,
  browser,
  chooseAndReturn,
  discover,
  pool,
  Refusal,
  redirectUri,
  Tokens,
  toChoicePage,
  tokenRequest,
  verifier,
} from './visitor.ts';

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

describe('discovery', () => {
  it('is at the issuer, which is shaped like Cognito’s, and names only addresses below it', async () => {
    const document = await discover(signIn);
    expect(document.issuer).toBe(signIn.issuer);
    expect(new URL(signIn.issuer).pathname).toBe('/eu-west-2_Local');
    expect(document.jwks_uri).toBe(signIn.jwksUri);
    for (const address of [document.authorization_endpoint, document.token_endpoint, document.jwks_uri]) {
      expect(address.startsWith(`${signIn.issuer}/`)).toBe(true);
    }
  });

  it('leads to a key set without private parts', async () => {
    const { keys } = z
      .object({ keys: z.array(z.record(z.string(), z.string())) })
      .parse(await (await fetch(signIn.jwksUri)).json());
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});

describe('a browser that signs in', () => {
  it('sees who there is, in words, without scripts and under a strict policy', async () => {
    const { page } = await toChoicePage(signIn, browser());
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('<h1>Choose who you are</h1>');
    expect(text).toContain('Olive O’Brien &lt;officer&gt;');
    expect(text).toContain('Estate officer for Riverside');
    expect(text).not.toMatch(/<script|style=/);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain(
      "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:5173",
    );
    const style = /href="(?<address>[^"]+\.css)"/.exec(text)?.groups?.address ?? '';
    const sheet = await fetch(new URL(style, signIn.issuer));
    expect(sheet.headers.get('content-type')).toContain('text/css');
  });

  it('comes back with a code, and gets tokens in Cognito’s shape for it', async () => {
    const visit = browser();
    const { address } = await toChoicePage(signIn, visit);
    const back = await chooseAndReturn(visit, address, { username: 'olive' });
    expect(back.searchParams.get('state')).toBe('state-1');

    const response = await tokenRequest(
      signIn,
      {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      },
      { origin: 'http://localhost:5173' },
    );
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    const tokens = Tokens.parse(await response.json());
    expect(tokens.expires_in).toBe(3600);

    const keys = createRemoteJWKSet(new URL(signIn.jwksUri));
    const access = await jwtVerify(tokens.access_token, keys, { issuer: signIn.issuer });
    expect(Object.keys(access.protectedHeader).toSorted()).toEqual(['alg', 'kid']);
    expect(access.payload).toMatchObject({
      client_id: 'estatewatch-web',
      token_use: 'access',
      scope: 'openid email profile',
      username: 'olive',
      'cognito:groups': ['role/estate-officer', 'patch/riverside'],
    });
    expect(access.payload).not.toHaveProperty('aud');
    expect((access.payload.exp ?? 0) - (access.payload.iat ?? 0)).toBe(3600);
    expect(access.payload.jti).toEqual(expect.any(String));
    expect(access.payload.auth_time).toEqual(expect.any(Number));

    const id = await jwtVerify(tokens.id_token, keys, { issuer: signIn.issuer, audience: 'estatewatch-web' });
    expect(id.payload).toMatchObject({
      sub: access.payload.sub,
      token_use: 'id',
      'cognito:username': 'olive',
      'cognito:groups': ['role/estate-officer', 'patch/riverside'],
      email: 'olive@landlord.example',
      name: 'Olive O’Brien <officer>',
    });

    // Long enough for another second to begin: the time of signing in stays what it was.
    await setTimeout(1100);
    const renewed = await tokenRequest(signIn, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    const again = z.object({ access_token: z.string() }).parse(await renewed.json());
    expect(decodeJwt(again.access_token)).toMatchObject({
      username: 'olive',
      auth_time: access.payload.auth_time,
    });
  });

  it('gets nothing for a code without its verifier', async () => {
    const visit = browser();
    const { address } = await toChoicePage(signIn, visit);
    const back = await chooseAndReturn(visit, address, { username: 'olive' });
    const response = await tokenRequest(signIn, {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: `${verifier}-but-another`,
    });
    expect(response.status).toBe(400);
    expect(Refusal.parse(await response.json()).error).toBe('invalid_grant');
  });

  it('is told when the name is nobody’s or the password is wrong, and may try again', async () => {
    const visit = browser();
    const { address } = await toChoicePage(signIn, visit);
    const tries: [form: Record<string, string>, sentence: string][] = [
      [{ username: 'nobody' }, 'Choose one of these people.'],
      [{ username: 'max', password: 'birch' }, 'That is not the password of Max.'],
    ];
    for (const [form, sentence] of tries) {
      const { response } = await visit(address, { method: 'POST', body: new URLSearchParams(form) });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(sentence);
    }
    const back = await chooseAndReturn(visit, address, { username: 'max', password: 'rowan' });
    expect(back.searchParams.get('code')).not.toBeNull();
  });

  it('is told when the sign-in is not its own', async () => {
    const { address } = await toChoicePage(signIn, browser());
    const { response } = await browser()(address);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This sign-in is over');
  });

  it('is told when the application asks for a return to an address that is not registered', async () => {
    const { response } = await browser()(
      await authorizeAddress(signIn, { redirect_uri: 'https://elsewhere.example/' }),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Sign-in cannot go on');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('can sign out, and is asked who it is the next time', async () => {
    const visit = browser();
    const { address } = await toChoicePage(signIn, visit);
    await chooseAndReturn(visit, address, { username: 'olive' });
    expect((await visit(await authorizeAddress(signIn))).next).toContain(redirectUri);

    const { end_session_endpoint } = await discover(signIn);
    const question = await (await visit(`${end_session_endpoint}?client_id=estatewatch-web`)).response.text();
    const field = (pattern: RegExp) => pattern.exec(question)?.[1] ?? '';
    const confirm = new URL(field(/action="([^"]+)"/), signIn.issuer).href;
    const xsrf = field(/name="xsrf" value="([^"]+)"/);
    await visit(confirm, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect((await visit(await authorizeAddress(signIn))).next).toContain('/sign-in/');
  });
});
