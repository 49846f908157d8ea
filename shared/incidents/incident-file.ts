import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { Incident, IncidentHistory } from './incident.ts';
import { Sighting, type StillOnRecord } from './sighting.ts';

/** A task as it is filed on its incident. */
export const TaskOnIncident = z.object({
  taskId: z.string(),
  kind: z.string(),
  status: z.string(),
  dueAt: Instant,
});
export type TaskOnIncident = z.infer<typeof TaskOnIncident>;

/** A bid that answers an incident's task, as it is filed on the incident. */
export const BidOnIncident = z.object({
  bidId: z.string(),
  taskId: z.string(),
  title: z.string(),
  works: z.string(),
});
export type BidOnIncident = z.infer<typeof BidOnIncident>;

/** An incident with all that is filed on it. */
export const IncidentFile = z.object({
  incident: Incident,
  sightings: z.array(Sighting),
  history: z.array(IncidentHistory),
  tasks: z.array(TaskOnIncident),
  bids: z.array(BidOnIncident),
});
export type IncidentFile = z.infer<typeof IncidentFile>;

/** Anything in an incident's partition, told apart by its `type`. */
export const FiledItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('incident'), ...Incident.shape }),
  z.object({ type: z.literal('sighting'), ...Sighting.shape }),
  z.object({ type: z.literal('incident-history'), ...IncidentHistory.shape }),
  z.object({ type: z.literal('incident-task'), ...TaskOnIncident.shape }),
  z.object({ type: z.literal('incident-bid'), ...BidOnIncident.shape }),
]);
export type FiledItem = z.infer<typeof FiledItem>;

/** Sorts a partition's items into the file; undefined when it holds no incident. */
export function incidentFile(items: readonly FiledItem[]): IncidentFile | undefined {
  const of = <Type extends FiledItem['type']>(type: Type) =>
    items.filter((item): item is Extract<FiledItem, { type: Type }> => item.type === type);
  const [incident] = of('incident');
  if (incident === undefined) return undefined;
  return IncidentFile.parse({
    incident,
    sightings: of('sighting'),
    history: of('incident-history'),
    tasks: of('incident-task'),
    bids: of('incident-bid'),
  });
}

/** A picture of an incident, and what it belongs to. */
export interface IncidentPicture {
  readonly still: StillOnRecord;
  /** The moment that its clip shows it began, or was cleared. */
  readonly of: 'sighting' | 'clearance';
  readonly at: Instant;
}

/** Every picture of an incident: those of its sightings in order, then those of its place seen clean again. */
export function picturesOf({
  incident,
  sightings,
}: Pick<IncidentFile, 'incident' | 'sightings'>): IncidentPicture[] {
  const seen = sightings.flatMap(({ at, source }) =>
    stillsOf(source).map((still) => ({ still, of: 'sighting', at }) as const),
  );
  const { seenCleared } = incident;
  const cleared = seenCleared?.stills.map(
    (still) => ({ still, of: 'clearance', at: seenCleared.at }) as const,
  );
  return [...seen, ...(cleared ?? [])];
}

function stillsOf(source: Sighting['source']): readonly StillOnRecord[] {
  if (source.from === 'device') return [];
  if (source.from === 'clip' || source.from === 'camera') return source.stills;
  return source.photos.map((photo) => ({ shows: 'photo', atSeconds: 0, ...photo }));
}

/** What a picture is called within its incident: the beginning of its SHA-256. */
export function pictureName({ sha256 }: StillOnRecord): string {
  return sha256.slice(0, 16);
}
