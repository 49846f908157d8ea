import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { HttpApiEvent } from '../../../../local/http-api/event.ts';
import { type HttpApi, startHttpApi } from '../../../../local/http-api/http-api.ts';
import { listenOn, stopListening } from '../../../../local/machine/listen.ts';

/** An API of a few routes, an issuer that it trusts, and what its functions were called with. */
export interface WatchedApi {
  api: HttpApi;
  /** The events that functions got since `forget`, oldest first. */
  seen: HttpApiEvent[];
  forget(): void;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** A token of the trusted issuer, good for a minute unless the claims say otherwise. */
  token(claims: JWTPayload): Promise<string>;
  /** The same, signed with a key that the issuer does not publish. */
  forgedToken(claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  const server = createServer((request, response) => {
    const document = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  const issuer = `http://127.0.0.1:${await listenOn(server, 0, 'the issuer')}`;
  return { server, issuer, privateKey };
}

/** Starts the API and its issuer on free ports. */
export async function startWatchedApi(): Promise<WatchedApi> {
  const { server, issuer, privateKey } = await startIssuer();
  const stranger = await generateKeyPair('RS256');
  const authorizer = { issuer, audience: ['estatewatch-web'] };
  const seen: HttpApiEvent[] = [];
  const api = await startHttpApi({
    stageName: '$default',
    integrationTimeoutSeconds: 0.2,
    cors: {
      allowOrigins: ['http://localhost:5173'],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type'],
      maxAgeSeconds: 600,
    },
    routes: [
      { routeKey: 'ANY /echo/{proxy+}', functionName: 'echo' },
      { routeKey: 'GET /mine', functionName: 'echo', authorizer },
      {
        routeKey: 'GET /scoped',
        functionName: 'echo',
        authorizer: { ...authorizer, scopes: ['read', 'write'] },
      },
      {
        routeKey: 'GET /nowhere',
        functionName: 'echo',
        authorizer: { ...authorizer, issuer: 'http://127.0.0.1:9' },
      },
      { routeKey: 'ANY /caught/{proxy+}', functionName: 'echo', authorizer },
      { routeKey: 'GET /slow', functionName: 'slow' },
      { routeKey: 'GET /broken', functionName: 'broken' },
      { routeKey: 'GET /headers', functionName: 'headers' },
    ],
    async invoke(functionName, event) {
      seen.push(event);
      if (functionName === 'broken') throw new Error('TypeError: undefined is not a function');
      if (functionName === 'slow') return new Promise(() => {});
      if (functionName === 'headers') {
        return { statusCode: 200, headers: { 'access-control-allow-origin': '*', 'x-own': 'yes' }, body: '' };
      }
      return { heard: true };
    },
  });

  const sign = (claims: JWTPayload, key: CryptoKey) =>
    new SignJWT({
      iss: issuer,
      sub: 'sub-1',
      client_id: 'estatewatch-web',
      exp: Math.floor(Date.now() / 1000) + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(key);

  return {
    api,
    seen,
    forget: () => seen.splice(0),
    get: (path, headers = {}) => fetch(`${api.url}${path}`, { headers }),
    token: (claims) => sign(claims, privateKey),
    forgedToken: (claims) => sign(claims, stranger.privateKey),
    async close() {
      await api.close();
      await stopListening(server);
    },
  };
}
