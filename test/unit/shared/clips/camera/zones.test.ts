import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  CameraZones,
  DrawnZones,
  groundPoint,
  judgedIn,
  privateAreas,
  redrawn,
  showsWhatIsPrivate,
  undrawn,
  Zone,
} from '../../../../../shared/clips/camera/zones.ts';
import { at } from '../../../../support/builders.ts';

const NOW = at('2026-11-22T09:30:00Z');

const square = (left: number, top: number, right: number, bottom: number) => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];
const aZone = (said: Partial<z.input<typeof Zone>> = {}): Zone =>
  Zone.parse({ id: 'yard', name: 'Yard', kind: 'watch', points: square(0.2, 0.2, 0.8, 0.8), ...said });

/** Why a zone is not accepted. */
const refusal = (said: object) => Zone.safeParse({ ...aZone(), ...said }).error?.issues[0]?.message;

describe('a zone', () => {
  it('has three to forty corners within the picture', () => {
    expect(refusal({ points: square(0, 0, 1, 1).slice(0, 3) })).toBeUndefined();
    expect(refusal({ points: square(0, 0, 1, 1).slice(0, 2) })).toMatch(/>=3/);
    expect(refusal({ points: Array.from({ length: 41 }, () => ({ x: 0.5, y: 0.5 })) })).toMatch(/<=40/);
    expect(refusal({ points: square(0, 0, 1.01, 1) })).toMatch(/<=1/);
  });

  it.each([
    ['of corners on one line', [0.1, 0.5, 0.9].map((x) => ({ x, y: x }))],
    ['of one corner three times', [0, 1, 2].map(() => ({ x: 0.5, y: 0.5 }))],
    [
      'whose sides cross in the middle',
      square(0.2, 0.2, 0.8, 0.8).toSorted((a, b) => a.x - b.x || a.y - b.y),
    ],
    ['smaller than a pixel', square(0.5, 0.5, 0.5001, 0.5001)],
  ])('%s is refused in a sentence', (_, points) => {
    expect(refusal({ points })).toBe(
      'the zone covers nothing: its corners lie on one line, or its sides cross',
    );
  });

  it('covers the same whichever way round it is drawn', () => {
    expect(refusal({ points: square(0.2, 0.2, 0.8, 0.8).reverse() })).toBeUndefined();
  });

  it('has a name', () => {
    expect(refusal({ name: '  ' })).toBe('give the zone a name');
  });
});

describe('the zones of a camera', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => aZone({ id: `zone-${index}` }));

  it('are none to thirty', () => {
    expect(DrawnZones.safeParse([]).success).toBe(true);
    expect(DrawnZones.safeParse(many(30)).success).toBe(true);
    expect(DrawnZones.safeParse(many(31)).error?.issues[0]?.message).toBe('a camera has at most 30 zones');
  });

  it('each have an id of their own', () => {
    const twice = DrawnZones.safeParse([aZone(), aZone({ name: 'Also the yard' })]);
    expect(twice.error?.issues[0]?.message).toBe('two zones have the same id');
  });

  it('drawn anew are the next version, with who and when', () => {
    const first = redrawn(undrawn('yard-camera'), [aZone()], 'officer-north', NOW);
    expect(CameraZones.parse(first)).toEqual({
      cameraId: 'yard-camera',
      zones: [aZone()],
      version: 1,
      privateSince: 0,
      changedAt: NOW,
      changedBy: 'officer-north',
    });
  });

  it('keep what is private apart from what is not', () => {
    const window = aZone({ id: 'window', kind: 'private', points: square(0, 0, 0.2, 0.2) });
    expect(privateAreas([aZone(), window, aZone({ id: 'lids', kind: 'ignore' })])).toEqual([window.points]);
  });
});

