import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { Clock } from '../../shared/platform/clock.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { PhotosBucket } from '../../shared/platform/photos-bucket.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import type { ReportAllowance } from '../../shared/reports/report-allowance.ts';
import type { ReportSettings } from '../../shared/reports/report-settings.ts';
import type { ReportStore } from '../../shared/reports/report-store.ts';

/** What the Open311 server works with; made once, when the function starts. */
export interface Room {
  readonly landlord: string;
  readonly settings: ReportSettings;
  readonly register: RegisterStore;
  readonly incidents: IncidentStore;
  readonly reports: ReportStore;
  readonly allowance: ReportAllowance;
  readonly photos: Pick<PhotosBucket, 'keep'>;
  readonly clock: Clock;
  /** Text that nobody has had before. */
  readonly chance: () => string;
  readonly log: Log;
}
