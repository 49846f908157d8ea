import mqtt from 'mqtt';
import { z } from 'zod';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { ApiClient } from '../api-client.ts';
import { uploadClip } from '../upload.ts';
import type { Whereabouts } from '../whereabouts.ts';
import { drawDemoClip } from './clip.ts';
import { demoBids, demoRegister } from './register.ts';
import { type DemoDelivery, sensorHour } from './sensor-hour.ts';

const CAMERA = 'cam-kestrel-bins';

/** Told of each step as it begins; what it returns is called when the step is done. */
export type Progress = (step: string) => (outcome?: string) => void;

/**
 * Plays the demo through the system's own doors: the register and bids through the API, a drawn clip into the bucket,
 * an hour of sensor life by MQTT and webhook. Whatever was played before stays as it is.
 */
export async function playDemo(whereabouts: Whereabouts, now: Instant, progress: Progress): Promise<void> {
  const manager = await ApiClient.as('manager.riverside', whereabouts);
  const registered = progress('Entering the demo register and its bids');
  await manager.send('PUT', '/register', demoRegister);
  for (const bid of demoBids) {
    if ((await manager.get(`/bids/${bid.id}`, z.unknown())) === undefined)
      await manager.send('POST', '/bids', bid);
  }
  registered(`${demoRegister.assets.length} assets, ${demoBids.length} bids`);

  const deliveries = sensorHour(now, demoDevices());
  const played = progress('Playing an hour of door and light sensors');
  await deliver(deliveries, whereabouts);
  played(`${deliveries.length} uplinks`);

  const drawn = progress('Drawing and encoding a clip of a fly-tip');
  const clip = await drawDemoClip();
  drawn(`${Math.round(clip.length / 1_024)} KB`);

  const uploaded = progress('Putting it where the camera would');
  await uploadClip(whereabouts, CAMERA, plusSeconds(now, -300), clip);
  uploaded();
}

function demoDevices() {
  return demoRegister.assets.flatMap((asset) =>
    asset.kind === 'sensor'
      ? [
          {
            deviceId: asset.id,
            model: asset.model,
            devEui: asset.devEui,
            estateId: asset.estateId,
            coordinates: asset.coordinates,
          },
        ]
      : [],
  );
}

async function deliver(
  deliveries: readonly DemoDelivery[],
  { mqtt: broker, api, webhookSecret }: Whereabouts,
): Promise<void> {
  const client = await mqtt.connectAsync(broker, { clientId: 'estatewatch-demo' });
  try {
    for (const { way, topic, body } of deliveries) {
      if (way === 'mqtt' && topic !== undefined) {
        await client.publishAsync(topic, JSON.stringify(body), { qos: 1 });
        continue;
      }
      const response = await fetch(`${api}/webhooks/the-things-stack`, {
        method: 'POST',
        headers: { authorization: `Bearer ${webhookSecret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`The webhook answered ${response.status} to an uplink of the demo.`);
    }
  } finally {
    await client.endAsync();
  }
}
