import { OpenAPIHono, z } from '@hono/zod-openapi';
import { clipId } from '../../shared/clips/clip.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Clip, json, PageAsked, pageOf, registerId } from './contract.ts';
import type { Room } from './room.ts';

const tags = ['Clips'];
const CameraId = registerId('ash-court-bin-store-camera');

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', footage: true },
  {
    method: 'get',
    path: '/cameras/{cameraId}/clips',
    operationId: 'listClips',
    tags,
    summary: 'What was found in a camera’s clips, newest first',
    request: { params: z.object({ cameraId: CameraId }), query: PageAsked },
    responses: { 200: json('A page of clips’ records.', pageOf(Clip, 'ClipPage')) },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', footage: true },
  {
    method: 'get',
    path: '/clips/{cameraId}/{recordedAt}',
    operationId: 'readClip',
    tags,
    summary: 'What was found in one clip',
    request: { params: z.object({ cameraId: CameraId, recordedAt: Instant }) },
    responses: { 200: json('The clip’s record.', Clip) },
  },
);

/** Clips: what was found in each. The footage itself is not given out here. */
export function clipsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  /** What a camera that is not in the register recorded lies in no patch: it is for managers to sort out. */
  async function requireCameraInSight(c: ApiContext, cameraId: string): Promise<void> {
    const camera = await room.register.camera(cameraId);
    if (camera === undefined && personOf(c).roles.includes('manager')) return;
    withinSight(c, camera, `camera “${cameraId}”`);
  }

  routes.openapi(listRoute, async (c) => {
    const { cameraId } = c.req.valid('param');
    await requireCameraInSight(c, cameraId);
    const { limit, from } = c.req.valid('query');
    return c.json(await room.clips.ofCamera(cameraId, limit, from), 200);
  });

  routes.openapi(readRoute, async (c) => {
    const { cameraId, recordedAt } = c.req.valid('param');
    await requireCameraInSight(c, cameraId);
    const clip = await room.clips.get(clipId(cameraId, recordedAt));
    if (clip === undefined) {
      throw new NotFound(
        `No clip that camera ${cameraId} recorded at ${recordedAt} has been analysed: either there is none, or it still waits.`,
      );
    }
    return c.json(clip, 200);
  });

  return routes;
}
