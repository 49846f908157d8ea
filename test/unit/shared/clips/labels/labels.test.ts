import { describe, expect, it } from 'vitest';
import { inWhole, type Label, matching, WatchList } from '../../../../../shared/clips/labels/labels.ts';

const box = { left: 0.2, top: 0.4, width: 0.1, height: 0.2, confidence: 80 };
const van: Label = { name: 'Van', confidence: 80, parents: ['Vehicle'], aliases: ['Minivan'], boxes: [box] };

describe('labels that a watch list asks for', () => {
  it('are known by name, by alias and by parent, whatever the capitals', () => {
    expect(matching([van], ['VAN'], 50)).toEqual([van]);
    expect(matching([van], ['minivan'], 50)).toEqual([van]);
    expect(matching([van], ['vehicle'], 50)).toEqual([van]);
    expect(matching([van], ['person'], 50)).toEqual([]);
  });

  it('are left out when they are not sure enough, each box on its own', () => {
    const faint = { ...box, left: 0.7, confidence: 35 };
    expect(matching([{ ...van, boxes: [box, faint] }], ['van'], 50)).toEqual([van]);
    expect(matching([{ ...van, confidence: 49 }], ['van'], 50)).toEqual([]);
  });

  it('come the surest first', () => {
    const surer = { ...van, name: 'Car', confidence: 97 };
    expect(matching([van, surer], ['vehicle'], 50).map(({ name }) => name)).toEqual(['Car', 'Van']);
  });

  it('of a crop are placed in the whole picture', () => {
    const [placed] = inWhole([van], { left: 0.5, top: 0.5, width: 0.5, height: 0.5 });
    expect(placed?.boxes).toEqual([{ left: 0.6, top: 0.7, width: 0.05, height: 0.1, confidence: 80 }]);
  });

  it('have words for people, vehicles and what is dumped unless a landlord sets others', () => {
    const watch = WatchList.parse({ dumped: ['Piano'] });
    expect(watch.people).toContain('Person');
    expect(watch.dumped).toEqual(['Piano']);
  });
});