describe('a test image', () => {
  const window = aZone({ id: 'window', kind: 'private', points: square(0, 0, 0.2, 0.2) });
  const door = aZone({ id: 'door', kind: 'private', points: square(0.5, 0, 0.7, 0.2) });
  const draw = (before: CameraZones, ...zones: Zone[]) => redrawn(before, zones, 'officer-north', NOW);
  const takenBy = ({ version }: CameraZones) =>
    ({ key: 'k', takenAt: NOW, light: 'daylight', zonesVersion: version }) as const;
  const before = draw(undrawn('yard-camera'), window, door);

  it('that was taken before a private zone was drawn shows what is private', () => {
    expect(showsWhatIsPrivate(takenBy(undrawn('yard-camera')), before)).toBe(true);
    expect(showsWhatIsPrivate(takenBy(before), before)).toBe(false);
  });

  it.each<[string, Zone[]]>([
    ['one corner moved', [{ ...window, points: square(0, 0, 0.2, 0.25) }, door]],
    ['one gone', [window]],
    ['one that is private no more', [window, { ...door, kind: 'ignore' }]],
  ])('goes with %s', (_, zones) => {
    expect(showsWhatIsPrivate(takenBy(before), draw(before, ...zones))).toBe(true);
  });

  it.each<[string, Zone[]]>([
    ['in another order', [door, window]],
    ['under other names', [{ ...window, id: 'w', name: 'Flat 3' }, door]],
    ['beside other zones', [window, door, aZone({ id: 'lids', kind: 'ignore' })]],
  ])('stays with the same private zones %s', (_, zones) => {
    expect(showsWhatIsPrivate(takenBy(before), draw(before, ...zones))).toBe(false);
  });

  it('that was taken before the last but one change goes too', () => {
    const later = draw(draw(before, window), window, aZone());
    expect(showsWhatIsPrivate(takenBy(before), later)).toBe(true);
  });
});

describe('where a thing stands', () => {
  it('is the middle of its lower edge', () => {
    const { x, y } = groundPoint({ left: 0.4, top: 0.6, width: 0.1, height: 0.2 });
    expect([x, y]).toEqual([expect.closeTo(0.45), expect.closeTo(0.8)]);
  });

  it('is never outside the picture, however its fractions were rounded', () => {
    expect(groundPoint({ left: 0.9, top: 0.7, width: 0.1, height: 0.30000000000000004 }).y).toBe(1);
  });
});

describe('a thing', () => {
  /** A box whose ground point is here. */
  const standing = (x: number, y: number) => ({ left: x - 0.05, top: y - 0.1, width: 0.1, height: 0.1 });
  const yard = aZone();
  const lids = aZone({ id: 'lids', name: 'Bin lids', kind: 'ignore', points: square(0.4, 0.4, 0.6, 0.6) });
  const window = aZone({ id: 'window', name: 'Flat 3', kind: 'private', points: square(0, 0, 0.5, 0.5) });

  it('counts anywhere where no zones are drawn', () => {
    expect(judgedIn(standing(0.1, 0.9), [])).toEqual({ judged: true });
  });

  it('counts in a watched zone, and nowhere else once there is one', () => {
    expect(judgedIn(standing(0.3, 0.3), [yard])).toEqual({ judged: true, zone: 'Yard' });
    expect(judgedIn(standing(0.3, 0.9), [yard])).toEqual({
      judged: false,
      because: 'it stands outside the zones that are watched',
    });
  });

  it('counts by where it stands, not by where its top is', () => {
    const tall = { left: 0.3, top: 0.1, width: 0.1, height: 0.2 };
    expect(judgedIn(tall, [yard])).toMatchObject({ judged: true });
    const behind = { left: 0.3, top: 0.3, width: 0.1, height: 0.6 };
    expect(judgedIn(behind, [yard])).toMatchObject({ judged: false });
  });

  it('on the edge of a zone stands in it', () => {
    expect(judgedIn(standing(0.5, 0.8), [yard])).toMatchObject({ judged: true, zone: 'Yard' });
  });

  it('in an ignored zone does not count though it is watched there', () => {
    for (const zones of [
      [yard, lids],
      [lids, yard],
    ]) {
      expect(judgedIn(standing(0.5, 0.5), zones)).toEqual({
        judged: false,
        because: 'it stands in “Bin lids”, which is ignored',
      });
    }
  });

  it('outside an ignored zone counts where nothing is drawn to be watched', () => {
    expect(judgedIn(standing(0.9, 0.9), [lids])).toEqual({ judged: true });
  });

  it('in a private zone never counts', () => {
    expect(judgedIn(standing(0.45, 0.45), [yard, lids, window])).toEqual({
      judged: false,
      because: 'it stands in “Flat 3”, which is private',
    });
  });
});
