import { S3Client } from '@aws-sdk/client-s3';
import { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import { CameraMemoryStore } from '../../shared/clips/camera/camera-memory-store.ts';
import { ZoneStore } from '../../shared/clips/camera/zone-store.ts';
import { ClipStore } from '../../shared/clips/clip-store.ts';
import { detectLabels, rekognitionClient } from '../../shared/clips/labels/labels-rekognition.ts';
import { ClipCalls, RekognitionCalls } from '../../shared/clips/labels/rekognition-calls.ts';
import { detectText } from '../../shared/clips/labels/text-rekognition.ts';
import { StillsBucket } from '../../shared/clips/stills-bucket.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { DeviceStore } from '../../shared/sensors/device-store.ts';
import { ArrivedClip, analyseClip } from './analyse-clip.ts';
import { Environment } from './environment.ts';
import type { Room } from './room.ts';

const environment = readEnvironment(Environment);
const detection = environment.DETECTION;
const table = new Table(environment.TABLE);
const s3 = new S3Client();
const rekognition = rekognitionClient();
const counted = new RekognitionCalls(table, detection);
const room: Room = {
  s3,
  clips: new ClipStore(table),
  zones: new ZoneStore(table),
  memories: new CameraMemoryStore(table),
  cameraFlags: new CameraFlagStore(table),
  register: new RegisterStore(table),
  devices: new DeviceStore(table),
  incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
  stills: new StillsBucket(s3, environment.STILLS_BUCKET),
  detection,
  sensors: environment.SENSOR_SETTINGS,
  nearby: environment.NEARBY,
  callsFor: (attempt) =>
    new ClipCalls({
      labels: (jpeg) => detectLabels(rekognition, jpeg, attempt),
      text: (jpeg) => detectText(rekognition, jpeg, attempt),
      reserve: () => counted.reserve(machineClock()),
      callsPerClip: detection.callsPerClip,
    }),
};

/** A clip that arrived in its bucket comes in; its record, and a flag's incident, go out. */
export const handler = queueConsumer(
  { message: ArrivedClip, room, rejectedQueueUrl: environment.REJECTED_QUEUE_URL },
  ({ detail }, room, log, attempt) => analyseClip(detail, room, log, machineClock(), attempt),
);
