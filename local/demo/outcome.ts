import { z } from 'zod';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { ApiClient } from '../api-client.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { PlayedLife } from './sensor-life.ts';

const PATCHES = ['riverside', 'hilltop'] as const;
const OPEN = ['flagged', 'confirmed'] as const;

const IncidentList = z.object({ items: z.array(z.object({ id: z.string() })) });

/** Every open incident of the demo's patches with what is filed on it, as the API gives it. */
export async function openIncidents(whereabouts: Whereabouts): Promise<IncidentFile[]> {
  const manager = await ApiClient.as('manager.riverside', whereabouts);
  const found: IncidentFile[] = [];
  for (const patch of PATCHES) {
    for (const status of OPEN) {
      const list = await manager.get(`/incidents?patch=${patch}&status=${status}&limit=50`, IncidentList);
      const files = await Promise.all(
        (list?.items ?? []).map(({ id }) => manager.get(`/incidents/${id}`, IncidentFile)),
      );
      found.push(...files.filter((file) => file !== undefined));
    }
  }
  return found;
}

/** The faults of the lives that no open incident tells of yet, each as its device and the fault's name. */
export function untold(lives: readonly PlayedLife[], files: readonly IncidentFile[]): string[] {
  const told = new Set(
    files.flatMap(({ sightings }) =>
      sightings.flatMap(({ source }) =>
        source.from === 'device' ? [`${source.deviceId} ${source.fault}`] : [],
      ),
    ),
  );
  return lives
    .flatMap(({ deviceId, endsIn }) => (endsIn === undefined ? [] : [`${deviceId} ${endsIn}`]))
    .filter((each) => !told.has(each));
}

const AGAIN_AFTER_MILLIS = 1_000;

/**
 * Waits until the demo's clip and the faults of its lives have come to incidents and tasks, and the bids that answer them
 * are linked; rejects after so many seconds, with what is missing.
 */
export async function demoHasCome(
  whereabouts: Whereabouts,
  lives: readonly PlayedLife[],
  withinSeconds: number,
): Promise<IncidentFile[]> {
  let filedBefore = 0;
  for (const giveUp = Date.now() + withinSeconds * 1_000; ; ) {
    const files = await openIncidents(whereabouts);
    const missing = untold(lives, files);
    if (!files.some(({ incident }) => incident.kind === 'fly-tipping')) missing.push('the fly-tip');
    const isAtWork = files.every(({ tasks }) => tasks.length > 0);
    // Links come one by one, and nobody says which is the last.
    const filed = files.reduce((sum, { tasks, bids }) => sum + tasks.length + bids.length, 0);
    if (missing.length === 0 && isAtWork && filed === filedBefore) return files;
    filedBefore = filed;
    if (Date.now() > giveUp) {
      const what = missing.length === 0 ? 'the work for all incidents' : missing.join(', ');
      throw new Error(
        `The demo did not come to ${what} within ${withinSeconds} s: look into ${whereabouts.logs}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MILLIS));
  }
}
