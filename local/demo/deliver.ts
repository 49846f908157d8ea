import mqtt from 'mqtt';
import type { Whereabouts } from '../whereabouts.ts';
import type { PlayedLife } from './sensor-life.ts';

// Each call at once is one more instance of the webhook's function, and they are slower to start than to answer.
const DELIVERED_AT_ONCE = 2;

/** Delivers lives through the doors of the running system, some at once and each in its order. Returns how many messages that were. */
export async function deliver(lives: readonly PlayedLife[], whereabouts: Whereabouts): Promise<number> {
  const client = await mqtt.connectAsync(whereabouts.mqtt, { clientId: 'estatewatch-demo' });
  const waiting = lives.values();
  let messages = 0;
  const deliverOneByOne = async () => {
    for (const { deliveries } of waiting) {
      for (const { to, body } of deliveries) {
        const text = JSON.stringify(body);
        if ('topic' in to) await client.publishAsync(to.topic, text, { qos: 1 });
        else await post(to.webhook, text, whereabouts);
        messages += 1;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: DELIVERED_AT_ONCE }, deliverOneByOne));
  } finally {
    await client.endAsync();
  }
  return messages;
}

async function post(webhook: string, body: string, { api, webhookSecret }: Whereabouts): Promise<void> {
  const response = await fetch(`${api}/webhooks/${webhook}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${webhookSecret}`, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok)
    throw new Error(`The webhook ${webhook} answered ${response.status} to an uplink of the demo.`);
}
