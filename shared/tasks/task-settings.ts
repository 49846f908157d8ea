import type { ServiceLevel } from './service-levels.ts';
import type { Crews } from './trade.ts';
import type { WorkingHours } from './working-time.ts';

/** The landlord's settings for tasks. */
export interface TaskSettings {
  readonly levels: readonly ServiceLevel[];
  readonly hours: WorkingHours;
  readonly crews: Crews;
}
