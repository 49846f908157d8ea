import { describe, expect, it } from 'vitest';
import type { Label } from '../../../../shared/clips/labels/labels.ts';
import type { Box } from '../../../../shared/clips/recording/picture.ts';
import type { SceneFinding } from '../../../../shared/clips/scene/scene.ts';
import {
  type Candidate,
  nothingLeft,
  type StillLabels,
  VerdictSettings,
  vehicleNear,
  verdictOn,
  witnessOf,
} from '../../../../shared/clips/verdict.ts';

const settings = VerdictSettings.parse({});
const place: Box = { left: 0.6, top: 0.7, width: 0.1, height: 0.1 };

function finding(changes: Partial<SceneFinding> = {}): SceneFinding {
  return {
    kind: 'left',
    box: place,
    atSeconds: 13,
    betweenSeconds: [12, 14],
    clearSeconds: [8, 38],
    dwellSeconds: 26,
    strength: 0.9,
    cameByItself: false,
    evidence: {
      edge: 0.9,
      foreign: 0.4,
      likeness: 0.2,
      difference: 40,
      texture: 0.1,
      stillness: 0.97,
      seenShare: 1,
      features: {
        direction: 1.1,
        contrast: 2,
        sameTexture: 0,
        unsteady: 0.2,
        slender: 0,
        filled: 0.6,
        late: 0,
      },
    },
    ...changes,
  };
}

function label(name: string, boxes: readonly Box[], changes: Partial<Label> = {}): Label {
  const placed = boxes.map((box) => ({ ...box, confidence: changes.confidence ?? 90 }));
  return { name, confidence: 90, parents: [], aliases: [], ...changes, boxes: placed };
}

const around: Box = { left: 0.59, top: 0.66, width: 0.12, height: 0.16 };
const van: Box = { left: 0.5, top: 0.4, width: 0.4, height: 0.5 };
const beside: Box = { left: 0.45, top: 0.5, width: 0.1, height: 0.3 };
const verdict = (labels: StillLabels, changes: Partial<SceneFinding> = {}) =>
  verdictOn(finding(changes), labels, settings);

