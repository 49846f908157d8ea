import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { ClipStore } from '../../shared/clips/clip-store.ts';
import { detectLabels } from '../../shared/clips/labels-rekognition.ts';
import { StillsBucket } from '../../shared/clips/stills-bucket.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { ArrivedClip, analyseClip } from './analyse-clip.ts';
import { Environment } from './environment.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const s3 = new S3Client();
const rekognition = new RekognitionClient();
const room = {
  s3,
  clips: new ClipStore(table),
  register: new RegisterStore(table),
  incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
  stills: new StillsBucket(s3, environment.STILLS_BUCKET),
  detectLabels: (jpeg: Uint8Array) => detectLabels(rekognition, jpeg),
};

/** A clip that arrived in its bucket comes in; its record, and a flag's incident, go out. */
export const handler = queueConsumer(
  { message: ArrivedClip, room, rejectedQueueUrl: environment.REJECTED_QUEUE_URL },
  ({ detail }, room, log) => analyseClip(detail, room, log, machineClock()),
);
