import type { Instant } from '../platform/instant.ts';
import { fromAwsIotLorawan } from './aws-iot-lorawan.ts';
import { fromChirpStack } from './chirpstack.ts';
import { fromOnvif } from './onvif.ts';
import { fromTheThingsStack } from './the-things-stack.ts';
import { fromUcifi } from './ucifi.ts';
import type { Delivery, WebhookSource } from './uplink.ts';

/** What each source's own JSON is read by, once it is parsed and received by us at an instant. */
export const fromWebhook: Readonly<
  Record<WebhookSource, (message: unknown, receivedAt: Instant) => Delivery>
> = {
  'the-things-stack': fromTheThingsStack,
  chirpstack: fromChirpStack,
  'aws-iot-lorawan': fromAwsIotLorawan,
  onvif: fromOnvif,
  lwm2m: fromUcifi,
};
