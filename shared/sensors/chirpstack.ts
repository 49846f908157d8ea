import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { deviceIdOf, gatewaysOf, listOfWhatFits, numberOrDigits, Rssi, takenInAt } from './network-server.ts';
import {
  accept,
  DecodedFields,
  type Delivery,
  DevEui,
  FrameCounter,
  GatewayId,
  Payload,
  Port,
} from './uplink.ts';

const name = 'The message of ChirpStack';

const Reception = z.object({
  gatewayId: GatewayId,
  rssi: Rssi,
  // Only from version 4.5 on.
  nsTime: Instant.optional().catch(undefined),
});

// ChirpStack v4's `UplinkEvent` in the JSON mapping of Protocol Buffers: what is 0, false or empty is left out.
// Source: chirpstack.io/docs/chirpstack/integrations/events.html and integration.proto.
const Message = z.looseObject({
  deviceInfo: z.object({ devEui: DevEui, deviceName: z.string().max(256).optional() }),
  time: Instant.optional(),
  devAddr: z.string().min(1).max(128).exactOptional(),
  fCnt: numberOrDigits(FrameCounter.max(0xffff_ffff).default(0)),
  fPort: numberOrDigits(Port.default(0)),
  data: Payload.default(''),
  // What its codec made of the bytes is welcome, but no reason to refuse them.
  object: DecodedFields.optional().catch(undefined),
  rxInfo: listOfWhatFits(Reception),
});

// One webhook address gets every kind of event, told apart by what only that kind has. A join has nothing but the
// device's new address, and a status whose values are all 0 nothing at all.
const otherEvents: readonly [field: string, event: string][] = [
  ['downlinkId', 'txack'],
  ['acknowledged', 'ack'],
  ['queueItemId', 'ack'],
  ['margin', 'status'],
  ['batteryLevel', 'status'],
  ['externalPowerSource', 'status'],
  ['batteryLevelUnavailable', 'status'],
  ['code', 'log'],
  ['description', 'log'],
  ['integrationName', 'integration'],
  ['location', 'location'],
];
const onlyInUplinks = ['rxInfo', 'data', 'fCnt', 'fPort'];

/**
 * The delivery in an event of ChirpStack v4, as its HTTP and MQTT integrations send it in JSON, already parsed, and
 * received by us at `receivedAt`. The device is found by its name there if that could be an id of ours, else by its
 * DevEUI. Its session is the address that it got when it joined, so a device that is activated by hand must not count
 * its frames from 0 again. The time of receipt is the network server's if it is given, else the gateway's unless it
 * lies ahead of ours. Joins, acknowledgements, status and the like are answered as not an uplink; a message of another
 * shape throws {@link Rejected} with the field that is wrong.
 */
export function fromChirpStack(message: unknown, receivedAt: Instant): Delivery {
  const told = accept(Message, message, name);
  const { deviceInfo, devAddr, object } = told;
  // Told by the message as it came: what was left out of it has a default by now.
  const has = (field: string) =>
    typeof message === 'object' && message !== null && Object.hasOwn(message, field);
  if (!onlyInUplinks.some(has)) {
    const other = otherEvents.find(([field]) => has(field))?.[1] ?? (has('devAddr') ? 'join' : undefined);
    if (other === undefined)
      throw new Rejected(`${name} has no rxInfo, nor any other content that it sends.`);
    return { kind: 'not-an-uplink', what: other };
  }
  const nsTime = told.rxInfo.flatMap((reception) => reception.nsTime ?? []).toSorted()[0];
  return {
    kind: 'uplink',
    uplink: {
      deviceId: deviceIdOf(deviceInfo.deviceName, deviceInfo.devEui),
      devEui: deviceInfo.devEui,
      ...(devAddr !== undefined && { session: devAddr }),
      counter: told.fCnt,
      receivedAt: takenInAt(nsTime ?? told.time, receivedAt),
      port: told.fPort,
      payload: told.data,
      ...(object !== undefined && { decodedFields: object }),
      ...gatewaysOf(told.rxInfo.map(({ gatewayId, rssi }) => ({ id: gatewayId, rssi }))),
      source: 'chirpstack',
    },
  };
}
