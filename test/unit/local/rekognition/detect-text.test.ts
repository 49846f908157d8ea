import { describe, expect, it } from 'vitest';
import { DetectTextRequest, textDetectionsOf } from '../../../../local/rekognition/detect-text.ts';
import type { FoundWord } from '../../../../local/rekognition/reader-messages.ts';

const sides = { widthPixels: 200, heightPixels: 100 };

function word(text: string, said: Partial<FoundWord> = {}): FoundWord {
  return { text, confidence: 90, leftPixels: 20, topPixels: 50, widthPixels: 40, heightPixels: 10, ...said };
}

const asking = (WordFilter?: Record<string, number>): DetectTextRequest =>
  DetectTextRequest.parse({ Image: { Bytes: 'AAAA' }, ...(WordFilter && { Filters: { WordFilter } }) });

const textsOf = (found: { DetectedText: string }[]) => found.map(({ DetectedText }) => DetectedText);

describe('the text that was read', () => {
  it('is answered line by line, then word by word with the line that each is in', () => {
    const lines = [[word('FIRE'), word('EXIT')], [word('AB12')]];
    const found = textDetectionsOf(lines, sides, asking());
    expect(found.map(({ Type, DetectedText, Id, ParentId }) => [Type, DetectedText, Id, ParentId])).toEqual([
      ['LINE', 'FIRE EXIT', 0, undefined],
      ['LINE', 'AB12', 1, undefined],
      ['WORD', 'FIRE', 2, 0],
      ['WORD', 'EXIT', 3, 0],
      ['WORD', 'AB12', 4, 1],
    ]);
  });

  it('has its place in fractions of the picture, a line around all of its words', () => {
    const words = [word('AB12'), word('CDE', { leftPixels: 70, topPixels: 48, widthPixels: 30 })];
    const [line, first] = textDetectionsOf([words], sides, asking());
    expect(line?.Geometry.BoundingBox).toEqual({ Left: 0.1, Top: 0.48, Width: 0.4, Height: 0.12 });
    expect(first?.Geometry.BoundingBox.Width).toBeCloseTo(0.2);
    expect(line?.Geometry.Polygon).toEqual([
      { X: 0.1, Y: 0.48 },
      { X: 0.5, Y: 0.48 },
      { X: 0.5, Y: 0.6 },
      { X: 0.1, Y: 0.6 },
    ]);
  });

  it('is as sure as its words are on average', () => {
    const [line] = textDetectionsOf([[word('AB12', { confidence: 84 }), word('CDE')]], sides, asking());
    expect(line?.Confidence).toBe(87);
  });

  it('leaves out words that are less sure than asked, 80 % when nothing was asked, and lines without words', () => {
    const lines = [[word('AB12'), word('C0E', { confidence: 60 })], [word('~', { confidence: 30 })]];
    expect(textsOf(textDetectionsOf(lines, sides, asking()))).toEqual(['AB12', 'AB12']);
    expect(textsOf(textDetectionsOf(lines, sides, asking({ MinConfidence: 50 })))).toEqual([
      'AB12 C0E',
      'AB12',
      'C0E',
    ]);
  });

  it('leaves out words that are smaller than asked', () => {
    const lines = [[word('AB12')], [word('CDE', { heightPixels: 4 })], [word('FG', { widthPixels: 10 })]];
    const asked = asking({ MinBoundingBoxHeight: 0.05, MinBoundingBoxWidth: 0.1 });
    expect(textsOf(textDetectionsOf(lines, sides, asked))).toEqual(['AB12', 'AB12']);
  });

  it('stops at a hundred words, as Amazon does', () => {
    const lines = Array.from({ length: 70 }, () => [word('A'), word('B')]);
    const words = textDetectionsOf(lines, sides, asking()).filter(({ Type }) => Type === 'WORD');
    expect(words).toHaveLength(100);
  });
});
