import { z } from 'zod';

/** A setting that a function finds in its environment as JSON text. */
export function jsonSetting<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** The function's environment, read once when it starts. Throws, naming what is missing or wrong. */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const environment = schema.safeParse(process.env);
  if (environment.success) return environment.data;
  throw new Error(`This function is not deployed as it must be: ${z.prettifyError(environment.error)}`);
}
