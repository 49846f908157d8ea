import { describe, expect, it } from 'vitest';
import { clearanceTimes } from '../../../../shared/incidents/clearance-times.ts';
import type { Incident, IncidentHistory } from '../../../../shared/incidents/incident.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { anIncident, aSighting, at } from '../../../support/builders.ts';

const HOUR = 3_600;
const by = byRule('left-behind');
let version = 0;
const line = (
  did: IncidentHistory['did'],
  when: string,
  status: IncidentHistory['status'],
): IncidentHistory => ({
  version: ++version,
  at: at(when),
  by,
  did,
  status,
});

// Dropped at midnight, flagged at one, confirmed at nine, cleared at noon.
const history = [
  line('opened', '2026-11-22T01:00:00Z', 'flagged'),
  line('confirm', '2026-11-22T09:00:00Z', 'confirmed'),
  line('resolve', '2026-11-22T13:00:00Z', 'resolved'),
];
const cleared = (said: Partial<Incident> = {}): Incident => ({
  ...anIncident({ occurredAt: '2026-11-22T00:00:00Z', status: 'resolved' }),
  clearedAt: at('2026-11-22T12:00:00Z'),
  shownBy: 'photo',
  ...said,
});

describe('the time that clearing took', () => {
  it('is measured from the drop, from the flag and from the confirmation', () => {
    expect(clearanceTimes({ incident: cleared(), history, sightings: [] })).toEqual({
      at: '2026-11-22T12:00:00.000Z',
      shownBy: 'photo',
      fromDropSeconds: 12 * HOUR,
      fromFlagSeconds: 11 * HOUR,
      fromConfirmationSeconds: 3 * HOUR,
    });
  });

  it('is not measured from what came after it was gone', () => {
    const incident = cleared({ clearedAt: at('2026-11-22T08:00:00Z'), shownBy: 'camera' });
    expect(clearanceTimes({ incident, history, sightings: [] })).toMatchObject({
      fromFlagSeconds: 7 * HOUR,
      fromConfirmationSeconds: undefined,
    });
  });

  it('is of the last round when it came back', () => {
    const again = [
      ...history,
      line('reopen', '2026-11-23T02:00:00Z', 'flagged'),
      line('confirm', '2026-11-23T09:00:00Z', 'confirmed'),
      line('resolve', '2026-11-23T10:00:00Z', 'resolved'),
    ];
    const sightings = [
      aSighting({ at: '2026-11-22T00:00:00Z' }),
      aSighting({ id: 'sighting-2', at: '2026-11-23T01:00:00Z' }),
    ];
    const incident = cleared({ clearedAt: at('2026-11-23T10:00:00Z') });
    expect(clearanceTimes({ incident, history: again, sightings })).toMatchObject({
      fromDropSeconds: 9 * HOUR,
      fromFlagSeconds: 8 * HOUR,
      fromConfirmationSeconds: HOUR,
    });
  });

  it('is unknown while it lies there, and for what lies on another’s land', () => {
    expect(clearanceTimes({ incident: anIncident(), history, sightings: [] })).toBeUndefined();
  });
});
