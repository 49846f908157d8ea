import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SignIn, SignInOptions } from '../../../../local/sign-in/sign-in.ts';

/** The address that the application of these tests is returned to. */
export const redirectUri = 'http://localhost:5173/signed-in';

/** A pool with an estate officer and a manager, who has a password. */
export function pool(folder: string, more: Partial<SignInOptions> = {}): SignInOptions {
  return {
    folder,
    poolId: 'eu-west-2_Local',
    region: 'eu-west-2',
    clients: [{ clientId: 'estatewatch-web', redirectUris: [redirectUri] }],
    people: [
      {
        username: 'olive',
        name: 'Olive O’Brien <officer>',
        email: 'olive@landlord.example',
        groups: ['role/estate-officer', 'patch/riverside'],
      },
      {
        username: 'max',
        name: 'Max',
        email: 'max@landlord.example',
        groups: ['role/manager'],
        password: 'rowan',
      },
    ],
    ...more,
  };
}

/** A browser as far as sign-in needs one: it keeps cookies, and stops at every redirect. */
export function browser() {
  const cookies = new Map<string, string>();
  return async (address: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const next = response.headers.get('location');
    return { response, next: next === null ? '' : new URL(next, address).href };
  };
}

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  end_session_endpoint: z.string(),
  jwks_uri: z.string(),
  grant_types_supported: z.array(z.string()),
});
export const Tokens = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
});
export const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/** The issuer's discovery document. */
export async function discover({ issuer }: SignIn) {
  return Discovery.parse(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json());
}

/** The secret whose hash an application sends first (RFC 7636). */
export const verifier = 'a-verifier-of-at-least-forty-three-characters-1234';

/** Where an application sends a browser to sign in. */
export async function authorizeAddress(signIn: SignIn, more: Record<string, string> = {}): Promise<string> {
  const { authorization_endpoint } = await discover(signIn);
  const query = new URLSearchParams({
    client_id: 'estatewatch-web',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return `${authorization_endpoint}?${query}`;
}

/** A request to the token endpoint. */
export async function tokenRequest(
  signIn: SignIn,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const { token_endpoint } = await discover(signIn);
  return fetch(token_endpoint, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ client_id: 'estatewatch-web', ...parameters }),
  });
}

/** Walks a browser from the application to the choice page. */
export async function toChoicePage(signIn: SignIn, visit: ReturnType<typeof browser>) {
  const start = await visit(await authorizeAddress(signIn));
  const page = await visit(start.next);
  return { address: start.next, page: page.response };
}

/** Chooses a person and follows the redirects until the application's address. */
export async function chooseAndReturn(
  visit: ReturnType<typeof browser>,
  address: string,
  form: Record<string, string>,
) {
  let { next } = await visit(address, { method: 'POST', body: new URLSearchParams(form) });
  while (next !== '' && !next.startsWith(redirectUri)) ({ next } = await visit(next));
  return new URL(next);
}
