import { randomBytes } from 'node:crypto';
import Provider, { type ClientMetadata, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { contentSecurityPolicy, problemPage, signedOutPage, signOutPage } from './pages.ts';
import type { KnownPerson, People } from './people.ts';
import type { SigningKey } from './signing-key.ts';

/** An application that people sign in to. */
export interface SignInClient {
  clientId: string;
  redirectUris: readonly string[];
}

/** What the provider is made of. */
export interface ProviderParts {
  issuer: string;
  clients: readonly SignInClient[];
  people: People;
  key: SigningKey;
}

/** Where a choice page and the style of the pages are, under the issuer's path. */
export const signInPath = '/sign-in';
export const stylePath = '/sign-in.css';

/** The grant that gives a token for the name alone. */
export const demoGrantType = 'urn:estatewatch:params:oauth:grant-type:demo-person';

/** The scopes that are given: what an application asks of Cognito to know a person. */
export const givenScope = 'openid email profile';

const hourSeconds = 60 * 60;
const daySeconds = 24 * hourSeconds;

/** The API that every access token is for; its name stays inside the provider. */
export const apiResource = 'urn:estatewatch:api';

/** The API as the provider sees it: its access tokens are JWTs that are good for an hour, as Cognito's are. */
export const apiResourceServer = {
  scope: givenScope,
  audience: apiResource,
  accessTokenFormat: 'jwt',
  accessTokenTTL: hourSeconds,
  jwt: { sign: { alg: 'RS256' } },
} as const;

const groupsClaim = (person: KnownPerson) =>
  person.groups.length === 0 ? {} : { 'cognito:groups': [...person.groups] };

function isOnThisMachine(origin: string): boolean {
  const host = URL.parse(origin)?.hostname;
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

function clientMetadata({ clientId, redirectUris }: SignInClient): ClientMetadata {
  const homes = redirectUris.map((address) => `${new URL(address).origin}/`);
  return {
    client_id: clientId,
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...new Set([...redirectUris, ...homes])],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', demoGrantType],
    response_types: ['code'],
  };
}

/** Seconds since 1970 at which the person chose who they are, for the request at hand. */
function authTimeOf(ctx: KoaContextWithOIDC): number {
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
  return AuthorizationCode?.authTime ?? RefreshToken?.authTime ?? Math.floor(Date.now() / 1000);
}

/** What tokens say, in the shape that Amazon Cognito gives them. */
function tokenSettings(people: People): Configuration {
  return {
    claims: {
      openid: ['sub', 'token_use', 'cognito:username', 'cognito:groups'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    scopes: givenScope.split(' '),
    // Cognito puts the person's claims into the id token itself.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const person = people.bySub(sub);
      if (person === undefined) return undefined;
      return {
        accountId: sub,
        claims: () => ({
          sub,
          token_use: 'id',
          'cognito:username': person.username,
          ...groupsClaim(person),
          email: person.email,
          email_verified: true,
          name: person.name,
        }),
      };
    },
    extraTokenClaims: (ctx, token) => {
      const person = 'accountId' in token ? people.bySub(token.accountId) : undefined;
      if (person === undefined) return undefined;
      return {
        token_use: 'access',
        username: person.username,
        ...groupsClaim(person),
        auth_time: authTimeOf(ctx),
      };
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, parts) => {
          // Cognito's header is `kid` and `alg`.
          parts.header = { typ: undefined };
          // Cognito's access tokens have no `aud`, yet the provider insists on one: it gets one that is not written.
          Object.defineProperty(parts.payload, 'aud', {
            value: apiResource,
            enumerable: false,
            writable: true,
          });
        },
      },
    },
    ttl: {
      AccessToken: hourSeconds,
      AuthorizationCode: 60,
      IdToken: hourSeconds,
      Interaction: hourSeconds,
      Grant: 30 * daySeconds,
      RefreshToken: 30 * daySeconds,
      Session: daySeconds,
    },
  };
}

/**
 * The OpenID provider, with Cognito's addresses below its issuer and Cognito's tokens. The API is the resource of
 * every request, and nobody is asked for consent.
 */
export function makeProvider({ issuer, clients, people, key }: ProviderParts): Provider {
  const mountPath = new URL(issuer).pathname;
  const style = `${mountPath}${stylePath}`;
  const policy = contentSecurityPolicy(clients.flatMap(({ redirectUris }) => redirectUris));
  const show = async (ctx: KoaContextWithOIDC, page: Promise<string>) => {
    ctx.set('content-security-policy', policy);
    ctx.type = 'html';
    ctx.body = await page;
  };

  return new Provider(issuer, {
    ...tokenSettings(people),
    adapter: createMemoryAdapter(),
    jwks: { keys: [key] },
    clients: clients.map(clientMetadata),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      end_session: '/logout',
      jwks: '/.well-known/jwks.json',
    },
    // What is not offered here is not announced either.
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    interactions: { url: (_ctx, interaction) => `${mountPath}${signInPath}/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => apiResourceServer,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(form, style)),
        postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage(style)),
      },
    },
    clientBasedCORS: (_ctx, origin) => isOnThisMachine(origin),
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(givenScope);
      grant.addResourceScope(apiResource, givenScope);
      await grant.save();
      return grant;
    },
    renderError: (ctx, { error_description: description, error }) =>
      show(ctx, problemPage(`The application’s request was refused: ${description ?? error}.`, style)),
  });
}
