import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pictureName } from '../../../../shared/incidents/incident-file.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { byRule, Role } from '../../../../shared/platform/person.ts';
import { muteOf } from '../../../../shared/sensors/mute.ts';
import { planWalkabout } from '../../../../shared/walkabouts/walkabout.ts';
import { aClip, aPerson, aRegister, aReport, aStill, aTask, aWalkabout } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, FLAGGED_AT, flag, NOW } from './api-at-work.ts';

const Access = z.object({ roles: z.array(Role), within: z.string() });
const Declared = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-access': Access }))),
});

const tables = tablesForThisFile();
let api: ApiAtWork;
let routes: { method: string; path: string; access: z.infer<typeof Access> }[];

// Everything that a path can name, all of it in the patch north.
beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  await api.room.clips.note(aClip());
  const image = { key: 'test-image.jpg', takenAt: FLAGGED_AT, light: 'daylight', zonesVersion: 0 } as const;
  await api.room.zones.keepTestImage('ash-court-bin-camera', image);
  const incident = await flag(api);
  const by = byRule('work-for-incident');
  const history = { version: 1, at: FLAGGED_AT, by, did: 'opened', status: 'open', said: 'flagged' } as const;
  const { key, sha256 } = aStill('drop', 13);
  const photo = { key, sha256, shows: 'after', at: FLAGGED_AT, by: 'officer-north' } as const;
  await api.room.tasks.open({ task: aTask({ incidentId: incident.id, photos: [photo] }), history });

  const asked = { until: plusSeconds(NOW, 3600), because: 'A removal van' };
  const mute = muteOf(asked, { id: 'MU-1', placeId: 'ash-court-door', by: 'officer-north' }, NOW);
  await api.room.places.mute(mute, NOW);

  const walkabout = aWalkabout();
  await api.room.walkabouts.plan(planWalkabout(walkabout, byRule('test'), NOW));
  const report = aReport();
  await api.room.reports.keep(report, { firstName: 'Ada' });

  const { paths } = Declared.parse((await api.ask(undefined, 'GET', '/openapi.json')).json);
  const names = new Map([
    ['incidentId', incident.id],
    ['picture', pictureName(aStill('drop', 13))],
    ['sha256', sha256],
    ['taskId', aTask().id],
    ['cameraId', 'ash-court-bin-camera'],
    ['recordedAt', aClip().recordedAt],
    ['estateId', 'riverside'],
    ['placeId', 'ash-court-door'],
    ['muteId', mute.id],
    ['walkaboutId', walkabout.id],
    ['assessorId', 'TA-0000000001'],
    ['reference', report.id],
  ]);
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-access': access }]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => names.get(name) ?? whole),
      access,
    })),
  );
});

const BODY = {
  version: 1,
  note: 'said',
  reason: 'said',
  disposition: 'test',
  zones: [],
  until: plusSeconds(NOW, 3600),
  assignee: 'officer-north',
  because: 'A removal van',
  hazard: 'asbestos',
  trade: 'doors',
  shows: 'after',
  bytes: 1_000,
  sha256: aStill('drop', 13).sha256,
  labourPence: 4_500,
  partner: 'Northside Council',
  kind: 'walkabout',
  day: '2026-11-26',
  estateId: 'riverside',
  stops: ['ash-court'],
  answers: [{ assetId: 'ash-court', item: 'no-graffiti', answer: 'yes', lookedAt: NOW }],
  name: 'Ada Example',
  estateIds: ['riverside'],
};
const NEEDED: Record<string, readonly string[]> = {
  confirm: ['version', 'note'],
  dismiss: ['version', 'note', 'disposition'],
  'name-hazard': ['version', 'hazard'],
  assign: ['version', 'assignee'],
  'hand-over': ['version', 'trade', 'note'],
  attend: ['version', 'note'],
  referrals: ['partner', 'note'],
  pause: ['version', 'note'],
  resume: ['version', 'note'],
  complete: ['version', 'note'],
  cancel: ['version', 'note'],
  notes: ['note'],
  'photo-uploads': ['bytes', 'sha256'],
  [aStill('drop', 13).sha256]: ['shows'],
  costs: ['version', 'labourPence'],
  zones: ['version', 'zones'],
  mutes: ['until', 'because'],
  walkabouts: ['kind', 'day', 'estateId'],
  reroute: ['version', 'stops'],
  start: ['version', 'note'],
  answers: ['answers'],
  assessors: ['name', 'estateIds'],
  revoke: ['version'],
};

/** A body that the move, or the thing, at the end of a path takes. */
function bodyFor(method: string, path: string) {
  if (method === 'GET') return {};
  const needed = NEEDED[path.split('/').at(-1) ?? ''] ?? ['version', 'reason'];
  return { body: Object.fromEntries(Object.entries(BODY).filter(([name]) => needed.includes(name))) };
}

describe('access as it is declared', () => {
  it('refuses everybody who has none of the roles', async () => {
    const guarded = routes.filter(({ access }) => access.roles.length > 0);
    expect(guarded.length).toBeGreaterThan(15);
    for (const { method, path, access } of guarded) {
      const others = Role.options.filter((role) => !access.roles.includes(role));
      const answer = await api.ask(aPerson({ roles: others }), method, path, bodyFor(method, path));
      expect(answer, `${method} ${path}`).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
    }
  });

  it('refuses everybody who has not signed in', async () => {
    for (const { method, path } of routes) {
      expect(await api.ask(undefined, method, path, bodyFor(method, path)), path).toMatchObject({
        status: 401,
      });
    }
  });

  it('finds nothing for somebody whose patch is another', async () => {
    const inPatches = routes.filter(({ access }) => access.within.endsWith('patch'));
    expect(inPatches.length).toBeGreaterThan(12);
    for (const { method, path, access } of inPatches) {
      const stranger = aPerson({
        roles: [...Role.options].filter((role) => role !== 'manager'),
        patches: ['south'],
      });
      const request = { ...bodyFor(method, path), query: { patch: 'north', estate: 'riverside' } };
      const answer = await api.ask(stranger, method, path, request);
      expect(answer, `${method} ${path}`).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
      expect(access.roles.length).toBeGreaterThan(0);
    }
  });

  it('lets those in who have the role and the patch', async () => {
    const inPatches = routes.filter(
      ({ access, method }) => access.within.endsWith('patch') && method === 'GET',
    );
    for (const { method, path } of inPatches) {
      const answer = await api.ask(aPerson(), method, path, {
        query: { patch: 'north', estate: 'riverside' },
      });
      expect([200, 303], `${method} ${path} answers ${answer.status}`).toContain(answer.status);
    }
  });
});
