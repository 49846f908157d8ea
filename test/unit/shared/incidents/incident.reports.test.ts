import { describe, expect, it } from 'vitest';
import { picturesOf } from '../../../../shared/incidents/incident-file.ts';
import { joinSighting, openIncident } from '../../../../shared/incidents/incident-sightings.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, anIncident, aSighting, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T09:00:00Z');
const rule = byRule('open311');
const photo = { key: 'reports/R-1/0123456789abcdef.jpg', sha256: '0123456789abcdef'.repeat(4) };
const aReported = () =>
  aSighting({ id: 'report/R-1', source: { from: 'report', reportId: 'R-1', photos: [photo] } });

describe('what somebody reported', () => {
  it('waits for a person', () => {
    const { incident } = openIncident(aReported(), 'FT-1', rule, NOW);
    expect(incident.status).toBe('flagged');
    expect(incident).not.toHaveProperty('seen');
  });

  it('is confirmed by a device that then tells of the same', () => {
    const reported = anIncident({ kind: 'door-fault' });
    const { incident, history } = joinSighting(reported, aDoorSighting(), byRule('held-open'), NOW);
    expect([incident.status, history.status]).toEqual(['confirmed', 'confirmed']);
  });

  it('is not confirmed by another report, and opens nothing again that was put right', () => {
    expect(joinSighting(anIncident(), aReported(), rule, NOW).incident.status).toBe('flagged');
    const resolved = anIncident({ status: 'resolved' });
    expect(joinSighting(resolved, aDoorSighting(), rule, NOW).incident.status).toBe('resolved');
  });

  it('is shown by the first clip that joins it', () => {
    const { incident } = openIncident(aReported(), 'FT-1', rule, NOW);
    expect(joinSighting(incident, aSighting(), rule, NOW).incident.seen).toMatchObject({ atSeconds: 13 });
  });

  it('has its photos among the incident’s pictures', () => {
    expect(picturesOf({ incident: anIncident(), sightings: [aReported()] })).toEqual([
      { still: { shows: 'photo', atSeconds: 0, ...photo }, of: 'sighting', at: aReported().at },
    ]);
  });
});
