import { GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { vi } from 'vitest';
import { analyseClip } from '../../../../functions/analyse-clip/analyse-clip.ts';
import { CameraFlagStore } from '../../../../shared/clips/camera/camera-flag-store.ts';
import { CameraMemoryStore } from '../../../../shared/clips/camera/camera-memory-store.ts';
import { CameraWeekStore } from '../../../../shared/clips/camera/camera-week-store.ts';
import { ZoneStore } from '../../../../shared/clips/camera/zone-store.ts';
import { clipKey } from '../../../../shared/clips/clip.ts';
import { ClipStore } from '../../../../shared/clips/clip-store.ts';
import { DetectionSettings } from '../../../../shared/clips/detection-settings.ts';
import type { Label } from '../../../../shared/clips/labels/labels.ts';
import type { Attempt } from '../../../../shared/clips/labels/labels-rekognition.ts';
import type { TextLine } from '../../../../shared/clips/labels/plate.ts';
import { ClipCalls, RekognitionCalls } from '../../../../shared/clips/labels/rekognition-calls.ts';
import { StillsBucket } from '../../../../shared/clips/stills-bucket.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { NearbySettings } from '../../../../shared/incidents/nearby.ts';
import type { Instant } from '../../../../shared/platform/instant.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { DeviceStore } from '../../../../shared/sensors/device-store.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { aRegister, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { servedS3 } from '../../local/s3/served.ts';

export const ANALYSED_AT = at('2026-11-22T16:10:00Z');
export const RECORDED_AT = at('2026-11-22T16:05:00Z');
export const CAMERA = 'ash-court-bin-camera';

const bag: Label = {
  name: 'Bag',
  confidence: 90,
  parents: [],
  aliases: [],
  boxes: [{ left: 0.3, top: 0.3, width: 0.4, height: 0.4, confidence: 90 }],
};

/** What the analysis of a clip works with, on a table and buckets of its own; everybody asked about a still says bag. */
export async function cameraRoom(table: Table, said: Parameters<typeof DetectionSettings.parse>[0] = {}) {
  const { s3, client, created } = await servedS3();
  await s3.ensureBucket('stills');
  const register = new RegisterStore(table);
  await register.import(aRegister());
  const detection = DetectionSettings.parse(said);
  const counted = new RekognitionCalls(table, detection);
  const detectLabels = vi.fn(async (_jpeg: Uint8Array, _attempt: Attempt): Promise<Label[]> => [bag]);
  const detectText = vi.fn(async (): Promise<TextLine[]> => []);
  const room = {
    s3: client,
    clips: new ClipStore(table),
    zones: new ZoneStore(table),
    memories: new CameraMemoryStore(table),
    cameraFlags: new CameraFlagStore(table),
    register,
    devices: new DeviceStore(table),
    incidents: new IncidentStore(table, RecurrenceDays.parse(undefined)),
    stills: new StillsBucket(client, 'stills'),
    detection,
    sensors: SensorSettings.parse({}),
    nearby: NearbySettings.parse({}),
    callsFor: (attempt: Attempt) =>
      new ClipCalls({
        labels: (jpeg) => detectLabels(jpeg, attempt),
        text: detectText,
        reserve: () => counted.reserve(ANALYSED_AT),
        callsPerClip: detection.callsPerClip,
      }),
  };
  const log = keptLog();
  const deliver = async (now = ANALYSED_AT, attempt = 1) => {
    const object = created.at(-1);
    if (object === undefined) throw new Error('nothing was uploaded');
    await analyseClip({ bucket: { name: object.bucket }, object }, room, log, now, attempt);
  };
  const upload = (Body: Uint8Array | string, Key = clipKey(CAMERA, RECORDED_AT)) =>
    client.send(new PutObjectCommand({ Bucket: 'clips', Key, Body: Buffer.from(Body) }));
  return {
    ...room,
    log,
    detectLabels,
    counted,
    weeks: new CameraWeekStore(table),
    deliver,
    upload,
    /** Puts a clip in as recorded at a moment and has it analysed. */
    take: async (recordedAt: Instant, bytes: Uint8Array) => {
      await upload(bytes, clipKey(CAMERA, recordedAt));
      await deliver();
      return room.clips.get(`${CAMERA}@${recordedAt}`);
    },
    record: (cameraId = CAMERA) => room.clips.get(`${cameraId}@${RECORDED_AT}`),
    flag: () => room.incidents.lastAt(CAMERA, 'fly-tipping'),
    tags: async () => {
      const clip = { Bucket: 'clips', Key: clipKey(CAMERA, RECORDED_AT) };
      return (await client.send(new GetObjectTaggingCommand(clip))).TagSet;
    },
    stillKept: async (key: string) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'stills', Key: key }));
      return Body?.transformToByteArray();
    },
  };
}

export type CameraRoom = Awaited<ReturnType<typeof cameraRoom>>;
