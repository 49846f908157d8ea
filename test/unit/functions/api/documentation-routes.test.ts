import { createServer } from 'node:http';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SignIn } from '../../../../functions/api/sign-in.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, documentationFolder, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();

/** An issuer that publishes where to sign in, from when it is told to. */
async function issuer({ publishes = true } = {}) {
  const asked: string[] = [];
  const state = { publishes };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.statusCode = state.publishes ? 200 : 503;
    response.end(
      state.publishes
        ? JSON.stringify({
            authorization_endpoint: 'https://people.example.org/oauth2/authorize',
            token_endpoint: 'https://people.example.org/oauth2/token',
          })
        : 'Try later',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/pool`, asked, state };
}

function signInAt(url: string, clock = () => NOW): SignIn {
  return new SignIn({ issuer: url, clientId: 'web-client', clock });
}

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh(), { documentation: documentationFolder() });
});

describe('the documentation page', () => {
  it('is where the root leads', async () => {
    const answer = await api.ask(undefined, 'GET', '/');
    expect(answer).toMatchObject({ status: 302, headers: { location: '/docs' } });
  });

  it('names the landlord, as text', async () => {
    const landlord = 'Smith & Daughters <script>';
    const answer = await apiOn(tables.fresh(), { landlord }).ask(undefined, 'GET', '/docs');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(answer.text).toContain('Smith &amp; Daughters &lt;script&gt;');
  });

  it('runs only scripts of our own, and none that stands in the page', async () => {
    const { headers, text } = await api.ask(undefined, 'GET', '/docs');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect([...text.matchAll(/<script src="([^"]+)" defer><\/script>/g)].map(([, src]) => src)).toEqual([
      '/docs/swagger-ui-bundle.js',
      '/docs/start.js',
    ]);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('has every file that it asks for, with its type', async () => {
    const types = new Map([
      ['swagger-ui.css', 'text/css; charset=utf-8'],
      ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
      ['start.js', 'text/javascript; charset=utf-8'],
      ['oauth2-redirect.html', 'text/html; charset=utf-8'],
      ['oauth2-redirect.js', 'text/javascript; charset=utf-8'],
    ]);
    for (const [file, type] of types) {
      const { status, headers, text } = await api.ask(undefined, 'GET', `/docs/${file}`);
      expect({ file, status, type: headers['content-type'] }).toEqual({ file, status: 200, type });
      expect(headers['cache-control']).toMatch(/^public, max-age=\d+$/);
      expect(text.length).toBeGreaterThan(50);
    }
  });

  it('sends a file only once to a browser that has it still', async () => {
    const first = await api.ask(undefined, 'GET', '/docs/swagger-ui.css');
    const headers = { 'if-none-match': first.headers.etag ?? '' };
    const second = await api.ask(undefined, 'GET', '/docs/swagger-ui.css', { headers });
    expect(first.headers.etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect(second).toMatchObject({ status: 304, text: '' });
  });

  it('shows itself without files, too', async () => {
    const bare = apiOn(tables.fresh());
    expect(await bare.ask(undefined, 'GET', '/docs')).toMatchObject({ status: 200 });
    expect(await bare.ask(undefined, 'GET', '/docs/swagger-ui.css')).toMatchObject({ status: 404 });
  });

  it.each([
    '/docs/../secret.json',
    '/docs/%2e%2e/secret.json',
    '/docs/..%2fsecret.json',
    '/docs/..%5csecret.json',
    '/docs/.%2e%2fsecret.json',
    '/docs//secret.json',
    '/docs/docs',
    '/docs/swagger-ui.css%00.html',
  ])('gives out nothing from outside its folder: %s', async (path) => {
    const answer = await api.ask(undefined, 'GET', path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('swagger-ui-dist');
  });
});

describe('signing in on the page', () => {
  it('goes to where the issuer says, with PKCE', async () => {
    const { url } = await issuer();
    const signedIn = apiOn(tables.fresh(), { signIn: signInAt(url) });
    expect((await signedIn.ask(undefined, 'GET', '/openapi.json')).json).toMatchObject({
      components: {
        securitySchemes: {
          signIn: {
            type: 'oauth2',
            flows: {
              authorizationCode: {
                authorizationUrl: 'https://people.example.org/oauth2/authorize',
                tokenUrl: 'https://people.example.org/oauth2/token',
                scopes: { openid: expect.any(String) },
              },
            },
          },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ signIn: ['openid'] }, { token: [] }],
    });
    const start = await signedIn.ask(undefined, 'GET', '/docs/start.js');
    expect(start.text).toContain('"clientId":"web-client"');
    expect(start.text).toContain('"usePkceWithAuthorizationCodeGrant":true');
    const page = await signedIn.ask(undefined, 'GET', '/docs');
    expect(page.headers['content-security-policy']).toContain(
      "connect-src 'self' https://people.example.org;",
    );
  });

  it('asks the issuer once', async () => {
    const { url, asked } = await issuer();
    const signedIn = apiOn(tables.fresh(), { signIn: signInAt(`${url}/`) });
    for (const path of ['/docs', '/openapi.json', '/docs/start.js'])
      await signedIn.ask(undefined, 'GET', path);
    expect(asked).toEqual(['/pool/.well-known/openid-configuration']);
  });

  it('leaves the box for a token when the issuer does not answer', async () => {
    const document = (await api.ask(undefined, 'GET', '/openapi.json')).json;
    expect(document).toMatchObject({ security: [{ token: [] }] });
    expect(document).not.toHaveProperty('components.securitySchemes.signIn');
    expect((await api.ask(undefined, 'GET', '/docs/start.js')).text).not.toContain('initOAuth');
    expect((await api.ask(undefined, 'GET', '/docs')).status).toBe(200);
  });

  it('is there again half a minute after the issuer is', async () => {
    const { url, asked, state } = await issuer({ publishes: false });
    let now = NOW;
    const signIn = signInAt(url, () => now);
    expect(await signIn.places()).toBeUndefined();
    state.publishes = true;
    now = plusSeconds(now, 29);
    expect(await signIn.places()).toBeUndefined();
    now = plusSeconds(now, 1);
    expect(await signIn.places()).toMatchObject({ tokenUrl: 'https://people.example.org/oauth2/token' });
    expect(asked).toHaveLength(2);
  });
});
