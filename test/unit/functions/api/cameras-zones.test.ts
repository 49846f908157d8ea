import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestImage, Zone } from '../../../../shared/clips/camera/zones.ts';
import { AuditStore } from '../../../../shared/platform/audit-store.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aManager, aPerson, aRegister, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });
const CAMERA = 'ash-court-bin-camera';
const CAMERA_PATH = `/cameras/${CAMERA}`;

const points = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
];
const yard: Zone = { id: 'yard', name: 'Yard', kind: 'watch', points };
const window: Zone = { id: 'window', name: 'Flat 3', kind: 'private', points };
const image: TestImage = {
  key: 'test-images/ash-court-bin-camera/0.jpg',
  takenAt: at('2026-11-22T08:00:00Z'),
  light: 'daylight',
  zonesVersion: 0,
};

let table: Table;
let api: ApiAtWork;

beforeEach(async () => {
  table = tables.fresh();
  api = apiOn(table);
  await api.room.register.import(aRegister());
});

const draw = (version: number, zones: readonly object[], person = officer) =>
  api.ask(person, 'PUT', `${CAMERA_PATH}/zones`, { body: { version, zones } });

describe('the zones of a camera', () => {
  it('are none at version 0 until somebody draws some', async () => {
    const answer = await api.ask(officer, 'GET', `${CAMERA_PATH}/zones`);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual({ cameraId: CAMERA, zones: [], version: 0 });
  });

  it('are drawn by an officer or a manager, and say by whom and when', async () => {
    expect((await draw(0, [yard])).json).toEqual({
      cameraId: CAMERA,
      zones: [yard],
      version: 1,
      changedAt: NOW,
      changedBy: 'officer-north',
    });
    expect(await draw(1, [yard, window], aManager())).toMatchObject({ status: 200, json: { version: 2 } });
    expect((await api.ask(officer, 'GET', `${CAMERA_PATH}/zones`)).json).toMatchObject({
      zones: [yard, window],
      version: 2,
      changedBy: 'manager',
    });
  });

  it('drawn on a version that is gone are a conflict with the version there is', async () => {
    await draw(0, [yard]);
    expect(await draw(0, [])).toMatchObject({
      status: 409,
      json: {
        code: 'CONFLICT',
        current: 1,
        detail: `What camera ${CAMERA} watches has changed since you looked (version 0): it is at version 1 now.`,
      },
    });
  });

  it('that two people draw at the same moment are one’s, and the other is told', async () => {
    const answers = await Promise.all([draw(0, [yard]), draw(0, [window], aManager())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ current: 1 });
  });

  it('that cover nothing are refused, and the sentence names which', async () => {
    const flat = [0.1, 0.5, 0.9].map((x) => ({ x, y: 0.5 }));
    const answer = await draw(0, [yard, { ...window, points: flat }]);
    expect(answer).toMatchObject({
      status: 400,
      json: {
        errors: [
          {
            field: 'zones[1].points',
            message: 'the zone covers nothing: its corners lie on one line, or its sides cross',
          },
        ],
      },
    });
    expect(await api.room.zones.get(CAMERA)).toMatchObject({ version: 0 });
  });

  it.each([
    [
      'with more than thirty',
      Array.from({ length: 31 }, (_, index) => ({ ...yard, id: `z${index}` })),
      'zones',
    ],
    ['with one id twice', [yard, yard], 'zones'],
    ['of a kind that there is not', [{ ...yard, kind: 'guard' }], 'zones[0].kind'],
    ['outside the picture', [{ ...yard, points: [...points, { x: 2, y: 0 }] }], 'zones[0].points[3].x'],
  ])('%s are refused', async (_, zones, field) => {
    expect(await draw(0, zones)).toMatchObject({ status: 400, json: { errors: [{ field }] } });
  });

  it('are not drawn without saying on which version', async () => {
    const answer = await api.ask(officer, 'PUT', `${CAMERA_PATH}/zones`, { body: { zones: [] } });
    expect(answer).toMatchObject({
      status: 400,
      json: { errors: [{ field: 'version', message: 'it is missing' }] },
    });
  });

  it('are not for an enforcement officer to draw, who may look at them', async () => {
    const enforcement = aPerson({ roles: ['enforcement-officer'] });
    expect(await draw(0, [yard], enforcement)).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
    expect(await api.ask(enforcement, 'GET', `${CAMERA_PATH}/zones`)).toMatchObject({ status: 200 });
  });

  it.each([
    ['of another patch’s camera', 'elm-house-yard-camera'],
    ['of a camera that the register does not know', 'stray-camera'],
    ['of what is no camera', 'ash-court-door'],
  ])('%s are not found, in the same words', async (_, cameraId) => {
    const detail = `There is no camera “${cameraId}” among what you look after.`;
    const path = `/cameras/${cameraId}/zones`;
    expect(await api.ask(officer, 'GET', path)).toMatchObject({ status: 404, json: { detail } });
    const body = { version: 0, zones: [] };
    expect(await api.ask(officer, 'PUT', path, { body })).toMatchObject({ status: 404, json: { detail } });
  });
});

