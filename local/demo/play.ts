import { z } from 'zod';
import { dayOf } from '../../shared/platform/day.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { ApiClient } from '../api-client.ts';
import { uploadClip } from '../upload.ts';
import type { Whereabouts } from '../whereabouts.ts';
import { drawDemoClip } from './clip.ts';
import { deliver } from './deliver.ts';
import { enterDuty } from './duty.ts';
import { demoBids, demoDevices, demoRegister } from './register.ts';
import { type PlayedLife, sensorLife } from './sensor-life.ts';

const CAMERA = 'cam-kestrel-bins';

/** Told of each step as it begins; what it returns is called when the step is done. */
export type Progress = (step: string) => (outcome?: string) => void;

/**
 * Plays the demo through the system's own doors: the register and bids through the API, a drawn clip into the bucket,
 * the lives of its sensors by MQTT and the webhooks. Whatever was played before stays as it is. Returns those lives.
 */
export async function playDemo(
  whereabouts: Whereabouts,
  now: Instant,
  progress: Progress,
): Promise<PlayedLife[]> {
  const manager = await ApiClient.as('manager.riverside', whereabouts);
  const registered = progress('Entering the demo register and its bids');
  await manager.send('PUT', '/register', demoRegister);
  for (const bid of demoBids) {
    if ((await manager.get(`/bids/${bid.id}`, z.unknown())) === undefined)
      await manager.send('POST', '/bids', bid);
  }
  registered(`${demoRegister.assets.length} assets, ${demoBids.length} bids`);

  const duty = progress('Saying who is on duty, and where they are told');
  await enterDuty(whereabouts);
  duty();

  const planned = progress('Planning a walkabout of Riverside for next week');
  const officer = await ApiClient.as('estate-officer.riverside', whereabouts);
  const Planned = z.object({ items: z.array(z.unknown()) });
  const walkabouts = await officer.get(`/walkabouts?patch=riverside&since=${dayOf(now)}`, Planned);
  if (walkabouts?.items.length === 0) {
    const expected = { residents: 4, partners: 1 };
    const plan = { kind: 'walkabout', day: dayOf(now, 7), estateId: 'riverside', ...expected };
    await officer.send('POST', '/walkabouts', plan);
  }
  planned();

  const lives = sensorLife(now, demoDevices);
  const played = progress('Playing what doors, lights and their sensors have gone through');
  const uplinks = await deliver(lives, whereabouts);
  played(`${uplinks} uplinks`);

  const drawn = progress('Drawing and encoding a clip of a fly-tip');
  const clip = await drawDemoClip();
  drawn(`${Math.round(clip.length / 1_024)} KB`);

  const uploaded = progress('Putting it where the camera would');
  await uploadClip(whereabouts, CAMERA, plusSeconds(now, -300), clip);
  uploaded();
  return lives;
}
