import { z } from 'zod';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { clockToleranceSeconds, DeviceId, gatewayLimit } from './uplink.ts';

/** A number that some networks write as text: `"12"` is read as 12, anything else is left for `schema` to judge. */
export function numberOrDigits<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value) ? Number(value) : value),
    schema,
  );
}

// A network lists some ten gateways for an uplink; nobody needs the hundredth.
const looksAt = 32;

/** A list of which only the items that fit count; anything that is no list is an empty one. */
export function listOfWhatFits<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.slice(0, looksAt).flatMap((each) => {
        const parsed = item.safeParse(each);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

/** A gateway that received an uplink, and how strongly, in dBm. */
export interface Reception {
  id: string;
  rssi?: number | undefined;
}

/** Signal strength in dBm. Networks leave it out, or write it as text. */
export const Rssi = numberOrDigits(z.number().min(-200).max(100)).optional().catch(undefined);

/** The `gateways` of an uplink: each once, the strongest first, at most eight; none when nobody is known. */
export function gatewaysOf(receptions: readonly Reception[]): { gateways?: string[] } {
  const weakest = Number.NEGATIVE_INFINITY;
  const byStrength = receptions.toSorted((a, b) => (b.rssi ?? weakest) - (a.rssi ?? weakest) || 0);
  const gateways = [...new Set(byStrength.map(({ id }) => id))].slice(0, gatewayLimit);
  return gateways.length > 0 ? { gateways } : {};
}

/**
 * When a network took an uplink in: what it says itself, unless that is none or lies ahead of when we received it,
 * as with a gateway whose clock is wrong.
 */
export function takenInAt(told: Instant | undefined, receivedAt: Instant): Instant {
  return told !== undefined && told <= plusSeconds(receivedAt, clockToleranceSeconds.ahead)
    ? told
    : receivedAt;
}

/**
 * Our id of a device that is called `name` in its network and has this DevEUI: the name if it could be an id of
 * ours, else `eui-` and the DevEUI, as The Things Stack calls a device that nobody named.
 */
export function deviceIdOf(name: string | undefined, devEui: string): string {
  const id = DeviceId.safeParse(name);
  return id.success ? id.data : `eui-${devEui.toLowerCase()}`;
}

/**
 * Our id made of what a standard calls a device, such as `urn:imei:490154203237518` or a door's token: lower case,
 * with a hyphen for whatever is neither letter nor digit. `undefined` when nothing is left or it is too long to be one.
 */
export function deviceIdFromToken(token: string): string | undefined {
  const id = DeviceId.safeParse(
    token
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
  );
  return id.success ? id.data : undefined;
}
