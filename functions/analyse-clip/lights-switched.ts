import type { LightSwitched } from '../../shared/clips/light-switched.ts';
import { isClose } from '../../shared/incidents/nearby.ts';
import { type Instant, plusSeconds, secondsBetween } from '../../shared/platform/instant.ts';
import type { Camera } from '../../shared/register/asset.ts';
import { switchings } from '../../shared/sensors/switchings.ts';
import type { Room } from './room.ts';

/** Clocks of cameras and devices differ: what switched so shortly before or after a clip may have done so in it. */
const MARGIN_SECONDS = 3;

/**
 * The lights near a camera that went on or off while a clip of it was recorded, as far as their devices have told by
 * now. One Query of the register, and one GetItem for each sensor of such a light.
 */
export async function lightsSwitched(
  camera: Camera,
  recordedAt: Instant,
  clipSeconds: number,
  { register, devices, sensors: settings, nearby }: Room,
): Promise<LightSwitched[]> {
  const assets = await register.onEstate(camera.estateId);
  const lights = new Map(
    assets.flatMap((asset) =>
      asset.kind === 'light' && isClose(camera, asset, nearby) ? [[asset.id, asset.name]] : [],
    ),
  );
  const from = plusSeconds(recordedAt, -MARGIN_SECONDS);
  const until = plusSeconds(recordedAt, clipSeconds + MARGIN_SECONDS);
  const told = assets.map(async (asset): Promise<LightSwitched[]> => {
    const name = asset.kind === 'sensor' ? lights.get(asset.watches) : undefined;
    const known = name === undefined ? undefined : await devices.get(asset.id);
    if (name === undefined || known === undefined) return [];
    return switchings(known.state, settings, from, until).map(({ at, on }) => ({
      name,
      on,
      atSeconds: secondsBetween(recordedAt, at),
    }));
  });
  return (await Promise.all(told)).flat();
}
