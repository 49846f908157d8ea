import type { S3Client } from '@aws-sdk/client-s3';
import type { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import type { CameraMemoryStore } from '../../shared/clips/camera/camera-memory-store.ts';
import type { ZoneStore } from '../../shared/clips/camera/zone-store.ts';
import type { ClipStore } from '../../shared/clips/clip-store.ts';
import type { DetectionSettings } from '../../shared/clips/detection-settings.ts';
import type { Attempt } from '../../shared/clips/labels/labels-rekognition.ts';
import type { ClipCalls } from '../../shared/clips/labels/rekognition-calls.ts';
import type { StillsBucket } from '../../shared/clips/stills-bucket.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { NearbySettings } from '../../shared/incidents/nearby.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import type { DeviceStore } from '../../shared/sensors/device-store.ts';
import type { SensorSettings } from '../../shared/sensors/sensor-settings.ts';

/** What the analysis of a clip works with; made once, when the function starts. */
export interface Room {
  readonly s3: S3Client;
  readonly clips: ClipStore;
  readonly zones: ZoneStore;
  readonly memories: CameraMemoryStore;
  readonly cameraFlags: CameraFlagStore;
  readonly register: RegisterStore;
  readonly devices: DeviceStore;
  readonly incidents: IncidentStore;
  readonly stills: StillsBucket;
  readonly detection: DetectionSettings;
  readonly sensors: SensorSettings;
  readonly nearby: NearbySettings;
  /** The calls to Rekognition for one clip. */
  readonly callsFor: (attempt: Attempt) => ClipCalls;
}
