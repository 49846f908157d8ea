import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraFlag } from '../../../../../shared/clips/camera/camera-flag.ts';
import { proposedMasks, teachesSince } from '../../../../../shared/clips/camera/learning.ts';
import { groundPoint, judgedIn, Zone } from '../../../../../shared/clips/camera/zones.ts';
import { isInside } from '../../../../../shared/clips/recording/picture.ts';
import { plusSeconds } from '../../../../../shared/platform/instant.ts';
import { at } from '../../../../support/builders.ts';
import { aCameraFlag } from '../../../../support/camera-flags.ts';

const NOW = at('2026-11-23T09:00:00Z');
const daysAgo = (days: number) => plusSeconds(NOW, -days * 86_400);

describe('the masks that a camera’s false flags call for', () => {
  const boxAt = (left: number, top: number) => ({ left, top, width: 0.1, height: 0.1 });
  const shadow = (index: number, left: number, top: number, said: Partial<CameraFlag> = {}) =>
    aCameraFlag({
      sightingId: `shadow-${index}`,
      at: daysAgo(10 - index),
      outcome: 'weather-or-light',
      box: boxAt(left, top),
      ...said,
    });
  const shadows = [
    shadow(1, 0.5, 0.5),
    shadow(2, 0.52, 0.51),
    shadow(3, 0.49, 0.5, { outcome: 'not-waste' }),
  ];

  it('lie over where they are together, with what they rest on in words', () => {
    const [mask, ...others] = proposedMasks(shadows, [], NOW);
    expect(others).toEqual([]);
    expect(mask?.because).toBe('3 flags here were false (2 weather or light, 1 not waste) and none was real');
    expect(mask?.flags.map(({ sightingId }) => sightingId)).toEqual(['shadow-1', 'shadow-2', 'shadow-3']);
    expect(mask?.points).toEqual([
      { x: 0.477, y: 0.489 },
      { x: 0.633, y: 0.489 },
      { x: 0.633, y: 0.621 },
      { x: 0.477, y: 0.621 },
    ]);
  });

  it('are zones to ignore that keep just these flags from being made', () => {
    const [mask] = proposedMasks(shadows, [], NOW);
    const zone = Zone.parse({ id: 'mask', name: 'Shadow', kind: 'ignore', points: mask?.points });
    for (const { box } of shadows) expect(judgedIn(box, [zone])).toMatchObject({ judged: false });
    expect(judgedIn(boxAt(0.1, 0.1), [zone])).toEqual({ judged: true });
  });

  it('are none for two, nor for three that lie apart', () => {
    expect(proposedMasks(shadows.slice(0, 2), [], NOW)).toEqual([]);
    expect(proposedMasks([...shadows.slice(0, 2), shadow(3, 0.1, 0.1)], [], NOW)).toEqual([]);
  });

  it('lie over flags that only another between them brings together', () => {
    const bridged = [shadow(1, 0.3, 0.5), shadow(2, 0.48, 0.5), shadow(3, 0.39, 0.5)];
    expect(proposedMasks(bridged, [], NOW).map(({ flags }) => flags.length)).toEqual([3]);
  });

  it('are one for each place, the one with most flags first', () => {
    const elsewhere = [4, 5, 6, 7].map((index) => shadow(index, 0.1, 0.1));
    const masks = proposedMasks([...shadows, ...elsewhere], [], NOW);
    expect(masks.map(({ flags }) => flags.length)).toEqual([4, 3]);
  });

  it('are none for several clips of one thing', () => {
    expect(
      proposedMasks(
        shadows.map((flag) => ({ ...flag, incidentId: 'FT-1' })),
        [],
        NOW,
      ),
    ).toEqual([]);
  });

  it('do not lie where a real one stood within the year', () => {
    const stood = aCameraFlag({
      sightingId: 'real',
      at: daysAgo(300),
      outcome: 'confirmed',
      box: boxAt(0.5, 0.5),
    });
    expect(proposedMasks([...shadows, stood], [], NOW)).toEqual([]);
    expect(proposedMasks([...shadows, { ...stood, box: boxAt(0.5, 0.8) }], [], NOW)).toHaveLength(1);
    expect(daysAgo(300) > teachesSince(NOW)).toBe(true);
  });

  it('rest on the false flags of the last 90 days', () => {
    const aged = shadows.map((flag, index) => (index === 0 ? { ...flag, at: daysAgo(91) } : flag));
    expect(proposedMasks(aged, [], NOW)).toEqual([]);
  });

  it('do not cover what is ignored or not watched already', () => {
    const points = [
      { x: 0.4, y: 0.4 },
      { x: 0.7, y: 0.4 },
      { x: 0.7, y: 0.7 },
      { x: 0.4, y: 0.7 },
    ];
    const zone = (kind: Zone['kind'], by = 0): Zone =>
      Zone.parse({ id: 'z', name: 'Z', kind, points: points.map(({ x, y }) => ({ x: x - by, y: y - by })) });
    expect(proposedMasks(shadows, [zone('ignore')], NOW)).toEqual([]);
    expect(proposedMasks(shadows, [zone('private')], NOW)).toEqual([]);
    expect(proposedMasks(shadows, [zone('watch', 0.4)], NOW)).toEqual([]);
    expect(proposedMasks(shadows, [zone('watch'), { ...zone('ignore', 0.4), id: 'y' }], NOW)).toHaveLength(1);
  });

  it('do not blind the camera', () => {
    const wide = shadows.map((flag) => ({ ...flag, box: { left: 0.1, top: 0.2, width: 0.7, height: 0.5 } }));
    expect(proposedMasks(wide, [], NOW)).toEqual([]);
  });

  it('keep their ids whatever the order, and as more flags come', () => {
    const [mask] = proposedMasks(shadows, [], NOW);
    expect(proposedMasks(shadows.toReversed(), [], NOW)).toEqual([mask]);
    const [grown] = proposedMasks([...shadows, shadow(4, 0.5, 0.52)], [], NOW);
    expect(grown?.id).toBe(mask?.id);
    expect(grown?.flags).toHaveLength(4);
  });

  it('lie within the picture, are zones, and hold every flag that they rest on', () => {
    const place = fc.integer({ min: 0, max: 90 }).map((hundredth) => hundredth / 100);
    const places = fc.array(fc.tuple(place, place), { maxLength: 25 });
    fc.assert(
      fc.property(places, (found) => {
        const flags = found.map(([left, top], index) =>
          shadow(index % 10, left, top, { sightingId: `s${index}` }),
        );
        const boxes = new Map(flags.map(({ sightingId, box }) => [sightingId, box]));
        const masks = proposedMasks(
          flags.map((flag) => ({ ...flag, incidentId: flag.sightingId })),
          [],
          NOW,
        );
        for (const { points, flags: restsOn } of masks) {
          expect(Zone.safeParse({ id: 'm', name: 'M', kind: 'ignore', points }).success).toBe(true);
          for (const { sightingId } of restsOn) {
            const box = boxes.get(sightingId) ?? boxAt(0, 0);
            expect(isInside(groundPoint(box), points)).toBe(true);
          }
        }
      }),
    );
  });
});
