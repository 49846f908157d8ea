import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { ReportSettings } from '../../shared/reports/report-settings.ts';

export const Environment = z.object({
  TABLE: z.string(),
  STILLS_BUCKET: z.string(),
  LANDLORD: z.string(),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  REPORTS: jsonSetting(ReportSettings),
});
