import { OpenAPIHono } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { html } from 'hono/html';
import { NotFound } from '../../shared/platform/errors.ts';
import { ASSESSOR_KEY_HEADER } from './access.ts';
import type { ApiEnv } from './caller.ts';
import { DocumentationFiles } from './documentation-files.ts';
import type { Room } from './room.ts';
import type { SignInPlaces } from './sign-in.ts';

type About = Parameters<OpenAPIHono['getOpenAPI31Document']>[0];
type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

// The API's own version: it changes when what it promises does, not with each release.
const API_VERSION = '1.0.0';

// The files change only with a deployment; their ETag then tells, and an hour of the old page does no harm.
const FILE_LIVES = 'public, max-age=3600';
const PAGE_LIVES = 'public, max-age=60';

const TAGS = [
  { name: 'You', description: 'Who is asking.' },
  { name: 'Incidents', description: 'What is wrong on the estates, and what people decide about it.' },
  { name: 'Reports', description: 'What residents and partners reported by Open311, for the staff.' },
  { name: 'Tasks', description: 'Work for the estate team, with the time by which it must be done.' },
  {
    name: 'Walkabouts',
    description: 'Dated rounds over the estates: what was looked at, and what came of what was found.',
  },
  { name: 'Assessments', description: 'What tenant assessors say of the blocks that they look at.' },
  {
    name: 'Target hardening',
    description: 'Orders for the homes of people at risk. Nobody knows of one but those whom it names.',
  },
  { name: 'Bids', description: 'Proposals to spend environment budget, and the incidents that they answer.' },
  { name: 'Clips', description: 'What was found in what the cameras recorded.' },
  { name: 'Register', description: 'The estates, blocks, cameras, doors, lights and sensors.' },
  { name: 'Telling people', description: 'Who is on duty, and who was told of what.' },
  { name: 'Sensors', description: 'How faults of doors and lights are found at a place, and how often.' },
  { name: 'Webhooks', description: 'Other systems that are told of what happens.' },
];

/** The documentation, open to all: the OpenAPI document, and a page that shows it and signs people in to try it. */
export function documentationRoutes(room: Room, document: (about: About) => Document): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();
  const files = new DocumentationFiles(room.documentation);
  routes.use('/openapi.json', etag());
  routes.use('/docs/*', etag());

  routes.get('/', (c) => c.redirect('/docs'));
  routes.get('/docs/', (c) => c.redirect('/docs'));

  routes.get('/openapi.json', async (c) => {
    c.header('cache-control', PAGE_LIVES);
    return c.json(withSecurity(document(about(room.landlord)), await room.signIn.places()));
  });

  routes.get('/docs', async (c) => {
    c.header('cache-control', PAGE_LIVES);
    c.header('content-security-policy', pagePolicy(await room.signIn.places()));
    return c.html(page(room.landlord));
  });

  routes.get('/docs/start.js', async (c) => {
    const script = startScript((await room.signIn.places()) === undefined ? undefined : room.signIn.clientId);
    return c.body(script, 200, {
      'cache-control': PAGE_LIVES,
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  routes.get('/docs/:name', async (c) => {
    const file = await files.file(c.req.param('name'));
    if (file === undefined) throw new NotFound('There is no such file of the documentation.');
    c.header('cache-control', FILE_LIVES);
    c.header('content-security-policy', pagePolicy(undefined));
    return c.body(file.bytes, 200, { 'content-type': file.contentType });
  });

  return routes;
}

function about(landlord: string): About {
  return {
    openapi: '3.1.0',
    info: {
      title: `Estatewatch for ${landlord}`,
      version: API_VERSION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'What cameras and sensors see on the estates, as incidents, tasks and bids. Times are ISO 8601 in UTC, money is ' +
        'whole pence. A change names the `version` that you looked at; when somebody was faster, the answer is a 409 ' +
        'with the `current` one. Every refusal is a problem (RFC 9457) with a sentence in `detail`.',
    },
    servers: [{ url: '/' }],
    tags: TAGS,
  };
}

/** Signing in stands in the document only when it is known where; a token that one has already always does. */
function withSecurity(described: Document, places: SignInPlaces | undefined): Document {
  const schemes = places === undefined ? {} : { signIn: signInAt(places) };
  return {
    ...described,
    components: {
      ...described.components,
      securitySchemes: { ...schemes, token: TOKEN, assessorKey: ASSESSOR_KEY },
    },
    security: places === undefined ? [{ token: [] }] : [{ signIn: ['openid'] }, { token: [] }],
  };
}

const TOKEN = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token that you have already.',
} as const;

const ASSESSOR_KEY = {
  type: 'apiKey',
  in: 'header',
  name: ASSESSOR_KEY_HEADER,
  description: 'The key that a manager gave to a tenant assessor.',
} as const;

function signInAt(places: SignInPlaces) {
  return {
    type: 'oauth2',
    description: 'Sign in as you do for Estatewatch (authorization code with PKCE).',
    flows: { authorizationCode: { ...places, scopes: { openid: 'Know who you are.' } } },
  } as const;
}

/** Only our own files run; the page may talk to us and to where tokens are given out. */
function pagePolicy(places: SignInPlaces | undefined): string {
  const tokens = places === undefined ? '' : ` ${new URL(places.tokenUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${tokens}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function page(landlord: string) {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Estatewatch for ${landlord}: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</head>
<body>
<main id="api"><h1>Estatewatch for ${landlord}: the API</h1>
<p>The page is drawn from <a href="/openapi.json">the OpenAPI document</a>, for which it needs JavaScript.</p></main>
</body>
</html>`;
}

function startScript(clientId: string | undefined): string {
  const signIn =
    clientId === undefined
      ? ''
      : `\npage.initOAuth(${JSON.stringify({ clientId, scopes: 'openid', usePkceWithAuthorizationCodeGrant: true })});`;
  return `const page = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  oauth2RedirectUrl: new URL('/docs/oauth2-redirect.html', location.href).href,
});${signIn}
`;
}
