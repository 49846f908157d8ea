import type { Outage, Word } from './air.ts';
import { hourMillis, minuteMillis } from './calendar.ts';
import type { Device } from './estates.ts';
import type { Injected } from './injected.ts';
import type { Opened } from './opened-faults.ts';
import type { Stretch } from './said.ts';

/** What became of an injected fault: `late` is found after its limit and 2 minutes. Times are milliseconds since 1970. */
export interface Outcome {
  readonly injected: Pick<Injected, 'name' | 'fault' | 'deviceId' | 'stretch'>;
  readonly dueMillis: number | undefined;
  readonly foundMillis: number | undefined;
  readonly is: 'found' | 'late' | 'missed';
}

/** How a simulation went. `falseFaults` are those that nothing was injected for. */
export interface Score {
  readonly deviceDays: number;
  readonly outcomes: readonly Outcome[];
  readonly falseFaults: readonly Opened[];
  readonly falsePerThousandDeviceDays: number;
}

// Deadlines are looked at every minute, and what is found is told 20 seconds later.
const allowedMillis = 2 * minuteMillis;

// So long after it was put right a fault may still be in settling, and what it left behind be found.
const settlesMillis = 2 * hourMillis;

/** Each injected fault's outcome, given what opened and what word of it arrived. */
export function scoreOf(
  { devices, days }: { devices: readonly Device[]; days: number },
  injected: readonly Injected[],
  outages: readonly Outage[],
  opened: readonly Opened[],
  words: ReadonlyMap<string, readonly Word[]>,
): Score {
  const outcomes = injected.map((each): Outcome => {
    const dueMillis = each.dueMillis(words.get(each.deviceId) ?? []);
    const found = opened.find(
      (fault) => (fault.fault === each.fault || each.orFoundAs === fault.fault) && isOf(fault, each),
    );
    const foundMillis = found?.atMillis;
    const { name, fault, deviceId, stretch } = each;
    return {
      injected: { name, fault, deviceId, stretch },
      dueMillis,
      foundMillis,
      is: judged(foundMillis, dueMillis),
    };
  });
  for (const { gateway, stretch, dueMillis } of outages) {
    const place = `gateway-${gateway}`;
    const foundMillis = opened.find(
      ({ deviceId, atMillis }) => deviceId === place && isAround(atMillis, stretch),
    )?.atMillis;
    const injectedOutage = { name: 'gateway off', fault: 'silent' as const, deviceId: place, stretch };
    outcomes.push({ injected: injectedOutage, dueMillis, foundMillis, is: judged(foundMillis, dueMillis) });
  }
  const behind = new Map(devices.map(({ id, gateways }) => [id, gateways]));
  const falseFaults = opened.filter(
    (fault) =>
      !injected.some(
        (each) => isOf(fault, each) && [each.fault, each.orFoundAs, ...each.also].includes(fault.fault),
      ) &&
      !outages.some(
        ({ gateway, stretch }) =>
          fault.fault === 'silent' &&
          (fault.deviceId === `gateway-${gateway}` || behind.get(fault.deviceId)?.join() === gateway) &&
          isAround(fault.atMillis, stretch),
      ),
  );
  const deviceDays = devices.length * days;
  return {
    deviceDays,
    outcomes,
    falseFaults,
    falsePerThousandDeviceDays: (1000 * falseFaults.length) / deviceDays,
  };
}

function judged(foundMillis: number | undefined, dueMillis: number | undefined): Outcome['is'] {
  if (foundMillis === undefined) return 'missed';
  return dueMillis !== undefined && foundMillis <= dueMillis + allowedMillis ? 'found' : 'late';
}

function isOf({ deviceId, atMillis }: Opened, injected: Injected): boolean {
  return deviceId === injected.deviceId && isAround(atMillis, injected.stretch);
}

const isAround = (atMillis: number, { fromMillis, untilMillis }: Stretch): boolean =>
  atMillis >= fromMillis && atMillis <= untilMillis + settlesMillis;
