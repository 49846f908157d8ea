import { z } from 'zod';
import { DetectionSettings } from '../../shared/clips/detection-settings.ts';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { NearbySettings } from '../../shared/incidents/nearby.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';

export const Environment = QueueConsumerEnvironment.extend({
  TABLE: z.string(),
  STILLS_BUCKET: z.string(),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  DETECTION: jsonSetting(DetectionSettings),
  SENSOR_SETTINGS: jsonSetting(SensorSettings),
  NEARBY: jsonSetting(NearbySettings),
});
