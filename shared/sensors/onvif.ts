import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant, instant } from '../platform/instant.ts';
import { deviceIdFromToken } from './network-server.ts';
import { accept, counterOfReceipt, DecodedFields, type Delivery, DeviceId, FieldValue } from './uplink.ts';

const name = 'The ONVIF event';

/** Members by their names in camel case: the standard's XML writes `UtcTime`, its JSON and its users `utcTime`. */
function camelCase<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), member]),
    );
  }, schema);
}

// `Source` and `Data` are named values. In XML each is a SimpleItem; what turns it into JSON keeps those, singly or
// as a list, or makes members of them.
const SimpleItem = camelCase(z.object({ name: z.string().max(64), value: FieldValue }));
type SimpleItem = z.infer<typeof SimpleItem>;
const SimpleItems = z.union([z.array(SimpleItem).max(32), SimpleItem.transform((item) => [item])]);
const Items = z
  .union([
    camelCase(z.object({ simpleItem: SimpleItems }).transform(({ simpleItem }) => simpleItem)),
    SimpleItems,
    DecodedFields.transform((fields): SimpleItem[] =>
      Object.entries(fields).map(([itemName, value]) => ({ name: itemName, value })),
    ),
  ])
  .optional();

// Without a zone the standard's times are UTC. Axis sends milliseconds since 1970.
const Time = z.union([
  z.preprocess(
    (value) =>
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{5,18}$/.test(value) ? `${value}Z` : value,
    Instant,
  ),
  z.int().min(Date.UTC(2000, 0)).max(Date.UTC(2200, 0)).transform(instant),
]);

const Operation = z.enum(['Initialized', 'Changed', 'Deleted']);

const content = {
  utcTime: Time.optional(),
  timestamp: Time.optional(),
  propertyOperation: Operation.optional(),
  source: Items,
  data: Items,
};

// One notification: flat, or with the standard's `Message` around what it says. Axis adds its serial number.
// Source: ONVIF Core Specification, chapters 9.4 and 9.5; Axis's "MQTT event bridge".
const Event = camelCase(
  z.object({
    deviceId: DeviceId.optional(),
    serial: z.string().min(1).max(64).optional(),
    topic: z.string().min(1).max(256),
    ...content,
    message: camelCase(z.object(content)).optional(),
  }),
);

/** Whether a message that came over MQTT is an event of ONVIF's, by what only such has. */
export function looksLikeOnvif(message: object): boolean {
  const members = new Set(Object.keys(message).map((key) => key.toLowerCase()));
  return members.has('topic') && (members.has('data') || members.has('message') || members.has('source'));
}

/**
 * The delivery in an event of ONVIF's, as a door controller, a camera or what stands between sends it in JSON, already
 * parsed, and received by us at `receivedAt`: `topic`, `Source`, `Data`, `PropertyOperation`, `UtcTime`. Its device is
 * `deviceId` if the event has one, else `publishedBy` (the device that an MQTT topic names), else the token of the
 * door or the access point, the sender's serial number or the first token of its source, written as an id of ours.
 *
 * Only the topic (`topic`, without namespaces), the operation (`operation`) and the state (`state`) become fields: who
 * was let in by which card is nobody's business here. What they say is found out by `decoders/onvif-event.ts`.
 * A message of another shape throws {@link Rejected} with the field that is wrong.
 */
export function fromOnvif(message: unknown, receivedAt: Instant, publishedBy?: string): Delivery {
  const event = accept(Event, message, name);
  const told = { ...event, ...event.message };
  const { propertyOperation: operation, source = [], data = [] } = told;
  const deviceTime = told.utcTime ?? told.timestamp;
  const deviceId = event.deviceId ?? publishedBy ?? deviceOf(source, event.serial);
  if (deviceId === undefined) {
    throw new Rejected(
      `${name} does not say which device it is from: send deviceId, the sensor's id in the register.`,
    );
  }
  const state = stateIn(data);
  return {
    kind: 'uplink',
    uplink: {
      deviceId,
      counter: counterOfReceipt(receivedAt),
      receivedAt,
      ...(deviceTime !== undefined && { deviceTime }),
      port: 0,
      payload: '',
      decodedFields: {
        topic: withoutNamespaces(event.topic),
        ...(operation !== undefined && { operation }),
        ...(state !== undefined && { state }),
      },
      source: 'onvif',
    },
  };
}

/** `tns1:Door/State/DoorAlarm` is `Door/State/DoorAlarm`, whatever the sender calls the namespaces. */
function withoutNamespaces(topic: string): string {
  return topic
    .split('/')
    .map((part) => part.replace(/^[^:]*:/, '').trim())
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function deviceOf(source: readonly SimpleItem[], serial: string | undefined): string | undefined {
  const token = (wanted: string) =>
    source.find((item) => item.name.toLowerCase() === wanted)?.value.toString();
  const tokens = [token('doortoken'), token('accesspointtoken'), serial, source[0]?.value.toString()];
  return tokens.flatMap((each) => (each === undefined ? [] : (deviceIdFromToken(each) ?? [])))[0];
}

// `State` in all events of doors and most of cameras; a motion detector's is `IsMotion`, Axis's `active`.
const stateNames = ['state', 'ismotion', 'active', 'value'];

function stateIn(data: readonly SimpleItem[]): FieldValue | undefined {
  return stateNames.flatMap(
    (wanted) => data.find((item) => item.name.toLowerCase() === wanted)?.value ?? [],
  )[0];
}
