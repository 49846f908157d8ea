import { describe, expect, it } from 'vitest';
import { DetectionSettings, leastConfidenceOf } from '../../../../shared/clips/detection-settings.ts';

describe('the settings of detection', () => {
  it('all have defaults', () => {
    expect(DetectionSettings.parse({})).toMatchObject({
      leastConfidence: 0.6,
      cameras: {},
      callsPerClip: 5,
      callsPerDay: 2_000,
      callsPerMonth: 20_000,
      usdPerThousandPictures: 1,
      watch: { dumped: expect.arrayContaining(['Mattress']) },
    });
  });

  it('may say a threshold for one camera, and the rest have the landlord’s', () => {
    const settings = DetectionSettings.parse({
      leastConfidence: 0.5,
      cameras: { 'yard-camera': { leastConfidence: 0.7 } },
    });
    expect(leastConfidenceOf(settings, 'yard-camera')).toBe(0.7);
    expect(leastConfidenceOf(settings, 'gate-camera')).toBe(0.5);
  });

  it.each([
    ['a threshold above 1', { leastConfidence: 45 }],
    ['a cap below 0', { callsPerDay: -1 }],
    ['a part of a call', { callsPerClip: 1.5 }],
    ['a camera by a name that no camera has', { cameras: { 'Yard camera': { leastConfidence: 0.5 } } }],
    ['a word that is no setting', { leastConfidense: 0.5 }],
  ])('refuse %s', (_, said) => {
    expect(DetectionSettings.safeParse(said).success).toBe(false);
  });
});
