import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { z } from 'zod';
import { Change } from '../../shared/platform/change.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Environment } from './environment.ts';
import { notify } from './notify.ts';
import { roomFor } from './room.ts';

const environment = readEnvironment(Environment);
const room = roomFor(environment, new SESv2Client(), new SecretsManagerClient());

/** A change comes in from the bus; whoever must know of it is told. */
export const handler = queueConsumer(
  { message: z.object({ detail: Change }), room, rejectedQueueUrl: environment.REJECTED_QUEUE_URL },
  ({ detail }, room, log, attempt) => notify(detail, room, log, machineClock(), attempt),
);
