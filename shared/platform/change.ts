import { z } from 'zod';

/**
 * That a thing in the table changed, as it is published on the bus. It says which and how, so that readers can choose;
 * what the thing is now they read from the table.
 */
export const Change = z.object({
  thing: z.enum(['incident', 'task', 'bid', 'clip', 'notification', 'webhook-delivery']),
  id: z.string(),
  status: z.string(),
  previousStatus: z.string().optional(),
  version: z.int().optional(),
  patch: z.string().optional(),
  estateId: z.string().optional(),
});
export type Change = z.infer<typeof Change>;

/** The source that our events name on the bus. */
export const CHANGE_SOURCE = 'estatewatch';

const Published = Change.omit({ thing: true, previousStatus: true }).extend({ type: Change.shape.thing });
const Before = z.object({ status: z.string() });

/** The change that a stream record tells of; undefined for items that are not published. */
export function changeBetween(before: unknown, after: unknown): Change | undefined {
  const published = Published.safeParse(after);
  if (!published.success) return undefined;
  const { type: thing, ...rest } = published.data;
  const previousStatus = Before.safeParse(before).data?.status;
  return { thing, ...rest, ...(previousStatus === undefined ? {} : { previousStatus }) };
}
