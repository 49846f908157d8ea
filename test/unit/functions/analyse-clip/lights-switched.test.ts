import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lightsSwitched } from '../../../../functions/analyse-clip/lights-switched.ts';
import { demoDeposit } from '../../../../local/demo/clip.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Asset, Camera } from '../../../../shared/register/asset.ts';
import { aRegister } from '../../../support/builders.ts';
import { demoClip } from '../../../support/demo-clip.ts';
import { smallRecording } from '../../../support/drawn-clip.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { stateAfter } from '../../shared/sensors/sensor-builders.ts';
import { CAMERA, type CameraRoom, cameraRoom, RECORDED_AT } from './camera-room.ts';

const tables = tablesForThisFile();
const known = aRegister().assets;
const camera = theCamera();

function theCamera(): Camera {
  const asset = known.find(({ id }) => id === CAMERA);
  if (asset?.kind !== 'camera') throw new Error('the builder’s register has no camera');
  return asset;
}

/** A light so many metres north of the camera, and the controller that tells of it. */
function aLight(id: string, metres: number, blockId?: string): Asset[] {
  const { patch, estateId, coordinates } = camera;
  const there = { ...coordinates, latitude: coordinates.latitude + metres / 111_195 };
  const on = { patch, estateId, coordinates: there, ...(blockId === undefined ? {} : { blockId }) };
  return [
    { kind: 'light', id, name: `Light ${id}`, ...on },
    {
      kind: 'sensor',
      id: `${id}-controller`,
      name: `Controller of ${id}`,
      model: 'ucifi',
      watches: id,
      ...on,
    },
  ];
}

let room: CameraRoom;
beforeEach(async () => {
  room = await cameraRoom(tables.fresh());
  await room.register.import({
    assets: [...known, ...aLight('near', 90), ...aLight('far', 150), ...aLight('in-block', 150, 'ash-court')],
  });
});

/** The controller of a light tells that it went on so many seconds into the clip. */
async function goesOn(lightId: string, clipSeconds: number) {
  const moment = plusSeconds(RECORDED_AT, clipSeconds);
  const state = stateAfter([
    { at: plusSeconds(moment, -3_600), says: [{ what: 'lamp', dimmingPercent: 0 }] },
    { at: moment, says: [{ what: 'lamp', dimmingPercent: 80 }] },
  ]);
  if (state === undefined) throw new Error('two readings leave a state');
  const deviceId = `${lightId}-controller`;
  const known = { state: { ...state, deviceId }, standing: [] };
  await room.devices.save(known, undefined, { deadlines: [], coverageSince: () => [] }, moment);
}

describe('the lights that switched while a clip was recorded', () => {
  it('are those near the camera or in its block, with when', async () => {
    for (const [id, seconds] of [
      ['near', 12],
      ['far', 12],
      ['in-block', 20.5],
    ] as const)
      await goesOn(id, seconds);
    const found = await lightsSwitched(camera, RECORDED_AT, 30, room);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { name: 'Light near', on: true, atSeconds: 12 },
        { name: 'Light in-block', on: true, atSeconds: 20.5 },
      ]),
    );
  });

  it.each([
    [-3, 1],
    [-3.1, 0],
    [33, 1],
    [33.1, 0],
  ])(
    'are told within three seconds of it, as clocks differ: at %d s there are %i',
    async (seconds, count) => {
      await goesOn('near', seconds);
      expect(await lightsSwitched(camera, RECORDED_AT, 30, room)).toHaveLength(count);
    },
  );

  it('are none where no controller has been heard', async () => {
    expect(await lightsSwitched(camera, RECORDED_AT, 30, room)).toEqual([]);
  });
});

describe('a clip in which a light switches', () => {
  const confidenceWithLightAt = async (seconds?: number) => {
    if (seconds !== undefined) await goesOn('near', seconds);
    await room.upload(demoClip);
    await room.deliver();
    return room.record();
  };

  it('as the bags appear says so, is less sure, and is flagged all the same: they are no light', async () => {
    const record = await confidenceWithLightAt(demoDeposit.atSeconds);
    expect(record?.status).toBe('flagged');
    expect(record?.reasons).toContain('a light switched on at that moment: Light near');
    expect(record?.confidence).toBeLessThan(0.97);
  });

  it('at another moment is judged as ever', async () => {
    const record = await confidenceWithLightAt(20);
    expect(record?.reasons.join()).not.toContain('switched');
    expect(record?.confidence).toBeGreaterThan(0.97);
  });

  it('and in which nothing appears asks neither the register nor the lights', async () => {
    const onEstate = vi.spyOn(room.register, 'onEstate');
    await room.upload(await smallRecording(4));
    await room.deliver();
    expect(await room.record()).toMatchObject({ status: 'nothing-found' });
    expect(onEstate).not.toHaveBeenCalled();
  });
});
