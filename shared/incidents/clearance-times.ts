import { z } from 'zod';
import { Instant, secondsBetween } from '../platform/instant.ts';
import { ShownBy } from './incident.ts';
import type { IncidentFile } from './incident-file.ts';

const Seconds = z.number().min(0).optional();

/**
 * How long it took to clear an incident, in seconds: from when it was first so (the drop), from when it was first told
 * (the flag) and from when somebody or a rule confirmed it. What was gone before it was told or confirmed has no such
 * time. `shownBy` is what shows that it was clear at `at`.
 */
export const ClearanceTimes = z.object({
  at: Instant,
  shownBy: ShownBy,
  fromDropSeconds: Seconds,
  fromFlagSeconds: Seconds,
  fromConfirmationSeconds: Seconds,
});
export type ClearanceTimes = z.infer<typeof ClearanceTimes>;

/** The times of an incident's last round; undefined while it is open, and for what nobody cleared. Pure. */
export function clearanceTimes({
  incident,
  history,
  sightings,
}: Pick<IncidentFile, 'incident' | 'history' | 'sightings'>): ClearanceTimes | undefined {
  const { clearedAt, shownBy, occurredAt } = incident;
  if (clearedAt === undefined || shownBy === undefined) return undefined;
  const lines = [...history].sort((one, other) => one.version - other.version);
  const begins = lines.findLastIndex(({ did }) => ['opened', 'reopen', 'report-again'].includes(did));
  const round = lines.slice(begins);
  const resolvedBefore = lines.slice(0, begins).findLast(({ did }) => did === 'resolve')?.at;
  const dropped =
    resolvedBefore === undefined
      ? occurredAt
      : sightings
          .map(({ at }) => at)
          .filter((at) => at > resolvedBefore)
          .sort()[0];
  const confirmed = round.find(({ status }) => status === 'confirmed')?.at;
  const from = (start: Instant | undefined) =>
    start === undefined || start > clearedAt ? undefined : secondsBetween(start, clearedAt);
  return {
    at: clearedAt,
    shownBy,
    fromDropSeconds: from(dropped),
    fromFlagSeconds: from(round[0]?.at),
    fromConfirmationSeconds: from(confirmed),
  };
}
