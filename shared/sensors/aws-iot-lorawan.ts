import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { gatewaysOf, listOfWhatFits, numberOrDigits, Rssi, takenInAt } from './network-server.ts';
import { accept, type Delivery, DevEui, DeviceId, FrameCounter, GatewayId, Payload, Port } from './uplink.ts';

const name = 'The message of AWS IoT Core for LoRaWAN';

const PortOrDigits = numberOrDigits(Port.optional());

// The port is `FPort` in the API and `Fport` in the documented example, whose DevEui has a digit too few: the device
// is known by AWS's own id for it, so a DevEui that is none is only left out. Numbers come as text, too.
// Source: docs.aws.amazon.com/iot-wireless/latest/developerguide/lorawan-uplink-metadata-format.html.
const Message = z.looseObject({
  WirelessDeviceId: DeviceId,
  PayloadData: Payload.default(''),
  WirelessMetadata: z.object({
    LoRaWAN: z.looseObject({
      DevEui: DevEui.optional().catch(undefined),
      DevAddr: z.string().min(1).max(128).exactOptional(),
      FCnt: numberOrDigits(FrameCounter.max(0xffff_ffff).default(0)),
      FPort: PortOrDigits,
      Fport: PortOrDigits,
      Timestamp: Instant.optional(),
      Gateways: listOfWhatFits(z.object({ GatewayEui: GatewayId, Rssi })),
    }),
  }),
});

/**
 * The delivery in a message of AWS IoT Core for LoRaWAN, as its destinations publish it, already parsed from JSON and
 * received by us at `receivedAt`. Its device is AWS's wireless device id, with the DevEUI beside it; the session is
 * the address that the device got when it joined. A message of another shape throws `Rejected` with the field that
 * is wrong.
 */
export function fromAwsIotLorawan(message: unknown, receivedAt: Instant): Delivery {
  const { WirelessDeviceId, PayloadData, WirelessMetadata } = accept(Message, message, name);
  const { DevEui: devEui, DevAddr, FCnt, FPort, Fport, Timestamp, Gateways } = WirelessMetadata.LoRaWAN;
  return {
    kind: 'uplink',
    uplink: {
      deviceId: WirelessDeviceId,
      ...(devEui !== undefined && { devEui }),
      ...(DevAddr !== undefined && { session: DevAddr }),
      counter: FCnt,
      receivedAt: takenInAt(Timestamp, receivedAt),
      port: FPort ?? Fport ?? 0,
      payload: PayloadData,
      ...gatewaysOf(Gateways.map(({ GatewayEui, Rssi: rssi }) => ({ id: GatewayEui, rssi }))),
      source: 'aws-iot-lorawan',
    },
  };
}
