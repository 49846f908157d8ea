import { CLASSES } from '@tensorflow-models/coco-ssd/dist/classes.js';
import { describe, expect, it } from 'vitest';
import { DetectLabelsRequest, labelsOf } from '../../../../local/rekognition/detect-labels.ts';
import type { FoundObject } from '../../../../local/rekognition/detector-messages.ts';
import { ancestorsOf, labelName, labelOfClass } from '../../../../local/rekognition/label-names.ts';

const sides = { widthPixels: 200, heightPixels: 100 };

function found(name: string, score: number, box: Partial<FoundObject> = {}): FoundObject {
  return { name, score, leftPixels: 50, topPixels: 25, widthPixels: 100, heightPixels: 50, ...box };
}

function asking(limits: Record<string, unknown> = {}): DetectLabelsRequest {
  return DetectLabelsRequest.parse({ Image: { Bytes: 'AAAA' }, ...limits });
}

const namesOf = (labels: { Name: string }[]) => labels.map(({ Name }) => Name);

describe('the names of labels', () => {
  it('cover every class that the detector knows, and every label above it', () => {
    const missing = Object.values(CLASSES)
      .map(({ displayName }) => labelOfClass(displayName))
      .flatMap((name) => [name, ...ancestorsOf(name)])
      .filter((name) => labelName(name) === undefined);
    expect(missing).toEqual([]);
  });

  it.each([
    ['person', 'Person', []],
    ['truck', 'Truck', ['Vehicle', 'Transportation']],
    ['couch', 'Couch', ['Furniture']],
    ['suitcase', 'Suitcase', ['Baggage']],
    ['handbag', 'Handbag', ['Accessories', 'Bag']],
    ['refrigerator', 'Refrigerator', ['Appliance', 'Electrical Device', 'Device']],
    ['tv', 'TV', ['Screen', 'Electronics']],
  ])('call %s %s, under %j', (cocoClass, name, ancestors) => {
    expect(labelOfClass(cocoClass)).toBe(name);
    expect(ancestorsOf(name)).toEqual(ancestors);
  });
});

describe('the labels of what was found', () => {
  it('say where a thing is in fractions of the picture', () => {
    const [label] = labelsOf([found('person', 0.9)], sides, asking());
    expect(label?.Instances).toEqual([
      { BoundingBox: { Left: 0.25, Top: 0.25, Width: 0.5, Height: 0.5 }, Confidence: 90 },
    ]);
  });

  it('keep a box that leaves the picture inside it', () => {
    const [label] = labelsOf([found('person', 0.9, { leftPixels: -20, topPixels: 80 })], sides, asking());
    expect(label?.Instances[0]?.BoundingBox.Left).toBe(0);
    expect(label?.Instances[0]?.BoundingBox.Width).toBe(0.4);
    expect(label?.Instances[0]?.BoundingBox.Height).toBeCloseTo(0.2);
  });

  it('count two cars as two instances of one label, as sure as the surest', () => {
    const cars = labelsOf([found('car', 0.7), found('car', 0.8)], sides, asking());
    const car = cars.find(({ Name }) => Name === 'Car');
    expect(car?.Instances).toHaveLength(2);
    expect(car?.Confidence).toBe(80);
    expect(car?.Parents).toEqual([{ Name: 'Vehicle' }, { Name: 'Transportation' }]);
    expect(car?.Aliases).toEqual([{ Name: 'Automobile' }]);
  });

  it('include the labels above, without instances', () => {
    const labels = labelsOf([found('car', 0.7)], sides, asking());
    expect(namesOf(labels)).toEqual(['Car', 'Vehicle', 'Transportation']);
    expect(labels[1]).toMatchObject({ Confidence: 70, Instances: [] });
  });

  it('leave out what is less sure than asked; 55 % when nothing was asked', () => {
    const objects = [found('person', 0.54), found('chair', 0.6)];
    expect(namesOf(labelsOf(objects, sides, asking()))).toEqual(['Chair', 'Furniture']);
    expect(namesOf(labelsOf(objects, sides, asking({ MinConfidence: 50 })))).toContain('Person');
  });

  it('stop at the number asked for, surest first', () => {
    const objects = [found('chair', 0.6), found('person', 0.9)];
    expect(namesOf(labelsOf(objects, sides, asking({ MaxLabels: 1 })))).toEqual(['Person']);
  });

  it('pass through the filters on names and categories', () => {
    const objects = [found('car', 0.7), found('person', 0.9), found('bed', 0.8)];
    const through = (GeneralLabels: Record<string, string[]>) =>
      namesOf(labelsOf(objects, sides, asking({ Settings: { GeneralLabels } })));
    expect(through({ LabelInclusionFilters: ['Bed'] })).toEqual(['Bed']);
    expect(through({ LabelCategoryInclusionFilters: ['Person Description'] })).toEqual(['Person']);
    expect(through({ LabelExclusionFilters: ['Furniture', 'Person'] })).not.toContain('Person');
    expect(through({ LabelCategoryExclusionFilters: ['Vehicles and Automotive'] })).not.toContain('Vehicle');
  });
});
