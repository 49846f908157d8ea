import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import { handle } from 'hono/aws-lambda';
import { onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { apiOver } from '../../../../functions/api/app.ts';
import type { Room } from '../../../../functions/api/room.ts';
import { SignIn } from '../../../../functions/api/sign-in.ts';
import { StillLinks } from '../../../../functions/api/still-links.ts';
import { BidStore } from '../../../../shared/bids/bid-store.ts';
import { CameraFlagStore } from '../../../../shared/clips/camera/camera-flag-store.ts';
import { CameraWeekStore } from '../../../../shared/clips/camera/camera-week-store.ts';
import { ZoneStore } from '../../../../shared/clips/camera/zone-store.ts';
import { ClipStore } from '../../../../shared/clips/clip-store.ts';
import { SpendingAndThresholds } from '../../../../shared/clips/detection-settings.ts';
import { RekognitionCalls } from '../../../../shared/clips/labels/rekognition-calls.ts';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { pushKeysFrom } from '../../../../shared/notifications/push-keys-secret.ts';
import { tellingOn } from '../../../../shared/notifications/telling.ts';
import { AuditStore } from '../../../../shared/platform/audit-store.ts';
import { openLog } from '../../../../shared/platform/log.ts';
import { byRule, type Person } from '../../../../shared/platform/person.ts';
import { PhotosBucket } from '../../../../shared/platform/photos-bucket.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { ReferralSettings } from '../../../../shared/referrals/referral-settings.ts';
import { ReferralStore } from '../../../../shared/referrals/referral-store.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { ReportAllowance } from '../../../../shared/reports/report-allowance.ts';
import { ReportStore } from '../../../../shared/reports/report-store.ts';
import { CoverageStore } from '../../../../shared/sensors/coverage-store.ts';
import { DeviceStore } from '../../../../shared/sensors/device-store.ts';
import { PlaceRulesStore } from '../../../../shared/sensors/place-rules-store.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { OrderStore } from '../../../../shared/target-hardening/order-store.ts';
import { TargetHardeningSettings } from '../../../../shared/target-hardening/target-hardening-settings.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { AssessmentStore } from '../../../../shared/walkabouts/assessment-store.ts';
import { WalkaboutStore } from '../../../../shared/walkabouts/walkabout-store.ts';
import { DeliveryStore } from '../../../../shared/webhooks/delivery-store.ts';
import { WebhookSettings } from '../../../../shared/webhooks/webhook-settings.ts';
import { WebhookStore } from '../../../../shared/webhooks/webhook-store.ts';
import { aSighting, at } from '../../../support/builders.ts';
import { eventOf, type Request } from './api-event.ts';

/** When it is in these tests. */
export const NOW = at('2026-11-22T09:30:00Z');

/** When the pipeline tells of what the cameras and devices of these tests saw. */
export const FLAGGED_AT = at('2026-11-22T00:14:00Z');

/** Has a sighting taken in, as the pipeline does. Answers the incident that it became. */
export function flag(api: ApiAtWork, said: Parameters<typeof aSighting>[0] = {}): Promise<Incident> {
  return api.room.incidents.take(aSighting(said), byRule('analyse-clip'), FLAGGED_AT);
}

/** What comes back from a request. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body read as JSON. */
  readonly json: unknown;
}

/** The API over a table, asked as the HTTP API asks it: by events of payload format 2.0. */
export interface ApiAtWork {
  readonly room: Room;
  /** What it has logged, oldest first. */
  logged(): z.infer<typeof Line>[];
  /** Asks as this person, or as nobody. */
  ask(person: Person | undefined, method: string, path: string, request?: Request): Promise<Answered>;
}

const REFERRALS = ReferralSettings.parse({
  partners: [
    {
      name: 'Northside Council',
      url: 'https://open311.northside.example/v2/',
      services: { 'fly-tipping': { code: 'FLY', attributes: { land: 'highway' } } },
    },
  ],
});

// Links are signed here, and asked of nobody.
export const AWAY = new S3Client({
  region: 'eu-west-2',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
const NOBODY_ISSUES_HERE = 'http://127.0.0.1:9';

/** The API over a table, with the clock at {@link NOW}. What `said` names takes the place of a part of its room. */
export function apiOn(table: Table, said: Partial<Room> = {}): ApiAtWork {
  const clock = () => NOW;
  const logged = logKept();
  const hours = WorkingHours.parse({});
  const log = openLog();
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const tasks = new TaskStore(table, hours);
  const settings = { digestAt: '07:30', gatherMinutes: 10 };
  const detection = SpendingAndThresholds.parse({});
  const room: Room = {
    landlord: 'Northside Homes',
    incidents,
    tasks,
    taskSettings: { hours, crews: [] },
    orders: new OrderStore(table),
    orderSettings: { ...TargetHardeningSettings.parse({}), timeZone: hours.timeZone },
    bids: new BidStore(table),
    clips: new ClipStore(table),
    zones: new ZoneStore(table),
    cameraFlags: new CameraFlagStore(table),
    cameraWeeks: new CameraWeekStore(table),
    rekognitionCalls: new RekognitionCalls(table, detection),
    detection,
    register: new RegisterStore(table),
    reports: new ReportStore(table),
    referrals: new ReferralStore(table, REFERRALS),
    referralSettings: REFERRALS,
    places: new PlaceRulesStore(table),
    devices: new DeviceStore(table),
    coverage: new CoverageStore(table),
    sensorSettings: SensorSettings.parse({}),
    walkabouts: new WalkaboutStore(table),
    assessments: new AssessmentStore(table),
    allowance: new ReportAllowance(table),
    formsPerHour: 5,
    secret: () => randomBytes(32).toString('base64url'),
    webhooks: new WebhookStore(table),
    deliveries: new DeliveryStore(table),
    webhookSettings: WebhookSettings.parse({}),
    ...tellingOn(table, { incidents, tasks, hours, settings, log }),
    pushKeys: { get: async () => pushKeysFrom('a secret of the tests that is long enough') },
    audit: new AuditStore(table),
    stills: new StillLinks('stills', AWAY),
    photos: new PhotosBucket('stills', AWAY),
    signIn: new SignIn({ issuer: NOBODY_ISSUES_HERE, clientId: 'web', clock }),
    documentation: new URL('./no-such-folder/', import.meta.url),
    clock,
    log,
    ...said,
  };
  const handler = handle(apiOver(room));
  return {
    room,
    logged,
    async ask(person, method, path, request = {}) {
      const {
        statusCode,
        headers = {},
        body,
        isBase64Encoded,
      } = await handler(eventOf(person, method, path, request, NOW));
      const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
      return {
        status: statusCode,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        text,
        get json(): unknown {
          return JSON.parse(text);
        },
      };
    },
  };
}

const Line = z.object({ code: z.string() }).loose();

/** Keeps what is logged until the test ends. Answers how to read it. */
function logKept(): () => z.infer<typeof Line>[] {
  const written: string[] = [];
  const keep = (chunk: unknown) => {
    written.push(String(chunk));
    return true;
  };
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  onTestFinished(() => {
    for (const stream of streams) stream.mockRestore();
  });
  return () =>
    written
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => Line.parse(JSON.parse(line)));
}

/** A folder with the documentation page's files, as the function's asset holds it. It goes away with the test. */
export function documentationFolder(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'estatewatch-docs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const file of [
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'oauth2-redirect.html',
    'oauth2-redirect.js',
  ]) {
    cpSync(join(swagger, file), join(folder, 'docs', file));
  }
  cpSync(join(swagger, 'package.json'), join(folder, 'secret.json'));
  return pathToFileURL(join(folder, 'docs/'));
}
