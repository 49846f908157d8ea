import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { NearbySettings } from '../../shared/incidents/nearby.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { TargetHardeningSettings } from '../../shared/target-hardening/target-hardening-settings.ts';
import { ServiceLevels } from '../../shared/tasks/service-levels.ts';
import { Crews } from '../../shared/tasks/trade.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';

export const Environment = QueueConsumerEnvironment.extend({
  TABLE: z.string(),
  SERVICE_LEVELS: jsonSetting(ServiceLevels),
  WORKING_HOURS: jsonSetting(WorkingHours),
  TARGET_HARDENING: jsonSetting(TargetHardeningSettings),
  CREWS: jsonSetting(Crews),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  NEARBY: jsonSetting(NearbySettings),
});
