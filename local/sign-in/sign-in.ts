import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { allowDemoGrant } from './demo-grant.ts';
import { choicePage, contentSecurityPolicy, problemPage, styleSheet } from './pages.ts';
import { mayEnter, type Person, peopleOf } from './people.ts';
import { demoGrantType, makeProvider, type SignInClient, signInPath, stylePath } from './provider.ts';
import { signingKeyIn } from './signing-key.ts';

/** A user pool to stand in for. */
export interface SignInOptions {
  /** Where the signing key is kept. */
  folder: string;
  /** Port 0 or none asks for any free one; tokens outlive a restart only on the same port, which is in the issuer. */
  port?: number;
  /** The pool's id as Amazon Cognito would give it, `eu-west-2_…`; the region is put before one that lacks it. */
  poolId: string;
  region: string;
  clients: readonly SignInClient[];
  people: readonly Person[];
}

/** The running sign-in. */
export interface SignIn {
  issuer: string;
  jwksUri: string;
  port: number;
  close(): Promise<void>;
  /**
   * An access token of a person, from the token endpoint, for the first client. Rejects with a sentence that lists
   * who there is when nobody has this username.
   */
  tokenFor(username: string): Promise<string>;
}

const Choice = z.object({ username: z.string(), password: z.string().optional() });
const TokenAnswer = z.union([
  z.object({ access_token: z.string() }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

/**
 * Stands where an Amazon Cognito user pool stands: discovery, keys, the authorization code flow with PKCE, and tokens
 * in Cognito's shape, signed by a key that a restart keeps.
 * @throws CannotRunHere when the port belongs to another program
 * @throws SigningKeyUnusable when the folder's key cannot be read or kept
 */
export async function startSignIn(options: SignInOptions): Promise<SignIn> {
  const { clients, poolId, region } = options;
  const key = await signingKeyIn(options.folder);
  const pool = poolId.startsWith(`${region}_`) ? poolId : `${region}_${poolId}`;
  const people = peopleOf(pool, options.people);
  const mountPath = `/${pool}`;
  const style = `${mountPath}${stylePath}`;
  const policy = contentSecurityPolicy(clients.flatMap(({ redirectUris }) => redirectUris));

  // The provider must know the issuer, and so the port, before it can answer.
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => answer(request, response));
  const port = await listenOn(server, options.port ?? 0, 'sign-in');
  const issuer = `http://127.0.0.1:${port}${mountPath}`;
  const provider = makeProvider({ issuer, clients, people, key });
  allowDemoGrant(provider, people);
  const answerAsProvider = provider.callback();

  const show = (response: ServerResponse, status: number, page: string) =>
    response
      .writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'cache-control': 'no-store',
      })
      .end(page);

  const choose = async (request: IncomingMessage, response: ServerResponse) => {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return show(response, 200, await choicePage(people.all, style));
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const choice = Choice.safeParse(form).data;
    const person = choice && people.byUsername(choice.username);
    if (person === undefined) {
      return show(response, 400, await choicePage(people.all, style, 'Choose one of these people.'));
    }
    if (!mayEnter(person, choice?.password)) {
      const sentence = `That is not the password of ${person.name}.`;
      return show(response, 400, await choicePage(people.all, style, sentence));
    }
    return provider.interactionFinished(request, response, { login: { accountId: person.sub } });
  };

  answer = (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === style) {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(styleSheet);
    } else if (path.startsWith(`${mountPath}${signInPath}/`)) {
      choose(request, response).catch(async (cause: unknown) => {
        const expired = cause instanceof errors.SessionNotFound;
        const sentence = expired
          ? 'This sign-in is over or has waited too long.'
          : `It failed: ${String(cause)}`;
        show(response, expired ? 400 : 500, await problemPage(sentence, style));
      });
    } else if (path.startsWith(`${mountPath}/`)) {
      // The provider's routes are below the pool's path; from `originalUrl` it learns what was cut off.
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice(mountPath.length) });
      void answerAsProvider(request, response);
    } else {
      response
        .writeHead(404, { 'content-type': 'text/plain' })
        .end(`The sign-in of this machine is at ${issuer}`);
    }
  };

  return {
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    port,
    close: () => stopListening(server),
    async tokenFor(username) {
      const response = await fetch(`${issuer}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: demoGrantType,
          client_id: clients[0]?.clientId ?? '',
          username,
        }),
      });
      const given = TokenAnswer.parse(await response.json());
      if ('access_token' in given) return given.access_token;
      throw new Error(given.error_description ?? given.error);
    },
  };
}
