import { beforeEach, describe, expect, it } from 'vitest';
import { tellReporters } from '../../../../functions/follow-changes/tell-reporters.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import { Report } from '../../../../shared/reports/report.ts';
import { ReportStore } from '../../../../shared/reports/report-store.ts';
import { aPerson, aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T10:00:00Z');
const LATER = at('2026-11-22T10:05:00Z');
const ALL = { since: at('2026-11-01T00:00:00Z'), until: at('2026-11-30T00:00:00Z') };
let incidents: IncidentStore;
let reports: ReportStore;

beforeEach(() => {
  const table = tables.fresh();
  incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  reports = new ReportStore(table);
});

async function reported(id: string) {
  const report = Report.parse({
    id,
    serviceCode: 'fly-tipping',
    kind: 'fly-tipping',
    receivedAt: NOW,
    description: '',
    answers: {},
    said: {},
    photos: [],
    mediaUrls: [],
    status: 'open',
    sentence: 'We have your report.',
    updatedAt: NOW,
    told: 0,
    version: 1,
  });
  await reports.keep(report, {});
  const source = { from: 'report' as const, reportId: id, photos: [] };
  return incidents.take(aSighting({ id: `report/${id}`, at: NOW, source }), byRule('open311'), NOW);
}

async function tell(incidentId: string) {
  const file = await incidents.file(incidentId);
  if (file === undefined) throw new Error('there is no incident');
  await tellReporters(file, reports, LATER);
}

describe('everybody who reported an incident', () => {
  it('is told what became of it, once, however often its change is told', async () => {
    const { id } = await reported('R-ONE');
    await reported('R-TWO');
    const flagged = await incidents.get(id);
    if (flagged === undefined) throw new Error('there is no incident');
    const dismissal = { disposition: 'residents-own-bins', note: 'ask flat 4' } as const;
    const change = moveIncident(flagged, 'dismiss', dismissal, byPerson(aPerson()), NOW);
    await incidents.save(change, { after: flagged.version });
    await tell(id);
    await tell(id);
    for (const reportId of ['R-ONE', 'R-TWO']) {
      expect(await reports.get(reportId)).toMatchObject({
        incidentId: id,
        status: 'no_further_action',
        updatedAt: LATER,
      });
    }
    const updates = await reports.updates(ALL, 10);
    expect(updates.map((each) => each.id)).toEqual(['R-ONE-1', 'R-ONE-3', 'R-TWO-1', 'R-TWO-3']);
    expect(JSON.stringify(updates)).not.toContain('flat');
  });

  it('is passed over when the report itself is not there', async () => {
    const source = { from: 'report' as const, reportId: 'R-LOST', photos: [] };
    const { id } = await incidents.take(aSighting({ source }), byRule('open311'), NOW);
    await expect(tell(id)).resolves.toBeUndefined();
  });
});
