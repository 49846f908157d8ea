import type { z } from 'zod';
import type { IncidentStatus } from '../../shared/incidents/incident.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { itemsAlong, notLookedAt } from '../../shared/walkabouts/answer.ts';
import { itemsFor } from '../../shared/walkabouts/checklist.ts';
import type { Walkabout } from '../../shared/walkabouts/walkabout.ts';
import type { WalkaboutFile as FileOnRecord } from '../../shared/walkabouts/walkabout-store.ts';
import type { WalkaboutFile, WalkaboutInList } from './walkabouts-contract.ts';

const AT_ONCE = 25;

/** A walkabout with its stops, what was found at each, and how the incidents stand that came of it. */
export async function showWalkabout(
  { walkabout, answers, history }: FileOnRecord,
  incidents: IncidentStore,
): Promise<WalkaboutFile> {
  const given = new Map(answers.map((answer) => [`${answer.assetId} ${answer.item}`, answer]));
  const statuses = await statusesOf(
    answers.flatMap(({ incidentId }) => incidentId ?? []),
    incidents,
  );
  const found = itemsAlong(walkabout.stops).flatMap(({ stop: { assetId, assetName }, item }) => {
    const { answer, incidentId } = given.get(`${assetId} ${item.id}`) ?? {};
    const status = incidentId && statuses.get(incidentId);
    if (!incidentId || !status) return [];
    return [
      { answer, shown: { assetId, assetName, item: item.id, finding: item.wrong, incidentId, status } },
    ];
  });
  const isOpen = (status: IncidentStatus) => status === 'flagged' || status === 'confirmed';
  return {
    walkabout,
    stops: walkabout.stops.map((stop) => ({
      ...stop,
      checks: itemsFor(stop).map(({ id, asks }) => {
        const {
          answer = 'not-looked-at',
          lookedAt,
          note,
          by,
          photos,
        } = given.get(`${stop.assetId} ${id}`) ?? {};
        return { item: id, asks, answer, lookedAt, note, by, photos };
      }),
    })),
    findings: found.filter(({ answer }) => answer === 'no').map(({ shown }) => shown),
    stillOpen: found
      .filter(({ answer, shown }) => answer === 'yes' && isOpen(shown.status))
      .map(({ shown }) => shown),
    notLookedAt: walkabout.notLookedAt ?? notLookedAt(walkabout.stops, answers),
    history: [...history],
  };
}

/** A walkabout as lists show it. */
export function inList({ stops, notLookedAt: missed, ...rest }: Walkabout): z.infer<typeof WalkaboutInList> {
  return { ...rest, stops: stops.length, ...(missed === undefined ? {} : { notLookedAt: missed.length }) };
}

/** How incidents stand now, by their ids. One GetItem each, some dozens at a time. */
export async function statusesOf(
  incidentIds: readonly string[],
  incidents: IncidentStore,
): Promise<Map<string, IncidentStatus>> {
  const ids = [...new Set(incidentIds)];
  const statuses = new Map<string, IncidentStatus>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const found = await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => incidents.get(id)));
    for (const incident of found) if (incident) statuses.set(incident.id, incident.status);
  }
  return statuses;
}
