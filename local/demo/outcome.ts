import { z } from 'zod';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { ApiClient } from '../api-client.ts';
import { textTable } from '../text-table.ts';
import type { Whereabouts } from '../whereabouts.ts';

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
      for (const { id } of list?.items ?? []) {
        const file = await manager.get(`/incidents/${id}`, IncidentFile);
        if (file !== undefined) found.push(file);
      }
    }
  }
  return found;
}

/** Incidents, their tasks and the bids that answer them, as a table for the terminal. Times are local. */
export function outcomeTable(files: readonly IncidentFile[]): string {
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const rows = files.flatMap(({ incident, tasks, bids }) => {
    const soonestFirst = tasks.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
    const lines = soonestFirst.map(({ taskId, kind, status, dueAt }) => [
      kind.replaceAll('-', ' '),
      status === 'open' ? local.format(new Date(dueAt)) : status,
      bids
        .filter((bid) => bid.taskId === taskId)
        .map(({ title }) => title)
        .join(', ') || '–',
    ]);
    const [first = ['–', '–', '–'], ...more] = lines;
    const what = [incident.kind.replaceAll('-', ' '), incident.status, incident.assetName];
    return [[incident.id, ...what, ...first], ...more.map((line) => ['', '', '', '', ...line])];
  });
  return textTable(['Incident', 'Kind', 'Status', 'Place', 'Task', 'Due', 'Bids that would answer it'], rows);
}

/** Waits until the demo's clip and sensors have come to incidents, tasks and links; rejects after so many seconds. */
export async function demoHasCome(whereabouts: Whereabouts, withinSeconds: number): Promise<IncidentFile[]> {
  for (const giveUp = Date.now() + withinSeconds * 1_000; ; ) {
    const files = await openIncidents(whereabouts);
    const isLinked = ({ tasks, bids }: IncidentFile) =>
      tasks.length > 0 && tasks.every(({ taskId }) => bids.some((bid) => bid.taskId === taskId));
    const there = (kind: string) => files.some((file) => file.incident.kind === kind && isLinked(file));
    if (['fly-tipping', 'door-fault', 'lighting-fault'].every(there)) return files;
    if (Date.now() > giveUp) {
      throw new Error(
        `The demo did not come to its three incidents within ${withinSeconds} s: look into ${whereabouts.logs}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
