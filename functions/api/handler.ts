import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { handle } from 'hono/aws-lambda';
import { BidStore } from '../../shared/bids/bid-store.ts';
import { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import { CameraWeekStore } from '../../shared/clips/camera/camera-week-store.ts';
import { ZoneStore } from '../../shared/clips/camera/zone-store.ts';
import { ClipStore } from '../../shared/clips/clip-store.ts';
import { RekognitionCalls } from '../../shared/clips/labels/rekognition-calls.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { PushKeysSecret } from '../../shared/notifications/push-keys-secret.ts';
import { tellingOn } from '../../shared/notifications/telling.ts';
import { AuditStore } from '../../shared/platform/audit-store.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { openLog } from '../../shared/platform/log.ts';
import { PhotosBucket } from '../../shared/platform/photos-bucket.ts';
import { Table } from '../../shared/platform/table.ts';
import { ReferralStore } from '../../shared/referrals/referral-store.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { ReportAllowance } from '../../shared/reports/report-allowance.ts';
import { ReportStore } from '../../shared/reports/report-store.ts';
import { CoverageStore } from '../../shared/sensors/coverage-store.ts';
import { DeviceStore } from '../../shared/sensors/device-store.ts';
import { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import { AssessmentStore } from '../../shared/walkabouts/assessment-store.ts';
import { WalkaboutStore } from '../../shared/walkabouts/walkabout-store.ts';
import { DeliveryStore } from '../../shared/webhooks/delivery-store.ts';
import { WebhookStore } from '../../shared/webhooks/webhook-store.ts';
import { apiOver } from './app.ts';
import { Environment } from './environment.ts';
import { SignIn } from './sign-in.ts';
import { StillLinks } from './still-links.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);
const hours = environment.WORKING_HOURS;
const log = openLog();
const incidents = new IncidentStore(table, environment.RECURRENCE_DAYS);
const tasks = new TaskStore(table, hours);
const { recipients: _, ...telling } = tellingOn(table, {
  incidents,
  tasks,
  hours,
  settings: environment.NOTIFICATIONS,
  log,
});

/** A request comes in from the HTTP API, which has verified its token; an answer goes out. */
export const handler = handle(
  apiOver({
    landlord: environment.LANDLORD,
    incidents,
    tasks,
    taskSettings: { hours, crews: environment.CREWS },
    orders: new OrderStore(table),
    orderSettings: { ...environment.TARGET_HARDENING, timeZone: hours.timeZone },
    bids: new BidStore(table),
    clips: new ClipStore(table),
    zones: new ZoneStore(table),
    cameraFlags: new CameraFlagStore(table),
    cameraWeeks: new CameraWeekStore(table),
    rekognitionCalls: new RekognitionCalls(table, environment.DETECTION),
    detection: environment.DETECTION,
    register: new RegisterStore(table),
    reports: new ReportStore(table),
    referrals: new ReferralStore(table, environment.REFERRALS),
    referralSettings: environment.REFERRALS,
    places: new PlaceRulesStore(table),
    devices: new DeviceStore(table),
    coverage: new CoverageStore(table),
    sensorSettings: environment.SENSOR_SETTINGS,
    walkabouts: new WalkaboutStore(table),
    assessments: new AssessmentStore(table),
    allowance: new ReportAllowance(table),
    formsPerHour: environment.FORMS_PER_HOUR,
    secret: () => randomBytes(32).toString('base64url'),
    webhooks: new WebhookStore(table),
    deliveries: new DeliveryStore(table),
    webhookSettings: environment.WEBHOOKS,
    ...telling,
    pushKeys: new PushKeysSecret(new SecretsManagerClient(), environment.PUSH_SECRET_ID),
    audit: new AuditStore(table),
    stills: new StillLinks(environment.STILLS_BUCKET),
    photos: new PhotosBucket(environment.STILLS_BUCKET),
    signIn: new SignIn({ issuer: environment.ISSUER, clientId: environment.CLIENT_ID, clock: machineClock }),
    documentation: new URL('./docs/', import.meta.url),
    clock: machineClock,
    log,
  }),
);
