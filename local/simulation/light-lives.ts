import type { Battery } from './battery.ts';
import { hourMillis, minuteMillis } from './calendar.ts';
import type { Chance } from './chance.ts';
import { type Life, reportsOn } from './contact-life.ts';
import type { Kind } from './estates.ts';
import type { Injected } from './injected.ts';
import { type Lamp, surely } from './lamp.ts';
import { lightPayload, movementPayload } from './payloads.ts';
import { passings } from './people.ts';
import { isIn, type Said } from './said.ts';
import type { Sky } from './sky.ts';

/** What surrounds the device of a light. */
export interface LightPlace {
  readonly sky: Sky;
  readonly lamp: Lamp;
  readonly injected: Injected | undefined;
  readonly battery: Battery;
  readonly chance: Chance;
}

const isShown = (injected: Injected | undefined, fault: Injected['fault'], at: number): boolean =>
  injected?.fault === fault && isIn(at, injected.stretch);

/** The life of a light meter beside a lamp, under a canopy or on a wall: daylight, and the lamp's light when it is lit. */
export function lightMeterLife({ reportMinutes }: Kind, place: LightPlace): Life {
  const { sky, lamp, injected, battery, chance } = place;
  const phase = chance.share();
  const sees = chance.between(0.02, 0.2);
  const lampLux = chance.between(16, 90);
  return (day) =>
    reportsOn(day, reportMinutes, phase).map((atMillis): Said => {
      const lux = sky.lux(atMillis) * sees + (lamp(atMillis) ? lampLux * chance.between(0.95, 1.05) : 0);
      const tellsBattery =
        Math.floor(atMillis / (6 * hourMillis)) !==
        Math.floor((atMillis - reportMinutes * minuteMillis) / (6 * hourMillis));
      const percent = battery(atMillis);
      return {
        atMillis,
        telling: lightPayload(lux, tellsBattery ? percent : undefined),
        shows:
          (isShown(injected, 'dark-when-due', atMillis) && sky.sunDegrees(atMillis) < surely.darkDegrees) ||
          (injected?.fault === 'battery-low' && tellsBattery && Math.round(percent) < 20),
      };
    });
}

/** The life of a luminaire's controller: its report, and a word whenever its lamp goes on or off. */
export function luminaireLife(kind: Extract<Kind, { is: 'luminaire' }>, place: LightPlace): Life {
  const { sky, lamp, injected, chance } = place;
  const phase = chance.share();
  const watts = chance.between(8, 40);
  let wasLit: boolean | undefined;
  return (day) => {
    const said: Said[] = [];
    const reports = new Set(reportsOn(day, kind.reportMinutes, phase));
    const looked = reportsOn(day, 2, phase);
    for (const at of [...looked, ...reports].sort((a, b) => a - b)) {
      const isLit = lamp(at);
      const isNews = wasLit !== undefined && isLit !== wasLit;
      wasLit = isLit;
      if (!isNews && !reports.has(at)) continue;
      const sun = sky.sunDegrees(at);
      said.push({
        atMillis: at,
        telling: {
          resources: luminaireResources(kind, at, isLit, watts, isShown(injected, 'lamp-failed', at)),
        },
        shows:
          isShown(injected, 'lamp-failed', at) ||
          (isNews && isShown(injected, 'cycling', at)) ||
          (isShown(injected, 'dark-when-due', at) && sun < surely.darkDegrees) ||
          (isShown(injected, 'burning-by-day', at) && sun > surely.brightDegrees),
      });
    }
    return said;
  };
}

function luminaireResources(
  { tellsPower }: Extract<Kind, { is: 'luminaire' }>,
  at: number,
  isLit: boolean,
  watts: number,
  hasFailed: boolean,
): Record<number, number | boolean> {
  const hour = new Date(at).getUTCHours();
  // Dimmed while few are about.
  const percent = hour >= 23 || hour < 5 ? 40 : 100;
  return {
    // One whose lamp has failed still drives it.
    3: isLit || (hasFailed && tellsPower) ? percent : 0,
    5: hasFailed,
    7: false,
    9: false,
    10: false,
    11: false,
    ...(tellsPower && { 46: isLit ? Math.round(watts * percent) / 100 : 0.4 }),
  };
}

/** The life of a detector that sees movement and whether it is light: beside a lamp that burns all night, or follows it. */
export function detectorLife({ reportMinutes }: Kind, place: LightPlace): Life {
  const { sky, lamp, injected, battery, chance } = place;
  const phase = chance.share();
  const sees = chance.between(0.02, 0.2);
  const followsMovement = chance.happens(0.5);
  const use = { openingsPerDay: chance.between(12, 30), by: 'residents' } as const;
  return (day) => {
    const said: Said[] = [];
    const isDay = (at: number): boolean => sky.lux(at) * sees > 10;
    const tell = (at: number, moving: boolean, light: boolean, shows = false): void => {
      said.push({ atMillis: at, telling: movementPayload(moving, light), shows });
    };
    let idleMillis = day.fromMillis;
    for (const at of passings(use, day, chance)) {
      // Until it has been still for a while it says no more of movement.
      if (at < idleMillis) continue;
      idleMillis = at + chance.between(60, 150) * 1000;
      if (idleMillis > day.untilMillis) continue;
      const isBroken = isShown(injected, 'movement-unlit', at);
      const isLit = lamp(at) || (followsMovement && !isBroken);
      if (isDay(at) || !isLit || !followsMovement || chance.happens(0.7))
        tell(at + 300, true, isDay(at) || isLit);
      else {
        tell(at + 300, true, false);
        tell(at + chance.between(3, 20) * 1000, true, true);
      }
      const holdsOn = !followsMovement || at + chance.between(90, 180) * 1000 > idleMillis;
      const isUnlit = isBroken && sky.sunDegrees(at) < surely.darkDegrees;
      tell(idleMillis, false, isDay(idleMillis) || (isLit && holdsOn), isUnlit);
    }
    for (const at of reportsOn(day, reportMinutes, phase)) {
      const percent = battery(at);
      said.push({
        atMillis: at,
        telling: movementPayload(false, isDay(at) || (!followsMovement && lamp(at)), percent),
        shows: injected?.fault === 'battery-low' && Math.round(percent) < 20,
      });
    }
    return said.sort((a, b) => a.atMillis - b.atMillis);
  };
}