describe('the picture that zones are drawn on', () => {
  it('is told of with the zones, and a link that lives five minutes leads to it', async () => {
    await api.room.zones.keepTestImage(CAMERA, image);
    expect((await api.ask(officer, 'GET', `${CAMERA_PATH}/zones`)).json).toMatchObject({
      testImage: { takenAt: image.takenAt, light: 'daylight', link: `${CAMERA_PATH}/test-image` },
    });
    const answer = await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`);
    expect(answer.status).toBe(303);
    const link = new URL(answer.headers.location ?? '');
    expect(link.pathname).toContain(image.key);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('300');
  });

  it('is recorded with who, when and which, and logged', async () => {
    await api.room.zones.keepTestImage(CAMERA, image);
    await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`);
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toEqual([
      { username: 'officer-north', at: NOW, did: 'viewed-still', subject: CAMERA, detail: image.key },
    ]);
    expect(api.logged()).toContainEqual(
      expect.objectContaining({ code: 'FOOTAGE_VIEWED', cameraId: CAMERA, shows: 'test-image' }),
    );
  });

  it('is not given to anybody while views cannot be recorded', async () => {
    await api.room.zones.keepTestImage(CAMERA, image);
    const unrecorded = apiOn(table, { audit: new AuditStore(tables.missing()) });
    const answer = await unrecorded.ask(officer, 'GET', `${CAMERA_PATH}/test-image`);
    expect(answer.status).toBe(500);
    expect(answer.headers.location).toBeUndefined();
  });

  it('of another patch is refused, and the attempt recorded', async () => {
    await api.room.zones.keepTestImage(CAMERA, image);
    const path = `${CAMERA_PATH}/test-image`;
    expect(await api.ask(elsewhere, 'GET', path)).toMatchObject({ status: 404 });
    expect(await api.room.audit.ofPerson('officer-south', '2026-11-22')).toEqual([
      { username: 'officer-south', at: NOW, did: 'was-refused', subject: path, detail: 'NOT_FOUND' },
    ]);
  });

  it('that is not there yet is not found, and says when it will be', async () => {
    const answer = await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`);
    expect(answer).toMatchObject({
      status: 404,
      json: { detail: expect.stringContaining('the next clip that it sends brings one') },
    });
  });
});

describe('drawing private zones anew', () => {
  it('removes the picture that shows what is private now, from the bucket too', async () => {
    const remove = vi.spyOn(api.room.stills, 'remove').mockResolvedValue();
    await api.room.zones.keepTestImage(CAMERA, image);
    const answer = await draw(0, [window]);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).not.toHaveProperty('testImage');
    expect(remove.mock.calls).toEqual([[image.key]]);
    expect(await api.room.zones.testImage(CAMERA)).toBeUndefined();
  });

  it('keeps the picture when only other zones change', async () => {
    const remove = vi.spyOn(api.room.stills, 'remove').mockResolvedValue();
    await api.room.zones.keepTestImage(CAMERA, image);
    expect((await draw(0, [yard])).json).toHaveProperty('testImage');
    expect(remove).not.toHaveBeenCalled();
    expect(await api.room.zones.testImage(CAMERA)).toEqual(image);
  });

  it('shows nobody the picture though it cannot be removed now, and removes it the next time', async () => {
    const remove = vi.spyOn(api.room.stills, 'remove').mockRejectedValueOnce(new Error('S3 is away'));
    await api.room.zones.keepTestImage(CAMERA, image);
    const answer = await draw(0, [window]);
    expect(answer).toMatchObject({ status: 200, json: { version: 1 } });
    expect(answer.json).not.toHaveProperty('testImage');
    expect(api.logged()).toContainEqual(
      expect.objectContaining({ code: 'REQUEST_FAILED', during: 'removing a test image' }),
    );
    expect(await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`)).toMatchObject({ status: 404 });

    remove.mockResolvedValue();
    await draw(1, [window, yard]);
    expect(remove).toHaveBeenLastCalledWith(image.key);
    expect(await api.room.zones.testImage(CAMERA)).toBeUndefined();
  });

  it('shows nobody a picture that was taken by the old zones and came late', async () => {
    await draw(0, [window]);
    await api.room.zones.keepTestImage(CAMERA, image);
    expect(await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`)).toMatchObject({ status: 404 });
    expect((await api.ask(officer, 'GET', `${CAMERA_PATH}/zones`)).json).not.toHaveProperty('testImage');
    await api.room.zones.keepTestImage(CAMERA, { ...image, zonesVersion: 1 });
    expect(await api.ask(officer, 'GET', `${CAMERA_PATH}/test-image`)).toMatchObject({ status: 303 });
  });
});
