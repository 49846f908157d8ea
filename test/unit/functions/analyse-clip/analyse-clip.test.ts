import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyseClip } from '../../../../functions/analyse-clip/analyse-clip.ts';
import { demoDeposit } from '../../../../local/demo/clip.ts';
import { clipKey } from '../../../../shared/clips/clip.ts';
import { SHOWS_NOTHING } from '../../../../shared/clips/clips-bucket.ts';
import { LabelsUnavailable } from '../../../../shared/clips/labels/labels.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { aRegister, at } from '../../../support/builders.ts';
import { demoClip } from '../../../support/demo-clip.ts';
import { smallRecording } from '../../../support/drawn-clip.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { ANALYSED_AT, CAMERA, type CameraRoom, cameraRoom, RECORDED_AT } from './camera-room.ts';

const tables = tablesForThisFile();

let quiet: Uint8Array;
beforeAll(async () => {
  quiet = await smallRecording(4);
});

let room: CameraRoom;
beforeEach(async () => {
  room = await cameraRoom(tables.fresh());
});

describe('a clip in which something is left behind', () => {
  it('becomes a flag with its stills, its place and its time, and says so on its record', async () => {
    await room.upload(demoClip);
    await room.deliver();
    const flag = await room.flag();
    const record = await room.record();
    expect(record).toMatchObject({
      status: 'flagged',
      incidentId: flag?.id,
      analysedAt: ANALYSED_AT,
      sizeBytes: demoClip.length,
    });
    expect(record?.reasons).toContain('looks like: bag');
    expect(flag).toMatchObject({
      status: 'flagged',
      assetId: CAMERA,
      blockId: 'ash-court',
      patch: 'north',
      sightings: 1,
    });
    const seconds = (Date.parse(flag?.occurredAt ?? '') - Date.parse(RECORDED_AT)) / 1_000;
    expect(Math.abs(seconds - demoDeposit.atSeconds)).toBeLessThanOrEqual(1.5);
    expect(flag?.seen?.stills.map(({ shows }) => shows)).toEqual(['before', 'drop', 'after', 'crop']);
    for (const { key } of flag?.seen?.stills ?? []) {
      expect([...((await room.stillKept(key)) ?? []).slice(0, 2)]).toEqual([0xff, 0xd8]);
    }
    expect(room.log.lines.at(-1)).toMatchObject({ code: 'CLIP_ANALYSED', about: { status: 'flagged' } });
    expect(await room.tags()).toEqual([]);
  });

  it('is analysed once, however often it is told of', async () => {
    await room.upload(demoClip);
    await room.deliver();
    const [flag, record] = [await room.flag(), await room.record()];
    await room.deliver(at('2026-11-22T17:00:00Z'));
    expect([await room.flag(), await room.record()]).toEqual([flag, record]);
    expect(room.detectLabels).toHaveBeenCalledTimes(4);
  });

  it('ends the same when the machine stopped between the flag and the record', async () => {
    await room.upload(demoClip);
    vi.spyOn(room.clips, 'note').mockRejectedValueOnce(new Error('the machine stopped'));
    const clips = room.clips;
    await expect(room.deliver()).rejects.toThrow('the machine stopped');
    expect(await clips.get(`${CAMERA}@${RECORDED_AT}`)).toBeUndefined();
    await room.deliver();
    expect(await room.flag()).toMatchObject({ sightings: 1, version: 1 });
    expect(await room.record()).toMatchObject({ status: 'flagged' });
  });

  it('is flagged without labels when nobody can be asked for them, and says so', async () => {
    room.detectLabels.mockRejectedValue(new LabelsUnavailable('Rekognition is taking no more pictures.'));
    await room.upload(demoClip);
    await room.deliver();
    expect((await room.record())?.reasons).toContain(
      'not looked at for people and things: Rekognition is taking no more pictures.',
    );
  });

  it('comes again when Rekognition fails in another way', async () => {
    room.detectLabels.mockRejectedValue(new Error('access denied'));
    await room.upload(demoClip);
    await expect(room.deliver()).rejects.toThrow('access denied');
    expect(await room.record()).toBeUndefined();
  });
});

