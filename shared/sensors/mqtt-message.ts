import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { fromTheThingsStack } from './the-things-stack.ts';
import { accept, type Delivery, DeviceId, FrameCounter, Payload, Port } from './uplink.ts';

const name = 'The MQTT message';

const topicShape = /^estates\/([^/+#]{1,64})\/devices\/([^/+#]{1,64})\/up$/;

/** The estate and the device that an uplink's topic names: `estates/{estateId}/devices/{deviceId}/up`. */
export function readTopic(topic: string): { estateId: string; deviceId: string } {
  const [, estateId, device] = topicShape.exec(topic) ?? [];
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
 * The delivery in an MQTT message that came on `topic` at `receivedAt`; `message` is parsed from JSON. It is either
 * a plain body (`payload`, `port`, `counter`, and if the device has them `session` and `time`) or The Things Stack's
 * own JSON, which must be about the device that the topic names. Another shape throws {@link Rejected}.
 */
export function fromMqtt(topic: string, message: unknown, receivedAt: Instant): Delivery {
  const { deviceId } = readTopic(topic);
  if (typeof message === 'object' && message !== null && Object.hasOwn(message, 'end_device_ids')) {
    return ofDevice(deviceId, fromTheThingsStack(message));
  }
  const body = accept(Body, message, name);
  const { counter, port, session, time } = body;
  return {
    kind: 'uplink',
    uplink: {
      deviceId,
      counter,
      ...(session !== undefined && { session }),
      receivedAt,
      ...(time !== undefined && { deviceTime: time }),
      port,
      payload: accept(Payload, toBase64(body.payload, body.encoding), 'The payload of the MQTT message'),
      source: 'mqtt',
    },
  };
}

function ofDevice(deviceId: string, delivery: Delivery): Delivery {
  if (delivery.kind === 'uplink' && delivery.uplink.deviceId !== deviceId) {
    throw new Rejected(
      `The MQTT message is of device ${delivery.uplink.deviceId}, but was published on the topic of ${deviceId}.`,
    );
  }
  return delivery;
}

function toBase64(payload: string, encoding: 'base64' | 'hex' | undefined): string {
  const isHex = /^([0-9a-f]{2})*$/i.test(payload);
  if (encoding === 'base64' || (encoding === undefined && !isHex)) return payload;
  if (!isHex) throw new Rejected('The MQTT message cannot be read: payload: is said to be hex, but is not.');
  const pairs = payload.match(/../g) ?? [];
  return btoa(pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''));
}
