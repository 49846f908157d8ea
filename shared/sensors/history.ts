import { z } from 'zod';
import { Instant, plusSeconds } from '../platform/instant.ts';
import { clockToleranceSeconds, FrameCounter, happenedAt, type Uplink } from './uplink.ts';

/**
 * How many readings a history keeps one by one, and so how late one may come and still take its place: one that
 * is older than the 64 newest is ignored. A light that reports every 10 minutes may be 10 hours late.
 */
export const historyLength = 64;

/** How far back a reading that a device remembered may lie, in seconds: their memories hold about a week. */
const memorySeconds = 7 * 24 * 3600;

/**
 * Where one reading stands in a history. `at` is when it held; `counter` and `session` (or, without sessions,
 * `sent`, the device's own time) are those of the uplink that brought it; `remembered` is set when the device
 * told of it afterwards.
 */
export const Kept = z.object({
  at: Instant,
  counter: FrameCounter,
  session: z.string().exactOptional(),
  sent: Instant.exactOptional(),
  remembered: z.literal(true).exactOptional(),
});
export type Kept = z.infer<typeof Kept>;

/** The place of a reading of this uplink: a live one, or one that the device remembers from `rememberedAt`. */
export function keptFrom(uplink: Uplink, rememberedAt?: Instant): Kept {
  return {
    at: rememberedAt ?? happenedAt(uplink),
    counter: uplink.counter,
    ...(uplink.session !== undefined && { session: uplink.session }),
    ...(uplink.session === undefined && uplink.deviceTime !== undefined && { sent: uplink.deviceTime }),
    ...(rememberedAt !== undefined && { remembered: true as const }),
  };
}

/** Whether a remembered reading's time can be true: not after its uplink, and within a device's memory. */
export function isPlausibleMemory(at: Instant, uplink: Uplink): boolean {
  return (
    at <= plusSeconds(uplink.receivedAt, clockToleranceSeconds.ahead) &&
    at >= plusSeconds(uplink.receivedAt, -memorySeconds)
  );
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order in which readings of one device happened; 0 only for the same place. */
export function inOrder(a: Kept, b: Kept): number {
  return (
    compare(a.at, b.at) ||
    a.counter - b.counter ||
    compare(a.session ?? a.sent ?? '', b.session ?? b.sent ?? '') ||
    compare(a.remembered ? 0 : 1, b.remembered ? 0 : 1)
  );
}

const isSameDelivery = (a: Kept, b: Kept): boolean =>
  a.counter === b.counter &&
  a.session === b.session &&
  a.sent === b.sent &&
  a.remembered === b.remembered &&
  (a.remembered === undefined || a.at === b.at);

/** Whether two live readings are of one run of the counter, so that the counter tells which came first. */
const shareCounter = (a: Kept, b: Kept): boolean =>
  a.session !== undefined && a.session === b.session && !a.remembered && !b.remembered;

const isFolded = (incoming: Kept, folded: Kept): boolean =>
  inOrder(incoming, folded) <= 0 || (shareCounter(incoming, folded) && incoming.counter <= folded.counter);

/**
 * The readings with one more in its place, and the one that thereby fell off the old end, if any; or `undefined`
 * when nothing changes (a repeat, or older than all that is kept, `folded` being the last that fell off).
 *
 * The result depends only on which readings came, not on their order or repeats: a repeat counts from its earliest
 * receipt, and a reading that was received after a later one of its session (a higher counter) is dated no later
 * than that one. Beyond 64 readings this holds for as long as none comes after 64 newer ones.
 */
export function insert<T extends Kept>(
  readings: readonly T[],
  folded: Kept | undefined,
  incoming: T,
): { readings: T[]; fallen: T | undefined } | undefined {
  const repeat = readings.find((kept) => isSameDelivery(kept, incoming));
  if (repeat !== undefined && repeat.at <= incoming.at) return undefined;

  let at = incoming.at;
  for (const kept of readings) {
    if (shareCounter(kept, incoming) && kept.counter > incoming.counter && kept.at < at) at = kept.at;
  }
  const placed: T = at === incoming.at ? incoming : { ...incoming, at };
  if (folded !== undefined && isFolded(placed, folded)) return undefined;

  const next = readings
    .filter((kept) => kept !== repeat)
    .map((kept) =>
      shareCounter(kept, placed) && kept.counter < placed.counter && kept.at > placed.at
        ? { ...kept, at: placed.at }
        : kept,
    );
  next.push(placed);
  next.sort(inOrder);
  const fallen = next.length > historyLength ? next.shift() : undefined;
  return { readings: next, fallen };
}
