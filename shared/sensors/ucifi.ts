import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant, instant } from '../platform/instant.ts';
import { luminaireResource } from './decoders/luminaire.ts';
import { deviceIdFromToken, listOfWhatFits } from './network-server.ts';
import {
  accept,
  counterOfReceipt,
  type Delivery,
  DeviceId,
  FieldValue,
  FrameCounter,
  flatFields,
  longestName,
  type Uplink,
} from './uplink.ts';

const name = 'The message of the luminaire controller';

// LwM2M's own times are seconds since 1970.
const Time = z.union([
  Instant,
  z
    .number()
    .min(Date.UTC(2000, 0) / 1000)
    .max(Date.UTC(2200, 0) / 1000)
    .transform((seconds) => instant(Math.round(seconds * 1000))),
]);

const about = {
  deviceId: DeviceId.optional(),
  endpoint: z.string().min(1).max(128).optional(),
  time: Time.optional(),
  counter: FrameCounter.optional(),
  session: z.string().min(1).max(128).exactOptional(),
};
const Resource = z.object({ path: z.string().max(longestName), value: FieldValue });
/** A luminaire controller's report, whose resources may also be members of any name. */
export const UcifiReport = z.looseObject({ ...about, resources: listOfWhatFits(Resource) });

/** Whether a message that came over MQTT reports resources of a luminaire, by what only such has. */
export function looksLikeUcifi(message: object): boolean {
  const names = Object.keys(message).filter((name) => name.length <= longestName);
  return Object.hasOwn(message, 'resources') || names.some((name) => luminaireResource(name));
}

/**
 * The delivery in a report of uCIFI's object 3416 (outdoor lamp controller), as an LwM2M server passes it on in JSON,
 * already parsed, and received by us at `receivedAt`. Resources are members by path (`"3416/0/5": true`) or by name
 * (`"lampFailure": true`), or a list under `resources`, of `path` and `value`. Its device is `deviceId` if the message
 * has one, else `publishedBy` (the device that an MQTT topic names), else `endpoint` written as an id of ours. `time`
 * is the controller's clock, as ISO 8601 or in seconds since 1970. Another shape throws {@link Rejected}.
 */
export function fromUcifi(message: unknown, receivedAt: Instant, publishedBy?: string): Delivery {
  const { deviceId, endpoint, time, counter, session, resources, ...members } = accept(
    UcifiReport,
    message,
    name,
  );
  const device =
    deviceId ?? publishedBy ?? (endpoint === undefined ? undefined : deviceIdFromToken(endpoint));
  if (device === undefined) {
    throw new Rejected(
      `${name} does not say which device it is from: send deviceId, the sensor's id in the register.`,
    );
  }
  const listed = resources.map(({ path, value }): [string, FieldValue] => [path, value]);
  const decodedFields = flatFields([...Object.entries(members), ...listed]);
  if (Object.keys(decodedFields).length === 0) {
    throw new Rejected(`${name} cannot be read: it reports no resource of object 3416.`);
  }
  const uplink: Uplink = {
    deviceId: device,
    counter: counter ?? counterOfReceipt(receivedAt),
    receivedAt,
    port: 0,
    payload: '',
    decodedFields,
    source: 'lwm2m',
  };
  if (session !== undefined) uplink.session = session;
  if (time !== undefined) uplink.deviceTime = time;
  return { kind: 'uplink', uplink };
}
