import { z } from 'zod';
import { TargetInput } from './target-input.ts';

/** A rule of a bus as its template defines it: a pattern or a schedule, and who gets what matches. */
export const Rule = z.strictObject({
  name: z.string().min(1),
  bus: z.string().min(1),
  pattern: z.json().optional(),
  /** `rate(…)` or `cron(…)`; fires on the default bus only, as in AWS. */
  schedule: z.string().optional(),
  targets: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('queue'), queueName: z.string().min(1), ...TargetInput }),
        z.strictObject({ kind: z.literal('function'), functionName: z.string().min(1), ...TargetInput }),
      ]),
    )
    .min(1),
});
export type Rule = z.input<typeof Rule>;
