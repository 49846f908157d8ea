import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { demoDeposit } from '../../../../local/demo/clip.ts';
import type { Zone } from '../../../../shared/clips/camera/zones.ts';
import { redrawn, undrawn } from '../../../../shared/clips/camera/zones.ts';
import { LabelsUnavailable } from '../../../../shared/clips/labels/labels.ts';
import { Throttled } from '../../../../shared/clips/labels/labels-rekognition.ts';
import type { Box } from '../../../../shared/clips/recording/picture.ts';
import { at } from '../../../support/builders.ts';
import { demoClip } from '../../../support/demo-clip.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { CAMERA, type CameraRoom, cameraRoom, RECORDED_AT } from './camera-room.ts';

const tables = tablesForThisFile();
const newRoom = (said: Parameters<typeof cameraRoom>[1] = {}) => cameraRoom(tables.fresh(), said);

/** A zone over a box of the picture. */
const zone = (kind: Zone['kind'], { left, top, width, height }: Box): Zone => ({
  id: `the-${kind}-zone`,
  name: `the ${kind} zone`,
  kind,
  points: [
    { x: left, y: top },
    { x: left + width, y: top },
    { x: left + width, y: top + height },
    { x: left, y: top + height },
  ],
});
const corner: Box = { left: 0, top: 0, width: 0.2, height: 0.2 };
const aroundDeposit: Box = { left: 0.4, top: 0.6, width: 0.4, height: 0.35 };

async function draw(room: CameraRoom, zones: Zone[]): Promise<void> {
  await room.zones.save(redrawn(undrawn(CAMERA), zones, 'officer-north', RECORDED_AT), { after: 0 });
}

describe('what is left in a zone', () => {
  it.each([
    ['that is ignored', zone('ignore', aroundDeposit), 'nothing-found'],
    ['outside the one that is watched', zone('watch', corner), 'nothing-found'],
    ['that is watched', zone('watch', aroundDeposit), 'flagged'],
  ])('%s ends as it should', async (_, drawn, status) => {
    const room = await newRoom();
    await draw(room, [drawn]);
    expect(await room.take(RECORDED_AT, demoClip)).toMatchObject({ status });
  });

  it('that is private is in no picture, neither kept nor sent', async () => {
    const room = await newRoom();
    await draw(room, [zone('private', corner)]);
    await room.take(RECORDED_AT, demoClip);
    const flag = await room.flag();
    const drop = flag?.seen?.stills.find(({ shows }) => shows === 'drop');
    const kept = await room.stillKept(drop?.key ?? '');
    const sent = room.detectLabels.mock.calls.map(([jpeg]) => jpeg);
    for (const jpeg of [kept, sent[0], sent[1], sent[2]]) {
      // Somewhat less than the zone: a JPEG's blocks run over its edge.
      const part = sharp(jpeg).extract({ left: 0, top: 0, width: 112, height: 56 });
      expect(Math.max(...(await part.raw().toBuffer()))).toBeLessThan(16);
    }
  });
});

describe('a camera’s test image', () => {
  it('is taken from its first clip, and again when a day has gone', async () => {
    const room = await newRoom();
    await room.take(RECORDED_AT, demoClip);
    const first = await room.zones.testImage(CAMERA);
    expect(first).toMatchObject({ light: 'daylight', zonesVersion: 0 });
    expect([...((await room.stillKept(first?.key ?? '')) ?? []).slice(0, 2)]).toEqual([0xff, 0xd8]);
    await room.take(at('2026-11-22T20:00:00Z'), demoClip);
    expect(await room.zones.testImage(CAMERA)).toEqual(first);
    await room.take(at('2026-11-23T20:00:00Z'), demoClip);
    expect((await room.zones.testImage(CAMERA))?.takenAt).toMatch(/^2026-11-23T20:00/);
  });
});

describe('what Rekognition is asked', () => {
  it('is counted for the clip, its camera’s week, the day and the month', async () => {
    const room = await newRoom();
    expect(await room.take(RECORDED_AT, demoClip)).toMatchObject({ labelCalls: 4, textCalls: 0 });
    expect(await room.weeks.since(CAMERA, '2026-W01')).toEqual([
      { cameraId: CAMERA, week: '2026-W47', clips: 1, flags: 1, labelCalls: 4, textCalls: 0 },
    ]);
    expect([await room.counted.of('2026-11'), await room.counted.of('2026-11-22')]).toEqual([4, 4]);
  });

  it('ends at the cap: the clip is flagged without labels, and says so', async () => {
    const room = await newRoom({ callsPerMonth: 2 });
    const record = await room.take(RECORDED_AT, demoClip);
    expect(record).toMatchObject({ status: 'flagged', labelCalls: 2 });
    expect(record?.reasons.join()).toMatch(/not looked at for people and things: The month’s cap of 2/);
  });

  it('waits for a later attempt while Rekognition is throttled, and not for ever', async () => {
    const room = await newRoom();
    room.detectLabels.mockRejectedValueOnce(new Throttled('Rekognition is taking no more pictures.'));
    await room.upload(demoClip);
    await expect(room.deliver()).rejects.toThrow(Throttled);
    expect(await room.record()).toBeUndefined();
    await room.deliver(undefined, 3);
    expect(room.detectLabels.mock.lastCall?.[1]).toEqual({ lastAttempt: true });
    expect(await room.record()).toMatchObject({ status: 'flagged' });
  });
});

describe('a camera’s threshold', () => {
  it('is the landlord’s, or its own', async () => {
    const wary = await newRoom({ cameras: { [CAMERA]: { leastConfidence: 1 } } });
    expect(await wary.take(RECORDED_AT, demoClip)).toMatchObject({ status: 'nothing-found' });
  });

  it('rises with its false flags', async () => {
    const room = await newRoom();
    // Without labels nothing is very sure.
    room.detectLabels.mockRejectedValue(new LabelsUnavailable('Rekognition is taking no more pictures.'));
    const flag = { cameraId: CAMERA, box: demoDeposit.box, confidence: 0.9 };
    for (let day = 10; day < 20; day++) {
      const id = `flag-${day}`;
      const of = { sightingId: id, clipId: id, incidentId: id, at: at(`2026-11-${day}T12:00:00Z`) };
      await room.cameraFlags.note(CAMERA, [{ ...flag, ...of, outcome: 'weather-or-light' }]);
    }
    const record = await room.take(RECORDED_AT, demoClip);
    expect(record?.reasons).toContain('too faint to flag');
  });
});
