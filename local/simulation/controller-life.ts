import type { Chance } from './chance.ts';
import { type Life, openingsWith, reportsOn } from './contact-life.ts';
import type { Kind } from './estates.ts';
import type { Injected } from './injected.ts';
import { isIn, type Said } from './said.ts';

type Controller = Extract<Kind, { is: 'controller' }>;

const state = (atMillis: number, topic: string, value: string, again: boolean, shows: boolean): Said => ({
  atMillis,
  telling: { onvif: { topic: `tns1:Door/State/${topic}`, state: value, ...(again && { again }) } },
  shows,
});

/**
 * The life of a door controller: somebody is let in, the door opens and closes; and every hour it says again how all
 * stands, because whoever listens subscribes anew. One that tells alarms does not know who leaves from inside; one that
 * tells of access only does, by the exit button.
 */
export function controllerLife(kind: Controller, injected: Injected | undefined, chance: Chance): Life {
  const phase = chance.share();
  const stands = (fault: Injected['fault'], at: number): boolean =>
    injected?.fault === fault && isIn(at, injected.stretch);
  const alarm = (at: number, again: boolean): Said[] => {
    if (kind.tells !== 'alarms') return [];
    const isForced = stands('forced', at);
    return [state(at, 'DoorAlarm', isForced ? 'DoorForcedOpen' : 'Normal', again, isForced)];
  };
  const fault = (at: number, again: boolean): Said => {
    const isFaulty = stands('reported-faulty', at);
    return state(at, 'DoorFault', isFaulty ? 'FaultDetected' : 'NotInFault', again, isFaulty);
  };
  const tamper = (at: number, again: boolean): Said => {
    const isTampered = stands('tampered', at);
    return state(at, 'DoorTamper', isTampered ? 'TamperDetected' : 'NotInTamper', again, isTampered);
  };
  return (day) => {
    const stretches = openingsWith(injected, kind, day, chance);
    const said: Said[] = [];
    for (const { fromMillis, untilMillis } of stretches) {
      const isForced = stands('forced', fromMillis);
      const isKnown = kind.tells === 'access' || chance.happens(0.45);
      if (!isForced && isKnown) said.push(letIn(fromMillis - chance.between(500, 4_000), chance));
      const isShown = isForced && kind.tells === 'access';
      said.push(state(fromMillis + 200, 'DoorPhysicalState', 'Open', false, isShown));
      said.push(state(untilMillis + 200, 'DoorPhysicalState', 'Closed', false, false));
    }
    const { fromMillis = 0, untilMillis = 0 } = injected?.stretch ?? {};
    for (const at of [fromMillis + 300, untilMillis]) {
      if (injected?.fault === 'forced') said.push(...alarm(at, false));
      if (injected?.fault === 'reported-faulty') said.push(fault(at, false));
      if (injected?.fault === 'tampered') said.push(tamper(at, false));
    }
    for (const at of reportsOn(day, kind.reportMinutes, phase)) {
      const isOpen = stretches.some((stretch) => isIn(at - 200, stretch));
      said.push(state(at, 'DoorPhysicalState', isOpen ? 'Open' : 'Closed', true, false));
      said.push(...alarm(at + 20, true), fault(at + 40, true), tamper(at + 60, true));
    }
    return said
      .filter(({ atMillis }) => atMillis >= day.fromMillis && atMillis < day.untilMillis)
      .sort((a, b) => a.atMillis - b.atMillis);
  };
}

function letIn(atMillis: number, chance: Chance): Said {
  return chance.happens(0.7)
    ? { atMillis, telling: { onvif: { topic: 'tns1:AccessControl/AccessGranted/Credential', state: true } } }
    : { atMillis, telling: { onvif: { topic: 'tns1:Door/State/DoorMode', state: 'Accessed' } } };
}
