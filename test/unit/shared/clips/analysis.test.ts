import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoDeposit, drawDemoClip } from '../../../../local/demo/clip.ts';
import { type Analysis, AnalysisSettings, analyse } from '../../../../shared/clips/analysis.ts';
import { type Label, LabelsUnavailable } from '../../../../shared/clips/labels/labels.ts';
import { grown, overlap } from '../../../../shared/clips/recording/picture.ts';
import { inMemory, smallRecording } from '../../../support/drawn-clip.ts';

describe('the analysis of the demo clip', () => {
  let clip = new Uint8Array();
  let analysis: Analysis | undefined;
  const asked: Uint8Array[] = [];
  beforeAll(async () => {
    clip = new Uint8Array(await drawDemoClip());
    analysis = await analyse(inMemory(clip), {
      detectLabels: async (jpeg): Promise<Label[]> => {
        asked.push(jpeg);
        const box = { left: 0.3, top: 0.3, width: 0.4, height: 0.4, confidence: 88 };
        return asked.length === 4
          ? [{ name: 'Bag', confidence: 88, parents: [], aliases: [], boxes: [box] }]
          : [];
      },
    });
  });

  it('flags the bags where and when they were left', () => {
    expect(analysis?.verdict).toMatchObject({ flagged: true });
    const { box, atSeconds } = analysis?.verdict ?? {};
    expect(box && overlap(box, demoDeposit.box)).toBeGreaterThan(0.6);
    expect(Math.abs((atSeconds ?? 0) - demoDeposit.atSeconds)).toBeLessThanOrEqual(1.5);
    expect(analysis?.verdict.reasons).toContain('looks like: bag');
  });

  it('states the recording’s facts', () => {
    expect(analysis?.clip).toMatchObject({
      width: 640,
      height: 360,
      container: 'MP4',
      framesRead: 30,
      warnings: [],
    });
    expect(analysis?.clip.seconds).toBeCloseTo(30, 1);
  });

  it('brings four stills that are what they say, each asked about once', async () => {
    const stills = analysis?.stills ?? [];
    expect(stills.map(({ name }) => name)).toEqual(['before', 'drop', 'after', 'crop']);
    expect(asked).toEqual(stills.map(({ jpeg }) => jpeg));
    for (const { jpeg, sha256, width, height } of stills) {
      expect(createHash('sha256').update(jpeg).digest('hex')).toBe(sha256);
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width, height });
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(80);
    }
    const [before, , after] = stills;
    expect(before?.atSeconds).toBeLessThan(demoDeposit.atSeconds);
    expect(after?.atSeconds).toBeGreaterThan(17);
  });

  it('shows black bags in the crop and paving in the same place before', async () => {
    const place = grown(demoDeposit.box, -0.3);
    const darkness = async (name: string) => {
      const still = analysis?.stills.find((each) => each.name === name);
      if (still === undefined) return 255;
      const [left, top] = [
        (place.left - still.shows.left) / still.shows.width,
        (place.top - still.shows.top) / still.shows.height,
      ];
      const part = await sharp(still.jpeg)
        .extract({
          left: Math.round(left * still.width),
          top: Math.round(top * still.height),
          width: Math.round((place.width / still.shows.width) * still.width),
          height: Math.round((place.height / still.shows.height) * still.height),
        })
        .toBuffer();
      const { channels } = await sharp(part).stats();
      return channels[0]?.mean ?? 255;
    };
    expect(await darkness('crop')).toBeLessThan(60);
    expect(await darkness('after')).toBeLessThan(60);
    expect(await darkness('before')).toBeGreaterThan(100);
  });

  it('is made without labels when nobody can give any, and says so', async () => {
    const { verdict, stills } = await analyse(inMemory(clip), {
      detectLabels: () => Promise.reject(new LabelsUnavailable('The month’s cap is reached.')),
    });
    expect(verdict.flagged).toBe(true);
    expect(verdict.reasons).toContain('not looked at for people and things: The month’s cap is reached.');
    expect(stills).toHaveLength(4);
  });

  it('is not made when the labels fail for another reason, which is worth a retry', async () => {
    const failing = { detectLabels: () => Promise.reject(new Error('connection reset')) };
    await expect(analyse(inMemory(clip), failing)).rejects.toThrow('connection reset');
  });

  it('keeps quiet on a camera whose threshold is higher', async () => {
    const settings = AnalysisSettings.parse({ verdict: { leastConfidence: 1 } });
    expect((await analyse(inMemory(clip), { settings })).verdict.flagged).toBe(false);
  });
});

describe('the analysis of a clip in which nothing was left', () => {
  it('asks for no labels, brings no stills and says so', async () => {
    const asked: Uint8Array[] = [];
    const source = inMemory(await smallRecording(12));
    const analysis = await analyse(source, {
      detectLabels: async (jpeg) => {
        asked.push(jpeg);
        return [];
      },
    });
    expect(analysis.verdict).toMatchObject({
      flagged: false,
      box: null,
      reasons: ['nothing was left behind'],
    });
    expect([analysis.stills, asked]).toEqual([[], []]);
  });
});

const recordings = path.join(import.meta.dirname, '../../../../../shared/clips/real');
if (!existsSync(recordings))
  console.log('The recordings beside the project are absent: two tests on them are left out.');

describe.skipIf(!existsSync(recordings))('the analysis of real recordings', () => {
  it('flags the bag that a man leaves beside a street cabinet', async () => {
    const { verdict } = await analyse(path.join(recordings, 'pavement-bag.mp4'));
    expect(verdict.flagged).toBe(true);
    const labelled = { left: 0.625, top: 0.758, width: 0.073, height: 0.12 };
    expect(verdict.box && overlap(verdict.box, labelled)).toBeGreaterThan(0.5);
    expect(Math.abs((verdict.atSeconds ?? 0) - 13)).toBeLessThanOrEqual(2);
  });

  it('flags nothing among people who cross a campus and stop to talk', async () => {
    const { verdict } = await analyse(path.join(recordings, 'campus-walkers.mp4'));
    expect(verdict).toMatchObject({
      flagged: false,
      reasons: expect.arrayContaining(['nothing was left behind']),
    });
  });
});
