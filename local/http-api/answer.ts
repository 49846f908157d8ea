import { z } from 'zod';

/** What goes back to the client. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case. A list becomes several headers of the name. */
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const StructuredAnswer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const HasStatus = z.object({ statusCode: z.unknown().refine((status) => status !== undefined) });

/** An answer that API Gateway gives of itself: `{"message": …}`. */
export function messageAnswer(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * The HTTP answer that payload format 2.0 makes of a function's result: the object's own status, headers, cookies and
 * body when it has a `statusCode`; otherwise 200 and the result itself as JSON.
 * A result with a status that does not fit the format is a 500, as at API Gateway.
 */
export function answerOf(result: unknown): HttpAnswer {
  if (!HasStatus.safeParse(result).success) {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const structured = StructuredAnswer.safeParse(result);
  if (!structured.success) return messageAnswer(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = structured.data;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(named),
      ...(cookies?.length ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