describe('a verdict', () => {
  it('flags a thing left, and says when it came, how long it stayed, who was there and what it looks like', () => {
    expect(
      verdict({ before: [], drop: [label('Person', [beside])], after: [], crop: [label('Bag', [place])] }),
    ).toMatchObject({
      flagged: true,
      box: place,
      atSeconds: 13,
      staysSeconds: 26,
      company: ['person'],
      reasons: ['appeared at 00:13', 'stayed 26 s', 'a person beside it just before', 'looks like: bag'],
    });
  });

  it('knows a thing by an alias or a parent in the watch list, whatever the capitals', () => {
    const sofa = label('Divan', [place], { aliases: ['SOFA'] });
    const stool = label('Stool', [place], { parents: ['furniture'] });
    expect(verdict({ crop: [sofa] }).reasons).toContain('looks like: divan');
    expect(verdict({ after: [stool] }).reasons).toContain('looks like: stool');
  });

  it('does not name a thing that lies elsewhere in the picture', () => {
    const elsewhere = label('Chair', [{ left: 0.1, top: 0.1, width: 0.1, height: 0.1 }]);
    expect(verdict({ after: [elsewhere] }).reasons).toEqual(['appeared at 00:13', 'stayed 26 s']);
  });

  it('tells minutes and seconds', () => {
    expect(verdict({}, { atSeconds: 754.6 }).reasons[0]).toBe('appeared at 12:35');
  });

  it('is no flag when a person stands there in the end', () => {
    const { flagged, box, reasons } = verdict({ before: [], after: [label('Person', [around])] });
    expect([flagged, box]).toEqual([false, null]);
    expect(reasons).toEqual(['a person has stood there since 00:13, which is not a thing left behind']);
  });

  it('is hardly ever a deposit when somebody stands there, and says how seldom', () => {
    const { confidence } = verdict({ before: [], after: [label('Person', [around])] });
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThan(0.2);
  });

  it('is no flag when a vehicle has parked there', () => {
    const parked = label('Van', [van], { parents: ['Vehicle'] });
    expect(verdict({ crop: [parked] }, { box: van }).reasons[0]).toMatch(/^a vehicle/);
  });

  it('is no flag when something as large as a vehicle drove there, whatever it is taken for', () => {
    const { flagged, reasons } = verdict({ crop: [label('Suitcase', [place])] }, { cameByItself: true });
    expect(flagged).toBe(false);
    expect(reasons[0]).toMatch(/^a vehicle has stood there/);
  });

  it('is a flag when the thing lies in front of a much larger vehicle that came in the same clip', () => {
    const { flagged, reasons } = verdict({
      before: [],
      drop: [label('Van', [van])],
      after: [label('Van', [van])],
    });
    expect(flagged).toBe(true);
    expect(reasons).toContain('a van beside it just before');
  });

  it('is no flag for a faint change on a larger vehicle that came, which may be a part of it', () => {
    const labels = { before: [], after: [label('Van', [van])] };
    expect(verdict(labels, { strength: 0.6 }).reasons[0]).toMatch(/^a vehicle has stood there/);
  });

  it('is a flag when the vehicle had its place already while the thing was still missing', () => {
    const behind: Box = { left: 0.57, top: 0.66, width: 0.16, height: 0.18 };
    const labels = { before: [], drop: [label('Car', [behind])], after: [label('Car', [behind])] };
    const at = (dropSeconds: number) => verdictOn(finding(), labels, settings, dropSeconds).flagged;
    expect([at(12), at(13.5)]).toEqual([true, false]);
  });

  it('is a flag when the vehicle behind the thing stood there all along', () => {
    expect(verdict({ before: [label('Car', [around])], after: [label('Truck', [around])] }).flagged).toBe(
      true,
    );
  });

  it('does not believe a vehicle that fills the picture, nor a faint one, nor an aeroplane', () => {
    const everything: Box = { left: 0, top: 0, width: 0.98, height: 0.98 };
    const plane = label('Airplane', [around], { parents: ['Vehicle', 'Transportation'] });
    expect(verdict({ after: [label('Bus', [everything])] }).flagged).toBe(true);
    expect(verdict({ after: [label('Car', [around], { confidence: 31 })] }).flagged).toBe(true);
    expect(verdict({ after: [plane] }).flagged).toBe(true);
  });

  it('is reached without labels, and says why there are none', () => {
    const { flagged, confidence, company, reasons } = verdict({
      absentBecause: 'the month’s cap is reached.',
    });
    expect([flagged, company]).toEqual([true, []]);
    expect(confidence).toBeLessThan(verdict({ crop: [] }).confidence);
    expect(reasons).toContain('not looked at for people and things: the month’s cap is reached.');
  });

  it('is no flag when the thing is too faint for this camera, and says so', () => {
    const { flagged, confidence, box, reasons } = verdict({ crop: [] }, { strength: 0.2 });
    expect([flagged, box]).toEqual([false, place]);
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThan(settings.leastConfidence);
    expect(reasons).toContain('too faint to flag');
  });

  it('says that a light switched at that moment, and is no flag for what may be its light', () => {
    const lightSwitched = { name: 'Ash Court path light', on: true, atSeconds: 12 };
    const evidence = { ...finding().evidence, texture: 0.7 };
    const at = (candidate: Candidate) => verdictOn(candidate, { crop: [] }, settings);
    expect(at(finding({ evidence })).flagged).toBe(true);
    const { flagged, reasons } = at({ ...finding({ evidence }), lightSwitched });
    expect(flagged).toBe(false);
    expect(reasons.slice(2)).toEqual([
      'a light switched on at that moment: Ash Court path light',
      'too unsure to flag at such a moment',
    ]);
    const off = at({ ...finding(), lightSwitched: { ...lightSwitched, on: false } });
    expect(off.flagged).toBe(true);
    expect(off.reasons).toContain('a light switched off at that moment: Ash Court path light');
  });

  it('on a clip without a finding says that nothing was left, and what went', () => {
    expect(nothingLeft([])).toMatchObject({
      flagged: false,
      confidence: 0,
      reasons: ['nothing was left behind'],
    });
    expect(nothingLeft([finding({ kind: 'taken-away', atSeconds: 70 })]).reasons).toEqual([
      'nothing was left behind',
      'something was taken away at 01:10',
    ]);
  });
});

describe('who was near a thing', () => {
  const near = (drop: Label[], labels: StillLabels = {}) =>
    witnessOf(finding(), { ...labels, drop }, settings.watch).beside.map(({ name }) => name);

  it('is the surest person and the surest vehicle, in the words of the label', () => {
    const drop = [
      label('Car', [{ ...beside, left: 0.72 }], { confidence: 60 }),
      label('Van', [beside], { confidence: 80 }),
      label('Man', [beside], { parents: ['Person'] }),
      label('Woman', [beside], { parents: ['Person'], confidence: 50 }),
    ];
    expect(near(drop)).toEqual(['person', 'van']);
    expect(verdict({ drop: [label('Ambulance', [beside], { parents: ['Truck'] })] }).reasons).toContain(
      'an ambulance beside it just before',
    );
  });

  it('is nobody who is far off or who is the thing itself', () => {
    expect(near([label('Person', [{ ...beside, left: 0.05 }])])).toEqual([]);
    expect(near([label('Person', [around])])).toEqual([]);
  });

  it('is not a car that stood there before and after, but one that has left is', () => {
    const car = [label('Car', [beside])];
    expect(near(car, { before: car, after: car })).toEqual([]);
    expect(near(car, { before: car, after: [] })).toEqual(['car']);
  });

  it('tells where the vehicle is, so that its plate can be looked for', () => {
    const labels = { drop: [label('Van', [beside]), label('Person', [beside])] };
    expect(vehicleNear(finding(), labels, settings.watch)).toMatchObject(beside);
    expect(vehicleNear(finding(), { drop: [label('Person', [beside])] }, settings.watch)).toBeUndefined();
    expect(vehicleNear(finding(), { absentBecause: 'the cap is reached.' }, settings.watch)).toBeUndefined();
  });
});
