import { OpenAPIHono, z } from '@hono/zod-openapi';
import { Temporal } from 'temporal-polyfill';
import { costUsd, weeklyReport } from '../../shared/clips/camera/camera-week.ts';
import { proposedMasks, teachesSince, thresholdOf } from '../../shared/clips/camera/learning.ts';
import { type CameraZones as Drawn, redrawn, showsWhatIsPrivate } from '../../shared/clips/camera/zones.ts';
import { leastConfidenceOf } from '../../shared/clips/detection-settings.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import { weekBegins, weeksBefore } from '../../shared/platform/week.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import {
  CameraLearning,
  CameraWeeks,
  CameraZones,
  DrawZones,
  MonthAsked,
  RekognitionCalls,
  WeekAsked,
} from './cameras-contract.ts';
import { json, registerId } from './contract.ts';
import { requireVersion } from './moves.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Clips'];
const params = z.object({ cameraId: registerId('ash-court-bin-store-camera') });

// A quarter of a year: as far back as flags raise a threshold.
const WEEKS_SHOWN = 12;

const readZonesRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/cameras/{cameraId}/zones',
    operationId: 'readZones',
    tags,
    summary: 'Where a camera watches and where it must not',
    request: { params },
    responses: { 200: json('Its zones.', CameraZones) },
  },
);

const drawZonesRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'put',
    path: '/cameras/{cameraId}/zones',
    operationId: 'drawZones',
    tags,
    summary: 'Draw a camera’s zones anew',
    description:
      'All of them take the place of those there were. When the private ones change, the test image goes: it may show ' +
      'what is private now. Clips that come from now on are looked at by the new zones.',
    request: { params, body: { required: true, ...json('The zones, and on which version.', DrawZones) } },
    responses: {
      200: json('Its zones as they are now.', CameraZones),
      409: {
        description: 'Somebody drew them anew since you looked.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

const testImageRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', footage: true },
  {
    method: 'get',
    path: '/cameras/{cameraId}/test-image',
    operationId: 'viewTestImage',
    tags,
    summary: 'Go to the picture that a camera’s zones are drawn on',
    description:
      'Who asked and when is recorded before the link is given. The link lives five minutes. Private zones are black.',
    request: { params },
    responses: { 303: { description: 'The picture is at the address in `location`.' } },
  },
);

const learningRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/cameras/{cameraId}/learning',
    operationId: 'readLearning',
    tags,
    summary: 'What a camera’s flags teach: its threshold, and zones to ignore',
    request: { params },
    responses: { 200: json('What they teach today.', CameraLearning) },
  },
);

const weeksRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/cameras/{cameraId}/weeks',
    operationId: 'readWeeks',
    tags,
    summary: 'A camera’s flags, false-flag rate and cost by week',
    description: `Without a week to begin with: the last ${WEEKS_SHOWN}.`,
    request: { params, query: z.object({ from: WeekAsked.optional() }) },
    responses: { 200: json('Its weeks, oldest first.', CameraWeeks) },
  },
);

const callsRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'get',
    path: '/rekognition-calls',
    operationId: 'readRekognitionCalls',
    tags,
    summary: 'What was spent on asking Rekognition, against the caps',
    description: 'Without a month: this one, UTC.',
    request: { query: z.object({ month: MonthAsked.optional() }) },
    responses: { 200: json('The month and each of its days so far.', RekognitionCalls) },
  },
);

