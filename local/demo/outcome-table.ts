import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { IncidentKind } from '../../shared/incidents/kinds.ts';
import { FaultName } from '../../shared/sensors/fault.ts';
import { textTable } from '../text-table.ts';

/** Under what an incident is shown, in this order. */
const headings: Record<IncidentKind, string> = {
  'fly-tipping': 'Fly-tipping',
  'door-fault': 'Doors',
  'lighting-fault': 'Lights',
  'device-silent': 'Sensors',
  'camera-fault': 'Cameras',
  'misuse-of-communal-space': 'Misuse',
};

const faultWords: Record<FaultName, string> = {
  'held-open': 'held open too long',
  'open-overnight': 'left open after lock-up',
  forced: 'forced open',
  'not-latching': 'does not latch',
  'never-opens': 'no longer opens',
  tampered: 'sensor is off its mount',
  'reported-faulty': 'controller reports a fault',
  'dark-when-due': 'dark after dusk',
  'burning-by-day': 'burns by day',
  cycling: 'goes on and off',
  'movement-unlit': 'stays dark when people pass',
  'lamp-failed': 'lamp has failed',
  silent: 'no longer heard',
  'battery-low': 'battery empty in weeks',
};

/**
 * Open incidents as a table for the terminal, by kind: place, what is wrong, since when, and the work it opened with when
 * that is due; then the bids that would answer them. Times are local.
 */
export function outcomeTable(files: readonly IncidentFile[]): string {
  const shown = Object.entries(headings).flatMap(([kind, heading]) => {
    const ofKind = files.filter(({ incident }) => incident.kind === kind);
    const inOrder = ofKind.toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)));
    return inOrder.length === 0 ? [] : [[], [heading.toUpperCase()], ...inOrder.map(row)];
  });
  const table = textTable(['Incident', 'Place', 'What is wrong', 'Since', 'Work, and by when'], shown);
  const bids = bidRows(files);
  if (bids.length === 0) return table;
  return `${table}\n\n${textTable(['Bids that would answer them', 'Incidents'], bids)}`;
}

/** What is due soonest comes first, and of that what happened first. */
const orderOf = ({ incident, tasks }: IncidentFile): string =>
  `${tasks.map(({ dueAt }) => dueAt).toSorted()[0]} ${incident.occurredAt}`;

function row(file: IncidentFile): string[] {
  const { incident, tasks } = file;
  const soonestFirst = tasks.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  const work = soonestFirst.map(({ kind, status, dueAt }) =>
    status === 'open'
      ? `${kind.replaceAll('-', ' ')} ${local(dueAt)}`
      : `${kind.replaceAll('-', ' ')} ${status}`,
  );
  return [incident.id, incident.assetName, wrong(file), local(incident.occurredAt), work.join(', ') || '–'];
}

/** What is wrong, in a few words. */
function wrong({ incident, sightings }: IncidentFile): string {
  if (incident.status === 'flagged') return 'seen by camera, to confirm';
  if (incident.kind === 'fly-tipping') return 'seen by camera';
  const sources = sightings.flatMap(({ source }) => (source.from === 'device' ? [source] : []));
  if (incident.assetId === incident.blockId) return 'whole block out';
  if (incident.assetId.startsWith('gateway-'))
    return `hears none of its ${new Set(sources.map(({ deviceId }) => deviceId)).size} sensors`;
  const faults = sources.map(({ fault }) => {
    const known = FaultName.safeParse(fault).data;
    return known === undefined ? fault.replaceAll('-', ' ') : faultWords[known];
  });
  return [...new Set(faults)].join(', ') || (incident.reasons[0] ?? '–');
}

function bidRows(files: readonly IncidentFile[]): string[][] {
  const answered = new Map<string, number>();
  for (const { bids } of files)
    for (const title of new Set(bids.map((bid) => bid.title)))
      answered.set(title, (answered.get(title) ?? 0) + 1);
  return [...answered].sort().map(([title, count]) => [title, `${count}`]);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A time as the landlord's staff write it, such as `23 Nov 09:59`. */
const local = (at: string): string => clock.format(new Date(at)).replace(',', '');
