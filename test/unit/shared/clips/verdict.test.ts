import { describe, expect, it } from 'vitest';
import type { Label } from '../../../../shared/clips/labels.ts';
import type { Box } from '../../../../shared/clips/picture.ts';
import type { SceneFinding } from '../../../../shared/clips/scene.ts';
import {
  nothingLeft,
  type StillLabels,
  VerdictSettings,
  verdictOn,
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
    strength: 0.7,
    evidence: {
      edge: 0.9,
      foreign: 0.4,
      likeness: 0.2,
      difference: 40,
      texture: 0.1,
      stillness: 0.97,
      seenShare: 1,
    },
    ...changes,
  };
}

function label(name: string, boxes: readonly Box[], changes: Partial<Label> = {}): Label {
  const placed = boxes.map((box) => ({ ...box, confidence: changes.confidence ?? 90 }));
  return { name, confidence: 90, parents: [], aliases: [], ...changes, boxes: placed };
}

const around: Box = { left: 0.58, top: 0.5, width: 0.14, height: 0.32 };
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
      reasons: ['appeared at 00:13', 'stayed 26 s', 'person beside it', 'looks like: bag'],
    });
  });

  it('is surer when the thing is known than when it is not', () => {
    const known = verdict({ crop: [label('Mattress', [place])] });
    expect(known.confidence).toBeGreaterThan(verdict({ crop: [] }).confidence);
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

  it('is no flag when a vehicle has parked there', () => {
    const van: Box = { left: 0.4, top: 0.4, width: 0.5, height: 0.5 };
    expect(verdict({ crop: [label('Van', [van], { parents: ['Vehicle'] })] }).reasons[0]).toMatch(
      /^a vehicle/,
    );
  });

  it('is a flag when the vehicle behind the thing stood there all along', () => {
    const van: Box = { left: 0.4, top: 0.4, width: 0.5, height: 0.5 };
    expect(verdict({ before: [label('Car', [van])], after: [label('Truck', [van])] }).flagged).toBe(true);
  });

  it('does not believe a vehicle that fills the picture, nor a faint one, nor an aeroplane', () => {
    const everything: Box = { left: 0, top: 0, width: 0.98, height: 0.98 };
    const plane = label('Airplane', [around], { parents: ['Vehicle', 'Transportation'] });
    expect(verdict({ after: [label('Bus', [everything])] }).flagged).toBe(true);
    expect(verdict({ after: [label('Car', [around], { confidence: 31 })] }).flagged).toBe(true);
    expect(verdict({ after: [plane] }).flagged).toBe(true);
  });

  it('is reached without labels, and says why there are none', () => {
    const { flagged, confidence, reasons } = verdict({ absentBecause: 'the month’s cap is reached.' });
    expect([flagged, confidence]).toEqual([true, 0.7]);
    expect(reasons).toContain('not looked at for people and things: the month’s cap is reached.');
  });

  it('is no flag when the thing is too faint for this camera, and says so', () => {
    const { flagged, confidence, reasons } = verdict({ crop: [] }, { strength: 0.3 });
    expect(flagged).toBe(false);
    expect(confidence).toBeCloseTo(0.3);
    expect(reasons).toContain('too faint to flag');
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
