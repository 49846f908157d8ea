import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { NotFound } from '../../shared/platform/errors.ts';
import { Role, requireRole, seesPatch } from '../../shared/platform/person.ts';
import { type ApiEnv, personAsking } from './caller.ts';
import { Problem, TooLarge } from './problem.ts';

/**
 * Who may use a route, and for what. It is part of the route's declaration and stands in the OpenAPI document as
 * `x-access`, so that the table of access is made from the same data that admits people.
 */
export interface Access {
  /** Any one of these; empty: everybody who signed in. */
  readonly roles: readonly Role[];
  /**
   * `asked-patch`: the patch of the query is one that they see; `its-patch`: the thing lies in such a patch;
   * `own`: what is their own; `named`: the order names them, and refusals are recorded in the audit; `landlord`: all
   * of the landlord's.
   */
  readonly within: 'asked-patch' | 'its-patch' | 'own' | 'named' | 'landlord';
  /** It is about footage: refusals are recorded in the audit too. */
  readonly footage?: true;
  /** It is about who somebody is: the same. */
  readonly personal?: true;
}

/** Everybody with a role. */
export const ALL_ROLES: readonly Role[] = Role.options;

const WITHIN: Readonly<Record<Access['within'], string>> = {
  'asked-patch': 'within their patches',
  'its-patch': 'within their patches',
  own: 'for what is their own',
  named: 'for orders that name them',
  landlord: 'for all of the landlord’s estates',
};

/**
 * Declares a route: whom it admits, how large a body it takes, and what it may answer besides what it is for.
 */
export function staffRoute<Path extends string, Route extends Omit<RouteConfig, 'path'> & { path: Path }>(
  access: Access,
  route: Route,
  { bodyMegabytes = 1 }: { bodyMegabytes?: number } = {},
) {
  return createRoute({
    ...route,
    description: [route.description, forWhom(access)].filter(Boolean).join('\n\n'),
    'x-access': access,
    middleware: [admit(access), limitBody(bodyMegabytes)],
    responses: { ...refusals(access, route), ...route.responses },
  });
}

/** The header in which a tenant assessor shows their key. */
export const ASSESSOR_KEY_HEADER = 'assessor-key';

/** Declares a route for tenant assessors, who have a key and no account. `admitAssessor` checks it. */
export function assessorRoute<Path extends string, Route extends Omit<RouteConfig, 'path'> & { path: Path }>(
  admitAssessor: MiddlewareHandler<ApiEnv>,
  route: Route,
) {
  const access = { roles: [], within: 'own' } as const;
  return createRoute({
    ...route,
    description: [route.description, 'For: tenant assessors, with the key that they were given.'].join(
      '\n\n',
    ),
    'x-access': access,
    security: [{ assessorKey: [] }],
    middleware: [limitBody(1), admitAssessor],
    responses: {
      ...refusals(access, route),
      401: problem('There is no key, or one that is not ours or was withdrawn.'),
      429: problem('More has been sent in this hour than is taken.'),
      ...route.responses,
    },
  });
}

function admit(access: Access): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('access', access);
    const person = personAsking(c.env);
    c.set('person', person);
    if (access.roles.length > 0) requireRole(person, ...access.roles);
    const patch = c.req.query('patch');
    if (access.within === 'asked-patch' && patch !== undefined && !seesPatch(person, patch)) {
      throw new NotFound(`There is no patch “${patch}” among what you look after.`);
    }
    await next();
  };
}

function limitBody(megabytes: number): MiddlewareHandler<ApiEnv> {
  const onError = () => {
    throw new TooLarge(`The body is larger than the ${megabytes} MB that this takes: send less at once.`);
  };
  return bodyLimit({ maxSize: megabytes * 1024 * 1024, onError });
}

function forWhom({ roles, within }: Access): string {
  const who =
    roles.length === 0
      ? 'Everybody who signed in'
      : roles.map((role) => `${role.replace('-', ' ')}s`).join(', ');
  return `For: ${who}, ${WITHIN[within]}.`;
}

function refusals({ roles, within }: Access, { request, method }: Pick<RouteConfig, 'request' | 'method'>) {
  return {
    ...(request === undefined
      ? {}
      : { 400: problem('Something in the request is missing or wrong; the problem says what.') }),
    401: { description: 'Not signed in, or the token has expired.' },
    ...(roles.length === 0 ? {} : { 403: problem('Signed in, but without a role that this is for.') }),
    ...(within.endsWith('patch') ? { 404: problem('No such thing, or none within your patches.') } : {}),
    ...(within === 'named' ? { 404: problem('No such order, or none that names you.') } : {}),
    ...(method === 'get' ? {} : { 413: problem('The body is too large.') }),
    500: problem('It failed on our side.'),
  };
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}
