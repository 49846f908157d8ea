import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { fromAwsIotLorawan } from './aws-iot-lorawan.ts';
import { fromChirpStack } from './chirpstack.ts';
import { fromOnvif, looksLikeOnvif } from './onvif.ts';
import { fromTheThingsStack } from './the-things-stack.ts';
import { fromUcifi, looksLikeUcifi } from './ucifi.ts';
import { accept, type Delivery, DeviceId, FrameCounter, Payload, Port } from './uplink.ts';

const name = 'The MQTT message';

const deviceTopic = /^estates\/([^/+#]{1,64})\/devices\/([^/+#]{1,64})\/up$/;
const networkTopic = /^lorawan\/[^/+#]{1,64}\/uplink$/;

/**
 * The estate and the device that an uplink's topic names: `estates/{estateId}/devices/{deviceId}/up`. On
 * `lorawan/{network}/uplink` a network publishes for all its devices, so that the message itself must name its own.
 */
export function readTopic(topic: string): { estateId?: string; deviceId?: string } {
  if (networkTopic.test(topic)) return {};
  const [, estateId, device] = deviceTopic.exec(topic) ?? [];
  if (estateId === undefined || device === undefined) {
    throw new Rejected(
      `The MQTT topic ${topic.slice(0, 200)} is not of the form estates/{estateId}/devices/{deviceId}/up.`,
    );
  }
  return { estateId, deviceId: accept(DeviceId, device, 'The device id in the MQTT topic') };
}

/**
 * What a device, or a gateway for it, publishes by itself. `payload` is base64 unless `encoding` says hex or it
 * consists of pairs of hexadecimal digits only; `time` is the device's own clock.
 */
const Body = z.object({
  payload: z.string().max(2048),
  encoding: z.enum(['base64', 'hex']).optional(),
  port: Port,
  counter: FrameCounter,
  session: z.string().min(1).max(128).exactOptional(),
  time: Instant.optional(),
});

/**
 * The delivery in an MQTT message that came on `topic` at `receivedAt`; `message` is parsed from JSON. It is a plain
 * body (`payload`, `port`, `counter`, and if the device has them `session` and `time`), or the JSON of The Things
 * Stack, ChirpStack, AWS IoT Core for LoRaWAN, ONVIF or LwM2M, each known by fields that only it has. It must be about
 * the device that the topic names, if that names one. Another shape throws {@link Rejected}.
 */
export function fromMqtt(topic: string, message: unknown, receivedAt: Instant): Delivery {
  const { deviceId } = readTopic(topic);
  const delivery = read(message, receivedAt, deviceId);
  if (deviceId === undefined || delivery.kind !== 'uplink') return delivery;
  const { uplink } = delivery;
  if (uplink.deviceId !== deviceId && uplink.devEui?.toLowerCase() !== deviceId) {
    throw new Rejected(
      `The MQTT message is of device ${uplink.deviceId}, but was published on the topic of ${deviceId}.`,
    );
  }
  return delivery;
}

function read(message: unknown, receivedAt: Instant, publishedBy: string | undefined): Delivery {
  if (typeof message === 'object' && message !== null && !Object.hasOwn(message, 'payload')) {
    if (Object.hasOwn(message, 'end_device_ids')) return fromTheThingsStack(message);
    if (Object.hasOwn(message, 'deviceInfo')) return fromChirpStack(message, receivedAt);
    if (Object.hasOwn(message, 'WirelessMetadata')) return fromAwsIotLorawan(message, receivedAt);
    if (looksLikeOnvif(message)) return fromOnvif(message, receivedAt, publishedBy);
    if (looksLikeUcifi(message)) return fromUcifi(message, receivedAt, publishedBy);
  }
  const { counter, port, session, time, payload, encoding } = accept(Body, message, name);
  if (publishedBy === undefined) {
    throw new Rejected(`${name} does not say which device it is from, and neither does its topic.`);
  }
  return {
    kind: 'uplink',
    uplink: {
      deviceId: publishedBy,
      counter,
      ...(session !== undefined && { session }),
      receivedAt,
      ...(time !== undefined && { deviceTime: time }),
      port,
      payload: accept(Payload, toBase64(payload, encoding), 'The payload of the MQTT message'),
      source: 'mqtt',
    },
  };
}

function toBase64(payload: string, encoding: 'base64' | 'hex' | undefined): string {
  const isHex = /^([0-9a-f]{2})*$/i.test(payload);
  if (encoding === 'base64' || (encoding === undefined && !isHex)) return payload;
  if (!isHex) throw new Rejected('The MQTT message cannot be read: payload: is said to be hex, but is not.');
  const pairs = payload.match(/../g) ?? [];
  return btoa(pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''));
}
