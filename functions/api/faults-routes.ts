import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Incident } from '../../shared/incidents/incident.ts';
import { settingsOf, Watches } from '../../shared/incidents/watch.ts';
import { earlier, Instant, later, plusSeconds } from '../../shared/platform/instant.ts';
import { weekBegins, weekOf } from '../../shared/platform/week.ts';
import type { Asset, Sensor } from '../../shared/register/asset.ts';
import { type Observed, observedWeeks, shareObserved } from '../../shared/sensors/coverage.ts';
import { coverage } from '../../shared/sensors/heard.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiEnv, withinSight } from './caller.ts';
import { json, registerId } from './contract.ts';
import { EstateFaults } from './places-contract.ts';
import type { Room } from './room.ts';

const DAY_SECONDS = 86_400;
const DAYS_SHOWN = 28;

const faultsRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/estates/{estateId}/faults',
    operationId: 'countFaults',
    tags: ['Sensors'],
    summary: 'How often each door and light of an estate failed, and how much of the time that was observed',
    description: `Without times: the last ${DAYS_SHOWN} days. An incident counts when it occurred.`,
    request: {
      params: z.object({ estateId: registerId('riverside') }),
      query: z.object({ from: Instant.optional(), until: Instant.optional() }),
    },
    responses: { 200: json('Each door and light.', EstateFaults) },
  },
);

/** The faults of doors and lights, counted beside the coverage that they rest on. */
export function faultsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();
  const watches = new Watches(room.register, room.places);

  routes.openapi(faultsRoute, async (c) => {
    const { estateId } = c.req.valid('param');
    const estate = await room.register.asset(estateId);
    withinSight(c, estate?.kind === 'estate' ? estate : undefined, `estate “${estateId}”`);
    const now = room.clock();
    const { until = now, from = plusSeconds(until, -DAYS_SHOWN * DAY_SECONDS) } = c.req.valid('query');
    const [assets, incidents] = await Promise.all([
      room.register.onEstate(estateId),
      room.incidents.ofEstate(estateId, from, until),
    ]);
    const failing = assets.filter(isDoorOrLight);
    const items = await Promise.all(
      failing.map(async (asset) => {
        const sensors = assets.filter(
          (other): other is Sensor => other.kind === 'sensor' && other.watches === asset.id,
        );
        const stretches = sensors.length === 0 ? [] : await observed(asset.id, sensors, from, now);
        // Nobody has observed what is yet to come.
        const end = earlier(until, now);
        return {
          assetId: asset.id,
          assetName: asset.name,
          kind: asset.kind,
          incidents: counted(incidents, asset.id),
          coverage: sensors.length === 0 ? null : shareObserved(stretches, from, end),
        };
      }),
    );
    return c.json({ from, until, items }, 200);
  });

  /** What was observed of an asset since a time: its weeks as they were counted, and those its devices still remember. */
  async function observed(
    assetId: string,
    sensors: readonly Sensor[],
    from: Instant,
    now: Instant,
  ): Promise<Observed[]> {
    const weeks = observedWeeks(await room.coverage.since(assetId, weekOf(from)));
    const running = later(from, weekBegins(weekOf(now)));
    const shares = await Promise.all(sensors.map((sensor) => shareSince(sensor, running, now)));
    const counted = weeks.filter((week) => week.from < weekBegins(weekOf(now)));
    return [...counted, { from: running, until: now, share: Math.max(0, ...shares) }];
  }

  async function shareSince(sensor: Sensor, from: Instant, now: Instant): Promise<number> {
    const [watch, kept] = await Promise.all([watches.of(sensor.id, now), room.devices.get(sensor.id)]);
    if (watch === undefined || kept === undefined) return 0;
    return coverage(kept.state.heard, settingsOf(watch, room.sensorSettings).silence, from, now);
  }

  return routes;
}

function isDoorOrLight(asset: Asset): asset is Extract<Asset, { kind: 'door' | 'light' }> {
  return asset.kind === 'door' || asset.kind === 'light';
}

function counted(incidents: readonly Incident[], assetId: string): Partial<Record<Incident['kind'], number>> {
  const own = incidents.filter((incident) => incident.assetId === assetId && incident.status !== 'dismissed');
  const byKind = Map.groupBy(own, ({ kind }) => kind);
  return Object.fromEntries([...byKind].map(([kind, of]) => [kind, of.length]));
}
