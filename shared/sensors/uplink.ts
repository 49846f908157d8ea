import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant, millis, plusSeconds } from '../platform/instant.ts';

/** Our id of a device: lower-case letters, digits and single hyphens, as network servers write theirs. */
export const DeviceId = z
  .string()
  .trim()
  .toLowerCase()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a device id of letters, digits and hyphens, such as door-12-front');

/** A LoRaWAN device's own 64-bit address as sixteen hexadecimal digits, upper case as the maker prints it. */
export const DevEui = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-F]{16}$/, 'sixteen hexadecimal digits');

/** A frame counter. LoRaWAN's has 32 bits; plain MQTT devices may count as far as a whole number is exact. */
export const FrameCounter = z.int().nonnegative();

/** A LoRaWAN port: 0 is for the network's own commands, 1 to 223 for applications, 224 for the test protocol. */
export const Port = z.int().min(0).max(255);

/**
 * A payload in base64, at most 1 KiB of bytes: LoRaWAN carries 242 at most, and the rest leaves room for a
 * luminaire controller that talks MQTT itself.
 */
export const Payload = z.base64().max(1368);

const longestText = 256;

/** A value that a network server or a device gives a name to. */
export const FieldValue = z.union([z.string().max(longestText), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;

const fieldLimit = 64;

/** How long the name of a field may be. Those that are looked up are remembered, so they must be short. */
export const longestName = 64;

/**
 * What of some names and values is flat: names with text, numbers or booleans. Nested values, the name `__proto__` and
 * whatever comes after 64 names are left out, so that hostile input stays small and harmless. A number beyond all bounds
 * stays as its name (`Infinity`), for a decoder to say that it is none.
 */
export function flatFields(named: readonly [name: string, value: unknown][]): Record<string, FieldValue> {
  const kept: Record<string, FieldValue> = {};
  for (const [name, value] of named.slice(0, fieldLimit)) {
    const field = fieldValue(value);
    if (field !== undefined && name !== '__proto__' && name.length <= longestName) kept[name] = field;
  }
  return kept;
}

// Looked at by hand: a report has many, and most of what they cost would be the schema's results.
function fieldValue(value: unknown): FieldValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : `${value}`;
  if (typeof value === 'string') return value.length <= longestText ? value : undefined;
  return typeof value === 'boolean' ? value : undefined;
}

/** What a network server decoded by itself, as {@link flatFields} keeps it. */
export const DecodedFields = z
  .record(z.string(), z.unknown())
  .transform((fields) => flatFields(Object.entries(fields)));
export type DecodedFields = z.infer<typeof DecodedFields>;

/** The networks, makers' protocols and standards whose own JSON a webhook takes, by the names in its address. */
export const WebhookSource = z.enum(['the-things-stack', 'chirpstack', 'aws-iot-lorawan', 'onvif', 'lwm2m']);
export type WebhookSource = z.infer<typeof WebhookSource>;

/** A gateway's id as its network writes it, in lower case: a name, or an EUI in hexadecimal. */
export const GatewayId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._:-]{0,63}$/, 'the id of a gateway');

/** How many of the gateways that received an uplink are kept. */
export const gatewayLimit = 8;

/**
 * One delivery from a device, whatever way it came.
 *
 * `session` names the run of the frame counter (LoRaWAN's session key id): when it changes, the counter starts
 * again. `receivedAt` is when a server of the network took it in; `deviceTime` is the device's own clock, which
 * may be wrong (see {@link happenedAt}). An empty payload on port 0 without fields is a sign of life without a
 * reading. `gateways` are those that received it, strongest first, as far as the network tells.
 */
export const Uplink = z.object({
  deviceId: DeviceId,
  devEui: DevEui.exactOptional(),
  session: z.string().min(1).max(128).exactOptional(),
  counter: FrameCounter,
  receivedAt: Instant,
  deviceTime: Instant.exactOptional(),
  port: Port,
  payload: Payload,
  decodedFields: DecodedFields.exactOptional(),
  gateways: z.array(GatewayId).min(1).max(gatewayLimit).exactOptional(),
  source: z.enum([...WebhookSource.options, 'mqtt']),
});
export type Uplink = z.infer<typeof Uplink>;

/**
 * What one way in makes of a message: an uplink, or the network's talk about itself (a join, a downlink's fate),
 * which is no error and nothing to apply. `what` is that message's name.
 */
export type Delivery = { kind: 'uplink'; uplink: Uplink } | { kind: 'not-an-uplink'; what: string };

/**
 * The counter of a delivery whose sender does not count: the milliseconds at which we received it. It sets two events
 * apart, and in order, that carry the same second of the device's clock, such as a door that bounces. What our own
 * queue delivers twice keeps its time of receipt and so stays one; what the sender repeats says the same twice.
 */
export function counterOfReceipt(receivedAt: Instant): number {
  return millis(receivedAt);
}

/**
 * The identity of a delivery: device, session, counter. A repeat has the same. A device without sessions that
 * sends its own time is told apart by that, so that a counter which starts again after a restart is not taken
 * for a repeat; a device that sends neither must not restart its counter.
 */
export function uplinkId(uplink: Pick<Uplink, 'deviceId' | 'session' | 'deviceTime' | 'counter'>): string {
  return `${uplink.deviceId}/${uplink.session ?? uplink.deviceTime ?? ''}/${uplink.counter}`;
}

/** How far a device's clock may run ahead of ours, and how long a gateway may hold a message back, in seconds. */
export const clockToleranceSeconds = { ahead: 120, behind: 24 * 3600 };

/**
 * When the thing an uplink tells of happened: the device's own time if it lies within 24 hours before the receipt
 * (a gateway that was cut off delivers late) and at most 2 minutes after it, else the time of receipt. A clock
 * that is slow by less than a day is believed: nothing in a single delivery can show it.
 */
export function happenedAt(uplink: Pick<Uplink, 'receivedAt' | 'deviceTime'>): Instant {
  const { receivedAt, deviceTime } = uplink;
  if (deviceTime === undefined) return receivedAt;
  const earliest = plusSeconds(receivedAt, -clockToleranceSeconds.behind);
  const latest = plusSeconds(receivedAt, clockToleranceSeconds.ahead);
  return deviceTime < earliest || deviceTime > latest ? receivedAt : deviceTime;
}

/**
 * Whether `a` was sent after `b` by the same device. Within a session the counter decides, because a network may
 * deliver out of order but a device does not count backwards; between sessions the time does.
 */
export function isAfter(a: Uplink, b: Uplink): boolean {
  if (a.session !== undefined && a.session === b.session) return a.counter > b.counter;
  const [timeOfA, timeOfB] = [happenedAt(a), happenedAt(b)];
  return timeOfA === timeOfB ? a.counter > b.counter : timeOfA > timeOfB;
}

/** The bytes of an uplink's payload. */
export function payloadBytes(uplink: Pick<Uplink, 'payload'>): Uint8Array {
  const characters = atob(uplink.payload);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

/**
 * What a schema makes of a message, or a {@link Rejected} that names `what` came and the first field that is
 * wrong with it.
 */
export function accept<T extends z.ZodType>(schema: T, message: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.length ? issue.path.join('.') : 'the message as a whole';
  throw new Rejected(`${what} cannot be read: ${field}: ${issue?.message ?? 'not as expected'}.`, {
    cause: parsed.error,
  });
}
