import { STATUS_CODES } from 'node:http';
import { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Conflict, EstatewatchError } from '../../shared/platform/errors.ts';

/** A field of a request that is not as it must be. */
const FieldProblem = z.object({
  field: z.string().openapi({ example: 'disposition' }),
  message: z.string().openapi({ example: 'it is missing' }),
});
export type FieldProblem = z.infer<typeof FieldProblem>;

/** Any refusal or failure, as RFC 9457 has it, with our code and what a program needs to go on. */
export const Problem = z
  .object({
    type: z.string().openapi({ example: 'about:blank' }),
    title: z.string().openapi({ example: 'Conflict' }),
    status: z.int(),
    detail: z.string().openapi({ description: 'A sentence that a person can act on.' }),
    code: z.string().openapi({ description: 'What programs tell problems apart by.', example: 'CONFLICT' }),
    current: z.int().optional().openapi({ description: 'With a 409: the version that the thing is at now.' }),
    errors: z
      .array(FieldProblem)
      .optional()
      .openapi({ description: 'With a 400: the fields that are wrong.' }),
  })
  .openapi('Problem', { description: 'Why a request was not done (RFC 9457).' });
export type Problem = z.infer<typeof Problem>;

/** The token that reached us does not say who is asking. */
export class NotSignedIn extends EstatewatchError {
  readonly code = 'NOT_SIGNED_IN';
}

/** A body that is larger than its route takes. */
export class TooLarge extends EstatewatchError {
  readonly code = 'TOO_LARGE';
}

/** Fields of a request are missing or wrong; `fields` says which and why. */
export class Invalid extends EstatewatchError {
  readonly code = 'INVALID';
  readonly fields: readonly FieldProblem[];
  constructor(fields: readonly FieldProblem[], options?: ErrorOptions) {
    const [first, ...others] = fields;
    const rest = others.length === 0 ? '' : ` (and ${others.length} more)`;
    super(`“${first?.field}” cannot be accepted: ${first?.message}${rest}.`, options);
    this.fields = fields;
  }
}

/** Somebody has asked more often than is answered in an hour. */
export class TooMany extends EstatewatchError {
  readonly code = 'TOO_MANY';
}

const STATUS_OF: Readonly<Record<string, ContentfulStatusCode>> = {
  REJECTED: 400,
  INVALID: 400,
  NOT_SIGNED_IN: 401,
  NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  WRONG_STATE: 409,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
};

// What the framework refuses by itself, in our words.
const FRAMEWORK: Readonly<Record<number, { code: string; detail: string }>> = {
  400: { code: 'MALFORMED', detail: 'The body is not JSON: check its brackets, commas and quotation marks.' },
  415: {
    code: 'UNSUPPORTED',
    detail: 'Send the body as JSON, with the header content-type: application/json.',
  },
};

/** What an error is to the caller. `version` is that of the thing the request was about, as far as it was read. */
export function problemOf(error: unknown, version?: number): Problem & { status: ContentfulStatusCode } {
  if (error instanceof HTTPException) {
    const known = FRAMEWORK[error.status];
    if (known !== undefined) return problem(error.status === 415 ? 415 : 400, known.code, known.detail);
  }
  if (error instanceof EstatewatchError) {
    const status = STATUS_OF[error.code];
    const current = error instanceof Conflict ? error.current : version;
    if (status !== undefined) {
      return {
        ...problem(status, error.code, error.message),
        ...(status === 409 && current !== undefined ? { current } : {}),
        ...(error instanceof Invalid ? { errors: [...error.fields] } : {}),
      };
    }
  }
  return problem(500, 'FAILED', 'Something went wrong on our side and was noted: try again in a minute.');
}

function problem(status: ContentfulStatusCode, code: string, detail: string) {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Problem', status, detail, code };
}

// A body may be wrong in thousands of places; the first ones are enough to go on with.
const FIELDS_TOLD = 20;

/** The refusal of what a schema did not accept. `target` is the part of the request: `query`, `param`, `json`. */
export function invalid(error: z.core.$ZodError, target: string): Invalid {
  const fields = error.issues.slice(0, FIELDS_TOLD).map(({ path, message }) => ({
    field: z.core.toDotPath(path) || (target === 'json' ? 'body' : target),
    message: message.endsWith('received undefined') ? 'it is missing' : message.replace(/\.$/, ''),
  }));
  return new Invalid(fields, { cause: error });
}
