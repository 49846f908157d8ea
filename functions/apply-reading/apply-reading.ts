import type { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import { type Instant, instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { fromMqtt, readTopic } from '../../shared/sensors/mqtt-message.ts';
import type { ReadingMessage } from '../../shared/sensors/reading-message.ts';
import { fromWebhook } from '../../shared/sensors/webhook-message.ts';

/** Applies a delivery to the device it is from. Throws `Rejected` for one that can never be applied. */
export async function applyReading(
  message: ReadingMessage,
  faults: DeviceFaults,
  log: Log,
  now: Instant,
): Promise<void> {
  const receivedAt = instant(message.receivedAtMillis);
  const delivery =
    message.way === 'mqtt'
      ? fromMqtt(message.topic, readJson(message.body), receivedAt)
      : fromWebhook[message.from](readJson(message.body), receivedAt);
  if (delivery.kind === 'not-an-uplink') return log.info('DELIVERY_NOT_UPLINK', { what: delivery.what });
  const { deviceId, counter } = delivery.uplink;
  const estateId = message.way === 'mqtt' ? readTopic(message.topic).estateId : undefined;
  const isNews = await faults.hear(delivery.uplink, now, estateId);
  log.info(isNews ? 'UPLINK_APPLIED' : 'UPLINK_NOT_NEW', { deviceId, counter });
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Rejected('What the device or its network sent is not JSON.', { cause });
  }
}
