import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { ReportStore } from '../../shared/reports/report-store.ts';

/** Tells everybody who reported an incident what has become of it. What they were told before is not told again. */
export async function tellReporters(file: IncidentFile, reports: ReportStore, now: Instant): Promise<void> {
  for (const { source } of file.sightings) {
    if (source.from === 'report') await reports.follow(source.reportId, file, now);
  }
}
