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
  /**
   * For the C library, which else keeps a store of freed memory for each thread: 40 MB more at 4K in 10-bit H.265, for
   * no gain in speed.
   */
  MALLOC_ARENA_MAX: z.literal('1'),
});
