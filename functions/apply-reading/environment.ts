import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';

export const Environment = QueueConsumerEnvironment.extend({
  TABLE: z.string(),
  SENSOR_SETTINGS: jsonSetting(SensorSettings),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
});
