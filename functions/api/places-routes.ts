import { OpenAPIHono, z } from '@hono/zod-openapi';
import { derivedId } from '../../shared/platform/derived-id.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import type { Asset } from '../../shared/register/asset.ts';
import { endedEarly, muteOf } from '../../shared/sensors/mute.ts';
import { isSensed, placesAbove } from '../../shared/sensors/place-rules.ts';
import { settingsFor } from '../../shared/sensors/sensor-settings.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Id, json, listOf, registerId } from './contract.ts';
import { requireVersion } from './moves.ts';
import { Mute, MuteAsked, PlaceSensorSettings, SetSensorSettings } from './places-contract.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Sensors'];
const params = z.object({ placeId: registerId('ash-court-door') });

const readSettingsRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/places/{placeId}/sensor-settings',
    operationId: 'readSensorSettings',
    tags,
    summary: 'By which numbers faults are found at a place',
    description: 'A place is an estate, a block, a door, a light or a sensor.',
    request: { params },
    responses: { 200: json('Its own settings, and what holds in all.', PlaceSensorSettings) },
  },
);

const setSettingsRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'put',
    path: '/places/{placeId}/sensor-settings',
    operationId: 'setSensorSettings',
    tags,
    summary: 'Set what a place has otherwise than the landlord’s settings',
    description:
      'It holds for everything at the place within two minutes: all its devices are looked at again.',
    request: {
      params,
      body: { required: true, ...json('The settings, and on which version.', SetSensorSettings) },
    },
    responses: {
      200: json('What holds now.', PlaceSensorSettings),
      409: {
        description: 'Somebody set them anew since you looked.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

const mutesRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/places/{placeId}/mutes',
    operationId: 'listMutes',
    tags,
    summary: 'The times of which no fault of a place is told',
    description: 'Those that hold, those to come, and those of the last 35 days.',
    request: { params },
    responses: { 200: json('Its mutes, the last to end first.', listOf(Mute, 'MuteList')) },
  },
);

const muteRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'post',
    path: '/places/{placeId}/mutes',
    operationId: 'mute',
    tags,
    summary: 'Mute a place: planned maintenance, a removal van, a polling station',
    description:
      'No fault that is found meanwhile is told, and what goes on meanwhile is no evidence afterwards. A low battery is told all the same.',
    request: { params, body: { required: true, ...json('When, and why.', MuteAsked) } },
    responses: { 201: json('The mute.', Mute) },
  },
);

const endMuteRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'post',
    path: '/places/{placeId}/mutes/{muteId}/end',
    operationId: 'endMute',
    tags,
    summary: 'End a mute before its time',
    request: { params: params.extend({ muteId: Id.openapi({ example: 'MU-7K2M9QX4DA' }) }) },
    responses: {
      200: json('The mute as it is now.', Mute),
      409: {
        description: 'It is over.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

/** Places with sensors: the settings that hold there, and the times of which nothing is told. */
export function placesRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function seenPlace(c: ApiContext, placeId: string): Promise<Asset> {
    const place = await room.register.asset(placeId);
    return withinSight(c, place && isSensed(place) ? place : undefined, `place with sensors “${placeId}”`);
  }

  async function holdsAt(place: Asset): Promise<z.infer<typeof PlaceSensorSettings>> {
    const watched = place.kind === 'sensor' ? await room.register.asset(place.watches) : undefined;
    const now = room.clock();
    const rules = await Promise.all(placesAbove(place, watched).map((id) => room.places.of(id, now)));
    const inForce = settingsFor(room.sensorSettings, ...rules.map(({ settings }) => settings?.overrides));
    const { overrides = {}, version = 0, setBy, setAt } = rules.at(-1)?.settings ?? {};
    const set = setBy !== undefined && setAt !== undefined ? { setBy, setAt } : {};
    return { placeId: place.id, version, overrides, ...set, inForce };
  }

  routes.openapi(readSettingsRoute, async (c) => {
    const place = await seenPlace(c, c.req.valid('param').placeId);
    return c.json(await holdsAt(place), 200);
  });

  routes.openapi(setSettingsRoute, async (c) => {
    const place = await seenPlace(c, c.req.valid('param').placeId);
    const { version, overrides } = c.req.valid('json');
    const before = await holdsAt(place);
    requireVersion(`What holds at ${place.id}`, before.version, version);
    const [setBy, setAt] = [personOf(c).username, room.clock()];
    const settings = { placeId: place.id, overrides, setBy, setAt, version: version + 1 };
    await room.places.save(settings, { after: version }, setAt);
    return c.json(await holdsAt(place), 200);
  });

  routes.openapi(mutesRoute, async (c) => {
    const place = await seenPlace(c, c.req.valid('param').placeId);
    const { mutes } = await room.places.of(place.id, room.clock());
    return c.json({ items: mutes.toReversed() }, 200);
  });

  routes.openapi(muteRoute, async (c) => {
    const place = await seenPlace(c, c.req.valid('param').placeId);
    const [by, now] = [personOf(c).username, room.clock()];
    const asked = c.req.valid('json');
    const id = derivedId('MU', `${place.id} ${by} ${now} ${asked.until}`);
    const mute = muteOf(asked, { id, placeId: place.id, by }, now);
    await room.places.mute(mute, now);
    return c.json(mute, 201);
  });

  routes.openapi(endMuteRoute, async (c) => {
    const { placeId, muteId } = c.req.valid('param');
    const place = await seenPlace(c, placeId);
    const now = room.clock();
    const { mutes } = await room.places.of(place.id, now);
    const mute = mutes.find(({ id }) => id === muteId);
    if (mute === undefined) throw new NotFound(`There is no mute “${muteId}” of ${place.id}.`);
    const ended = endedEarly(mute, personOf(c).username, now);
    await room.places.change(mute, ended, now);
    return c.json(ended, 200);
  });

  return routes;
}
