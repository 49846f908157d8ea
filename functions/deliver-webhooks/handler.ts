import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { Change } from '../../shared/platform/change.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import { DeliveryStore } from '../../shared/webhooks/delivery-store.ts';
import { ReceiverHttps } from '../../shared/webhooks/receiver-https.ts';
import { WebhookStore } from '../../shared/webhooks/webhook-store.ts';
import { announce } from './announce.ts';
import { deliver } from './deliver.ts';
import { Environment } from './environment.ts';
import { Due, Later } from './later.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const room = {
  incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
  tasks: new TaskStore(table, environment.WORKING_HOURS),
  webhooks: new WebhookStore(table),
  deliveries: new DeliveryStore(table),
  receiver: new ReceiverHttps(environment.WEBHOOKS),
  later: new Later(new SQSClient(), environment.QUEUE_URL),
  settings: environment.WEBHOOKS,
  webAddress: environment.WEB_ADDRESS,
  chance: Math.random,
};

/** A change, or a delivery that is due, comes in; deliveries are entered, or one goes out. */
export const handler = queueConsumer(
  {
    message: z.union([z.object({ detail: Change }), Due]),
    room,
    rejectedQueueUrl: environment.REJECTED_QUEUE_URL,
  },
  (message, room, log) => {
    const now = machineClock();
    if (!('detail' in message)) return deliver(message, room, log, now);
    const { detail: change } = message;
    return change.thing === 'webhook-delivery'
      ? deliver({ deliveryId: change.id, tries: 0 }, room, log, now)
      : announce(change, room, log, now);
  },
);
