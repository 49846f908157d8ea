import { batteryOf } from './battery.ts';
import type { Chance } from './chance.ts';
import { contactLife, type Life } from './contact-life.ts';
import { controllerLife } from './controller-life.ts';
import type { Device } from './estates.ts';
import type { Injected } from './injected.ts';
import { lampUnder } from './lamp.ts';
import { detectorLife, lightMeterLife, luminaireLife } from './light-lives.ts';
import { isIn } from './said.ts';
import type { Sky } from './sky.ts';

/** The life of a device under its estate's sky, with the fault that was injected into it, if one was. */
export function lifeOf(
  device: Device,
  sky: Sky,
  injected: Injected | undefined,
  beganMillis: number,
  chance: Chance,
): Life {
  const life = lifeOfKind(device, sky, injected, beganMillis, chance);
  if (injected?.fault !== 'silent') return life;
  return (day) => life(day).filter(({ atMillis }) => !isIn(atMillis, injected.stretch));
}

function lifeOfKind(
  { kind }: Device,
  sky: Sky,
  injected: Injected | undefined,
  beganMillis: number,
  chance: Chance,
): Life {
  const battery = batteryOf(injected, beganMillis, chance);
  if (kind.is === 'contact') return contactLife(kind, injected, battery, chance);
  if (kind.is === 'controller') return controllerLife(kind, injected, chance);
  const place = { sky, lamp: lampUnder(sky, injected, chance), injected, battery, chance };
  if (kind.is === 'light-meter') return lightMeterLife(kind, place);
  return kind.is === 'luminaire' ? luminaireLife(kind, place) : detectorLife(kind, place);
}
