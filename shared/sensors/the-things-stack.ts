import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { gatewaysOf, listOfWhatFits, Rssi } from './network-server.ts';
import {
  accept,
  DecodedFields,
  type Delivery,
  DevEui,
  DeviceId,
  FrameCounter,
  GatewayId,
  Payload,
  Port,
} from './uplink.ts';

const name = 'The message of The Things Stack';

// A gateway of another network, whose uplinks come through Packet Broker, is named in its `packet_broker` only.
const Reception = z.object({
  gateway_ids: z.object({ gateway_id: GatewayId }),
  packet_broker: z.object({ forwarder_gateway_id: GatewayId }).optional().catch(undefined),
  rssi: Rssi,
});

/**
 * A message of The Things Stack v3. It leaves out what is empty, zero or false: no counter is 0, no port is 0 (commands
 * of the network only), no payload is none. Its times have nanoseconds. Fields not named here are allowed and not read.
 * Source: thethingsindustries.com/docs/integrations/data-formats.
 */
export const TheThingsStackMessage = z.looseObject({
  end_device_ids: z.object({ device_id: DeviceId, dev_eui: DevEui.exactOptional() }),
  received_at: Instant.optional(),
  simulated: z.boolean().default(false),
  uplink_message: z
    .object({
      session_key_id: z.string().min(1).max(128).exactOptional(),
      f_port: Port.default(0),
      f_cnt: FrameCounter.max(0xffff_ffff).default(0),
      frm_payload: Payload.default(''),
      // What another server made of the bytes is welcome, but no reason to refuse them.
      decoded_payload: DecodedFields.optional().catch(undefined),
      rx_metadata: listOfWhatFits(Reception),
      received_at: Instant.optional(),
    })
    .optional(),
});

// What an application is also told of. `uplink_normalized` repeats an uplink in other words.
const otherMessages = [
  'join_accept',
  'uplink_normalized',
  'downlink_ack',
  'downlink_nack',
  'downlink_sent',
  'downlink_failed',
  'downlink_queued',
  'downlink_queue_invalidated',
  'location_solved',
  'service_data',
];

/**
 * The delivery in a message of The Things Stack v3, as its webhooks post it and its MQTT server publishes it,
 * already parsed from JSON. The time of receipt is the network server's if it is given, else the application
 * server's. Joins, downlinks and simulated messages are answered as not an uplink; a message of another shape
 * throws {@link Rejected} with the field that is wrong.
 */
export function fromTheThingsStack(message: unknown): Delivery {
  const told = accept(TheThingsStackMessage, message, name);
  const { end_device_ids: ids, uplink_message: sent } = told;
  if (sent === undefined) {
    const what = otherMessages.find((other) => Object.hasOwn(told, other));
    if (what !== undefined) return { kind: 'not-an-uplink', what };
    throw new Rejected(`${name} has no uplink_message, nor any other content that the network sends.`);
  }
  // Sent from the console to try an integration out: it must not open a fault on a real door.
  if (told.simulated) return { kind: 'not-an-uplink', what: 'simulated uplink_message' };
  const receivedAt = sent.received_at ?? told.received_at;
  if (receivedAt === undefined) {
    throw new Rejected(`${name} has no received_at, so nobody can say when it happened.`);
  }
  return {
    kind: 'uplink',
    uplink: {
      deviceId: ids.device_id,
      ...(ids.dev_eui !== undefined && { devEui: ids.dev_eui }),
      ...(sent.session_key_id !== undefined && { session: sent.session_key_id }),
      counter: sent.f_cnt,
      receivedAt,
      port: sent.f_port,
      payload: sent.frm_payload,
      ...(sent.decoded_payload !== undefined && { decodedFields: sent.decoded_payload }),
      ...gatewaysOf(
        sent.rx_metadata.map(({ gateway_ids, packet_broker, rssi }) => ({
          id: packet_broker?.forwarder_gateway_id ?? gateway_ids.gateway_id,
          rssi,
        })),
      ),
      source: 'the-things-stack',
    },
  };
}