/** Cameras: their zones, the picture to draw them on, what their flags teach, and what they come to by week. */
export function camerasRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function requireCamera(c: ApiContext, cameraId: string): Promise<void> {
    withinSight(c, await room.register.camera(cameraId), `camera “${cameraId}”`);
  }

  async function shown({ privateSince, ...drawn }: Drawn): Promise<z.infer<typeof CameraZones>> {
    const image = await room.zones.testImage(drawn.cameraId);
    if (image === undefined || showsWhatIsPrivate(image, { ...drawn, privateSince })) return drawn;
    const { takenAt, light } = image;
    return { ...drawn, testImage: { takenAt, light, link: `/cameras/${drawn.cameraId}/test-image` } };
  }

  /** Nobody is given a link to an image that shows what is private now; nor shall it lie in the bucket. */
  async function removeOutdatedTestImage(c: ApiContext, drawn: Drawn): Promise<void> {
    const image = await room.zones.testImage(drawn.cameraId);
    if (image === undefined || !showsWhatIsPrivate(image, drawn)) return;
    try {
      await room.stills.remove(image.key);
      await room.zones.forgetTestImage(drawn.cameraId);
    } catch (cause) {
      // The zones are saved all the same. The record stays, and whoever draws next removes the image with it.
      room.log.error('REQUEST_FAILED', { path: c.req.path, during: 'removing a test image' }, cause);
    }
  }

  routes.openapi(readZonesRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCamera(c, cameraId);
    return c.json(await shown(await room.zones.get(cameraId)), 200);
  });

  routes.openapi(drawZonesRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCamera(c, cameraId);
    const { version, zones } = c.req.valid('json');
    const before = await room.zones.get(cameraId);
    requireVersion(`What camera ${cameraId} watches`, before.version, version);
    const drawn = redrawn(before, zones, personOf(c).username, room.clock());
    await room.zones.save(drawn, { after: before.version });
    await removeOutdatedTestImage(c, drawn);
    return c.json(await shown(drawn), 200);
  });

  routes.openapi(testImageRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCamera(c, cameraId);
    const [image, drawn] = await Promise.all([room.zones.testImage(cameraId), room.zones.get(cameraId)]);
    if (image === undefined || showsWhatIsPrivate(image, drawn)) {
      throw new NotFound(
        `There is no picture of what camera ${cameraId} sees yet: the next clip that it sends brings one.`,
      );
    }
    const { username } = personOf(c);
    const at = room.clock();
    await room.audit.note({ username, at, did: 'viewed-still', subject: cameraId, detail: image.key });
    const link = await room.stills.to(image.key);
    room.log.info('FOOTAGE_VIEWED', { cameraId, shows: 'test-image' });
    return c.redirect(link, 303);
  });

  routes.openapi(learningRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCamera(c, cameraId);
    const now = room.clock();
    const [flags, { zones }] = await Promise.all([
      room.cameraFlags.since(cameraId, teachesSince(now)),
      room.zones.get(cameraId),
    ]);
    const settings = leastConfidenceOf(room.detection, cameraId);
    const { threshold, because, judged, falseFlags } = thresholdOf(settings, flags, now);
    const masks = proposedMasks(flags, zones, now);
    const stands = { settings, now: threshold, ...(because === undefined ? {} : { because }) };
    return c.json({ cameraId, threshold: stands, judged, falseFlags, proposedMasks: masks }, 200);
  });

  routes.openapi(weeksRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCamera(c, cameraId);
    const { from = weeksBefore(room.clock(), WEEKS_SHOWN - 1) } = c.req.valid('query');
    const [counted, flags] = await Promise.all([
      room.cameraWeeks.since(cameraId, from),
      room.cameraFlags.since(cameraId, weekBegins(from)),
    ]);
    const weeks = weeklyReport(counted, flags, room.detection.usdPerThousandPictures);
    return c.json({ cameraId, weeks }, 200);
  });

  routes.openapi(callsRoute, async (c) => {
    const today = room.clock().slice(0, 10);
    const { month = today.slice(0, 7) } = c.req.valid('query');
    const { callsPerMonth, callsPerDay, usdPerThousandPictures } = room.detection;
    const calls = await room.rekognitionCalls.of(month);
    const days = await Promise.all(
      daysSoFar(month, today).map(async (day) => ({ day, calls: await room.rekognitionCalls.of(day) })),
    );
    const cost = costUsd(calls, usdPerThousandPictures);
    return c.json({ month, calls, callsPerMonth, callsPerDay, costUsd: cost, days }, 200);
  });

  return routes;
}

/** The days of a month such as `2026-11`, up to today. */
function daysSoFar(month: string, today: string): string[] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Array.from(
    { length: daysInMonth },
    (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`,
  ).filter((day) => day <= today);
}