describe('a clip in which nothing is left', () => {
  it('is on record with nothing found, and asks nobody for labels', async () => {
    await room.upload(quiet);
    await room.deliver();
    expect(await room.record()).toMatchObject({ status: 'nothing-found' });
    expect(await room.flag()).toBeUndefined();
    expect(room.detectLabels).not.toHaveBeenCalled();
    expect(await room.tags()).toEqual([SHOWS_NOTHING]);
  });

  it('is judged by what there is of it when it broke off, and its record says that it did', async () => {
    const longer = await smallRecording(12);
    await room.upload(longer.slice(0, longer.length * 0.7));
    await room.deliver();
    const record = await room.record();
    expect(record?.status).toBe('nothing-found');
    expect(record?.reasons.slice(1)).toEqual([expect.stringMatching(/^The recording breaks off: /)]);
  });

  it('is analysed anew when other bytes take its place', async () => {
    await room.upload(quiet);
    await room.deliver();
    await room.upload('');
    await room.deliver();
    expect(await room.record()).toMatchObject({ status: 'rejected', sizeBytes: 0 });
  });
});

describe('a clip that cannot be analysed', () => {
  it.each([
    ['empty', '', 'The file is empty: the recording or the upload stopped before any picture was sent.'],
    [
      'text by another name',
      'Dear camera,\n'.repeat(500),
      'This is not a recording that can be read. This container is not supported: text. Send MP4, MOV, MKV or MPEG-TS.',
    ],
  ])('because it is %s has the reason on its record', async (_, body, reason) => {
    await room.upload(body);
    await room.deliver();
    expect(await room.record()).toMatchObject({ status: 'rejected', reasons: [reason] });
    expect(await room.flag()).toBeUndefined();
    expect(room.log.lines).toEqual([
      { code: 'CLIP_REJECTED', about: { clipId: `${CAMERA}@${RECORDED_AT}`, reason } },
    ]);
  });

  it.each([100, 1_000])('because it broke off after %i bytes has a sentence on its record', async (bytes) => {
    await room.upload(quiet.slice(0, bytes));
    await room.deliver();
    const record = await room.record();
    expect(record?.status).toBe('rejected');
    expect(record?.reasons[0]).toMatch(/^[A-Z].+[.?]$/);
  });

  it('because its camera is unknown says so, and is analysed once the camera is entered and it is put in again', async () => {
    const key = clipKey('new-camera', RECORDED_AT);
    await room.upload(quiet, key);
    await room.deliver();
    expect(await room.record('new-camera')).toMatchObject({
      status: 'rejected',
      reasons: ['No camera “new-camera” is in the register: enter it, then put this clip in again.'],
    });
    const { assets } = aRegister();
    const camera = assets.find(({ id }) => id === CAMERA);
    if (camera?.kind !== 'camera') throw new Error('the builder’s register has no camera');
    await room.register.import({ assets: [{ ...camera, id: 'new-camera' }] });
    await room.upload(quiet, key);
    await room.deliver();
    expect(await room.record('new-camera')).toMatchObject({ status: 'nothing-found' });
  });

  it('because its key says neither camera nor time has no record, and is rejected', async () => {
    await room.upload(quiet, 'cameras/holiday.mp4');
    await expect(room.deliver()).rejects.toBeInstanceOf(Rejected);
  });

  it('because it is gone says so', async () => {
    await room.upload(quiet);
    const told = {
      key: clipKey('elm-house-yard-camera', RECORDED_AT),
      size: quiet.length,
      etag: 'f'.repeat(32),
    };
    await analyseClip({ bucket: { name: 'clips' }, object: told }, room, room.log, ANALYSED_AT);
    expect(await room.record('elm-house-yard-camera')).toMatchObject({
      status: 'rejected',
      reasons: ['The clip was removed before it could be analysed.'],
    });
  });

  it('because it was replaced meanwhile leaves the record to the one that replaced it', async () => {
    await room.upload(quiet);
    const key = clipKey(CAMERA, RECORDED_AT);
    const told = { key, size: quiet.length, etag: '0'.repeat(32) };
    await analyseClip({ bucket: { name: 'clips' }, object: told }, room, room.log, ANALYSED_AT);
    expect(await room.record()).toBeUndefined();
    expect(room.log.lines.map(({ code }) => code)).toContain('CLIP_REPLACED');
  });
});
