import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentMoves } from '../../../../shared/incidents/incident-moves.ts';
import type { Moves } from '../../../../shared/platform/moves.ts';
import { taskMoves } from '../../../../shared/tasks/task-moves.ts';
import { walkaboutMoves } from '../../../../shared/walkabouts/walkabout.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { apiOn } from './api-at-work.ts';

// What OpenAPI 3.1.0 asks of a document, as far as this API uses it: sections 4.8.1 to 4.8.24.
const Content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const Answer = z.object({ description: z.string().min(1), content: Content.optional() });
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean().optional(),
});
const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), Answer),
  'x-access': z.object({
    roles: z.array(z.string()),
    within: z.string(),
    footage: z.literal(true).optional(),
  }),
});
const Document = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.record(z.enum(['get', 'put', 'post', 'delete']), Operation.optional()),
  ),
  components: z.object({
    schemas: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.object({ type: z.string() })),
  }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

const tables = tablesForThisFile();
let text: string;
let document: z.infer<typeof Document>;

beforeEach(async () => {
  const answer = await apiOn(tables.fresh()).ask(undefined, 'GET', '/openapi.json');
  text = answer.text;
  document = Document.parse(answer.json);
});

function operations() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation ? [{ path, method, ...operation }] : [],
    ),
  );
}

describe('the OpenAPI document', () => {
  it('names every operation once', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids).toEqual(
      expect.arrayContaining(['readMe', 'listIncidents', 'confirmIncident', 'importRegister']),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares the parameters of every path, and requires them', () => {
    for (const { path, parameters } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to nothing that it does not hold', () => {
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(referred.length).toBeGreaterThan(20);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([...new Set(referred)]));
  });

  it('groups operations under headings that it explains', () => {
    const explained = document.tags.map(({ name }) => name);
    expect(new Set(operations().flatMap(({ tags }) => tags))).toEqual(new Set(explained));
  });

  it('says of every route that needs a role that it may be refused', () => {
    for (const { responses, 'x-access': access } of operations()) {
      expect('403' in responses).toBe(access.roles.length > 0);
      expect(responses).toHaveProperty('401');
    }
  });

  it('describes answers that are problems as problems', () => {
    for (const { responses } of operations()) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (content === undefined) continue;
        expect(Object.keys(content)).toEqual([
          Number(status) < 400 ? 'application/json' : 'application/problem+json',
        ]);
      }
    }
  });

  it('has a route for every move that people may make, for the roles that may make it', () => {
    const routesOf = (moves: Moves<string>, thing: string) =>
      Object.entries(moves)
        .map(([name, { by }]) => ({ name, roles: by.filter((who) => who !== 'rule') }))
        .filter(({ roles }) => roles.length > 0)
        .map(({ name, roles }) => ({ path: `/${thing}s/{${thing}Id}/${name}`, roles }));
    const declared = operations()
      .filter(({ method, path }) => method === 'post' && /^\/(incidents|tasks|walkabouts)\/\{/.test(path))
      // What is said of a task from the field is no move.
      .filter(({ path }) => !/\/(notes|photo-uploads|referrals)$/.test(path))
      .map(({ path, 'x-access': { roles } }) => ({ path, roles }));
    expect(declared).toEqual([
      ...routesOf(incidentMoves, 'incident'),
      ...routesOf(taskMoves, 'task'),
      ...routesOf(walkaboutMoves, 'walkabout'),
    ]);
  });

  it('asks in the body of a move for what the move needs, and the version', () => {
    const { DismissIncident } = document.components.schemas;
    expect(DismissIncident).toMatchObject({
      required: ['version', 'disposition'],
      properties: { disposition: { enum: expect.arrayContaining(['residents-own-bins']) } },
      additionalProperties: false,
    });
  });

  it('writes times as date-times', () => {
    expect(document.components.schemas.Incident).toMatchObject({
      properties: { occurredAt: { type: 'string', format: 'date-time' } },
    });
  });
});
