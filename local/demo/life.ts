import { type Instant, millis, plusSeconds } from '../../shared/platform/instant.ts';
import type { FaultName } from '../../shared/sensors/fault.ts';
import type { WebhookSource } from '../../shared/sensors/uplink.ts';

/** A device of the demo register, as far as its life is played from it. */
export interface DemoDevice {
  deviceId: string;
  devEui?: string | undefined;
  estateId: string;
  coordinates: { latitude: number; longitude: number };
}

/**
 * One message of a device. `sentAt` is when it was sent; `to` says where it is to be put: published on a topic of MQTT,
 * or posted to a webhook. `body` is its JSON.
 */
export interface DemoDelivery {
  sentAt: Instant;
  to: { topic: string } | { webhook: WebhookSource };
  body: Record<string, unknown>;
}

/**
 * What one device of the demo goes through until `now`, and the fault that it ends in; none for one that is well.
 * `sends` is pure, and gives its messages in the order of their times.
 */
export interface DemoLife {
  deviceId: string;
  endsIn?: FaultName;
  sends: (device: DemoDevice, now: Instant) => DemoDelivery[];
}

/** What a LoRaWAN device sends: its bytes, and the port that its maker sends them on. */
export interface Frame {
  port: number;
  bytes: Uint8Array;
}

/** What a device said, and how many minutes after (negative: before) the moment that its life is told from. */
export type Moment<Said> = readonly [minutes: number, said: Said];

/** How a message of a device is written and where it goes. `counter` is its frame's, in a `session` of hexadecimal digits. */
export type Way<Said> = (
  device: DemoDevice,
  sent: { sentAt: Instant; said: Said; counter: number; session: string },
) => DemoDelivery;

/** The messages of a life told from a moment. None is of after `now`: what is to come has not been said. */
export function messages<Said>(
  device: DemoDevice,
  from: Instant,
  moments: readonly Moment<Said>[],
  way: Way<Said>,
  now: Instant,
): DemoDelivery[] {
  // Of this start of the demo alone: the next one is news again, and no repeat of this.
  const session = Math.floor(millis(now) / 1000).toString(16);
  return moments
    .map(([minutes, said]) => ({ sentAt: plusSeconds(from, minutes * 60), said }))
    .filter(({ sentAt }) => sentAt <= now)
    .map(({ sentAt, said }, counter) => way(device, { sentAt, said, counter, session }));
}
