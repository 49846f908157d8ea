import { Rejected } from '../../shared/platform/errors.ts';

/** A route key taken apart: `GET /incidents/{id}`, `ANY /{proxy+}` or `$default`. */
export interface RoutePattern {
  /** `ANY` stands for every method. */
  method: string;
  /** The parts of the path between slashes; `undefined` for `$default`, which has no path. */
  segments: Segment[] | undefined;
}

type Segment = { kind: 'literal' | 'variable' | 'greedy'; text: string };

/** A request's route: which one, and the decoded values of its path's variables. */
export interface RouteMatch<Route> {
  route: Route;
  pathParameters: Record<string, string>;
}

const routeKeyShape = /^(?<method>ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/\S*)$/;
// In order of how much they fix of the request.
const segmentKinds = ['literal', 'variable', 'greedy'] as const;

function readSegment(text: string): Segment {
  const variable = /^\{(?<name>[^{}+]+)(?<greedy>\+?)\}$/.exec(text);
  if (!variable?.groups) return { kind: 'literal', text };
  return { kind: variable.groups.greedy === '+' ? 'greedy' : 'variable', text: variable.groups.name ?? '' };
}

/**
 * Reads a route key as API Gateway defines it.
 * @throws Rejected for a key that API Gateway would not take
 */
export function readRouteKey(routeKey: string): RoutePattern {
  if (routeKey === '$default') return { method: 'ANY', segments: undefined };
  const parts = routeKeyShape.exec(routeKey)?.groups;
  const segments = (parts?.path ?? '').slice(1).split('/').map(readSegment);
  const greedyAt = segments.findIndex(({ kind }) => kind === 'greedy');
  if (parts?.method === undefined || (greedyAt !== -1 && greedyAt !== segments.length - 1)) {
    throw new Rejected(
      `“${routeKey}” is no route of an HTTP API: write a method and a path such as GET /incidents/{id}, ` +
        'with {name+} only at its end, or $default.',
    );
  }
  return { method: parts.method, segments };
}

/** The path's variables when the pattern fits, otherwise `undefined`. Path parts come as the client encoded them. */
function variablesOf(
  pattern: RoutePattern,
  method: string,
  parts: string[],
): Record<string, string> | undefined {
  if (pattern.method !== 'ANY' && pattern.method !== method) return undefined;
  if (pattern.segments === undefined) return {};
  const values: Record<string, string> = {};
  for (const [index, segment] of pattern.segments.entries()) {
    const part = parts[index];
    if (segment.kind === 'greedy') {
      const rest = parts.slice(index).join('/');
      if (rest === '') return undefined;
      values[segment.text] = decodeURIComponent(rest);
      return values;
    }
    if (part === undefined) return undefined;
    if (segment.kind === 'literal' && decodeURIComponent(part) !== segment.text) return undefined;
    if (segment.kind === 'variable') {
      if (part === '') return undefined;
      values[segment.text] = decodeURIComponent(part);
    }
  }
  return parts.length === pattern.segments.length ? values : undefined;
}

/** Negative when the first pattern is the more specific: full paths before greedy ones before `$default`. */
function bySpecificity(one: RoutePattern, other: RoutePattern): number {
  const greedyRank = ({ segments }: RoutePattern) =>
    segments === undefined ? 2 : segments.at(-1)?.kind === 'greedy' ? 1 : 0;
  const ranks = greedyRank(one) - greedyRank(other);
  if (ranks !== 0) return ranks;
  const longest = Math.max(one.segments?.length ?? 0, other.segments?.length ?? 0);
  for (let index = 0; index < longest; index += 1) {
    const kindRank = ({ segments }: RoutePattern) =>
      segmentKinds.indexOf(segments?.[index]?.kind ?? 'greedy');
    const kinds = kindRank(one) - kindRank(other);
    if (kinds !== 0) return kinds;
  }
  return Number(one.method === 'ANY') - Number(other.method === 'ANY');
}

/**
 * The route API Gateway would choose: a full match of path and method, else the greedy route that fixes most of the
 * path, else `$default`; a named method before `ANY`. `undefined` when none fits.
 * @param path as the client encoded it, without the query string
 * @throws URIError when the path's percent-encoding is broken
 */
export function chooseRoute<Route extends { pattern: RoutePattern }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const parts = path.slice(1).split('/');
  return routes
    .flatMap((route) => {
      const pathParameters = variablesOf(route.pattern, method, parts);
      return pathParameters === undefined ? [] : [{ route, pathParameters }];
    })
    .sort((one, other) => bySpecificity(one.route.pattern, other.route.pattern))[0];
}
