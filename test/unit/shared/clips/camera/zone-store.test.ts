import { beforeEach, describe, expect, it } from 'vitest';
import { ZoneStore } from '../../../../../shared/clips/camera/zone-store.ts';
import { redrawn, type TestImage, undrawn, type Zone } from '../../../../../shared/clips/camera/zones.ts';
import { Conflict } from '../../../../../shared/platform/errors.ts';
import { at } from '../../../../support/builders.ts';
import { tablesForThisFile } from '../../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T09:30:00Z');
const yard: Zone = {
  id: 'yard',
  name: 'Yard',
  kind: 'watch',
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0.5, y: 1 },
  ],
};
const drawn = redrawn(undrawn('yard-camera'), [yard], 'officer-north', NOW);

let zones: ZoneStore;

beforeEach(() => {
  zones = new ZoneStore(tables.fresh());
});

describe('the zones of a camera', () => {
  it('are none at version 0 until somebody draws some', async () => {
    expect(await zones.get('yard-camera')).toEqual(undrawn('yard-camera'));
  });

  it('are kept as they were drawn, each camera’s its own', async () => {
    await zones.save(drawn, { after: 0 });
    expect(await zones.get('yard-camera')).toEqual(drawn);
    expect(await zones.get('gate-camera')).toEqual(undrawn('gate-camera'));
  });

  it('that two people draw first at the same time are the one’s, and the other is told', async () => {
    await zones.save(drawn, { after: 0 });
    const late = zones.save(redrawn(undrawn('yard-camera'), [], 'other', NOW), { after: 0 });
    await expect(late).rejects.toThrow(
      new Conflict(
        'What camera yard-camera watches has changed since it was read (it is at version 1 now): look again.',
        1,
      ),
    );
    expect(await zones.get('yard-camera')).toEqual(drawn);
  });

  it('are not saved over a later version', async () => {
    await zones.save(drawn, { after: 0 });
    const next = redrawn(drawn, [], 'officer-north', NOW);
    await zones.save(next, { after: 1 });
    await expect(zones.save(redrawn(drawn, [yard], 'other', NOW), { after: 1 })).rejects.toMatchObject({
      current: 2,
    });
    expect(await zones.get('yard-camera')).toEqual(next);
  });
});

describe('the test image of a camera', () => {
  const image: TestImage = {
    key: 'test-images/yard-camera/1.jpg',
    takenAt: NOW,
    light: 'daylight',
    zonesVersion: 1,
  };

  it('is the one that was kept last, until it is forgotten', async () => {
    expect(await zones.testImage('yard-camera')).toBeUndefined();
    await zones.keepTestImage('yard-camera', image);
    const next: TestImage = { ...image, light: 'infra-red' };
    await zones.keepTestImage('yard-camera', next);
    expect(await zones.testImage('yard-camera')).toEqual(next);
    await zones.forgetTestImage('yard-camera');
    await zones.forgetTestImage('yard-camera');
    expect(await zones.testImage('yard-camera')).toBeUndefined();
  });
});
