import { describe, expect, it } from 'vitest';
import { tellTaleIn } from '../../../../shared/target-hardening/home.ts';
import { aHome } from '../../../support/an-order.ts';

describe('what tells of a home', () => {
  it.each([
    ['went to 41 Tattletale Terrace', 'the address'],
    ['the house in tattletale  terrace', 'the address'],
    ['FLAT-7 has a new lock', 'the address'],
    ['near CF999ZZ', 'the address'],
    ['UPRN 100099887766', 'the UPRN'],
    ['rang 01632960777', 'the phone number or e-mail address'],
    ['wrote to Zenobia@quillfeather.example', 'the phone number or e-mail address'],
    ['Ms Quillfeather was in', 'the resident’s name'],
    ['saw zenobia quillfeather', 'the resident’s name'],
  ])('is found in “%s”', (text, what) => {
    expect(tellTaleIn(text, aHome())).toBe(what);
  });

  it.each([
    '',
    'Two locks and an alarm fitted; the frame needs a joiner.',
    'The parts come from Cardiff.',
    '7 hinge bolts left in the van',
  ])('is not found in “%s”', (text) => {
    expect(tellTaleIn(text, aHome())).toBeUndefined();
  });

  it('is not a surname inside another word', () => {
    const home = aHome({ resident: { name: 'Ann Lock' } });
    expect(tellTaleIn('two deadlocks fitted', home)).toBeUndefined();
    expect(tellTaleIn('spoke to Mrs Lock', home)).toBe('the resident’s name');
  });

  it('is the only line of an address that has one', () => {
    expect(tellTaleIn('at Rose Cottage', aHome({ address: { lines: ['Rose Cottage'] } }))).toBe(
      'the address',
    );
  });
});
