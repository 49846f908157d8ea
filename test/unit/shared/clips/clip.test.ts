import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipId, clipKey, clipNamed } from '../../../../shared/clips/clip.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { instant } from '../../../../shared/platform/instant.ts';

describe('a clip’s key', () => {
  it('says which camera recorded it, and when', () => {
    expect(clipNamed('cameras/yard-3/2026/11/22/20261122T160500Z.mp4')).toEqual({
      id: 'yard-3@2026-11-22T16:05:00.000Z',
      cameraId: 'yard-3',
      recordedAt: '2026-11-22T16:05:00.000Z',
    });
  });

  it('is read back as it was made, for any camera and moment', () => {
    const cameras = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
    const moments = fc.date({
      noInvalidDate: true,
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
    });
    fc.assert(
      fc.property(cameras, moments, (cameraId, moment) => {
        const recordedAt = instant(moment);
        const id = clipId(cameraId, recordedAt);
        expect(clipNamed(clipKey(cameraId, recordedAt))).toEqual({ id, cameraId, recordedAt });
      }),
    );
  });

  it.each([
    'yard-3/20261122T160500Z.mp4',
    'cameras/Yard 3/2026/11/22/20261122T160500Z.mp4',
    'cameras/../2026/11/22/20261122T160500Z.mp4',
    'cameras/yard-3/2026/11/22/holiday.mp4',
    'cameras/yard-3/2026/11/22/2026-11-22T16:05:00Z.mp4',
    'cameras/yard-3/2026/02/31/20260231T160500Z.mp4',
    'cameras/yard-3/2026/11/22/20261122T250000Z.mp4',
    'cameras/yard-3/2026/11/22/20261122T160500Z',
    'cameras/yard-3/2026/11/22/',
    '',
  ])('that is %o is refused with what it should have been', (key) => {
    expect(() => clipNamed(key)).toThrow(Rejected);
    expect(() => clipNamed(key)).toThrow('put clips at cameras/{cameraId}/{yyyy}/{mm}/{dd}/{recordedAt}.mp4');
  });
});
