import { describe, expect, it } from 'vitest';
import { type Asset, blockOf, estateOf, Sensor } from '../../../../shared/register/asset.ts';
import { RegisterId, Uprn } from '../../../../shared/register/place.ts';
import { Register } from '../../../../shared/register/register.ts';
import { aRegister } from '../../../support/builders.ts';

const { assets } = aRegister();
const named = (id: string): Asset => {
  const asset = assets.find((each) => each.id === id);
  if (asset === undefined) throw new Error(`the builder’s register has no ${id}`);
  return asset;
};

/** What is said against the builder's register once one asset in it is changed. */
const refusals = (id: string, change: object) => {
  const changed = assets.map((asset) => (asset.id === id ? { ...asset, ...change } : asset));
  return (Register.safeParse({ assets: changed }).error?.issues ?? []).map(({ message }) => message);
};

describe('a register', () => {
  it('holds together', () => {
    expect(Register.parse({ assets }).assets).toHaveLength(assets.length);
  });

  it('names what stands in it twice', () => {
    const twice = Register.safeParse({ assets: [...assets, named('ash-court')] });
    expect(twice.error?.issues).toMatchObject([
      { path: ['assets', assets.length], message: '“ash-court” stands twice in the register.' },
    ]);
  });

  it.each([
    ['ash-court', { estateId: 'lost' }, '“ash-court” is on estate “lost”, which is not in the register.'],
    [
      'ash-court',
      { estateId: 'elm-house' },
      '“ash-court” is on estate “elm-house”, which is not in the register.',
    ],
    [
      'ash-court',
      { patch: 'south' },
      '“ash-court” is in patch “south” but its estate “riverside” is in “north”.',
    ],
    [
      'ash-court-door',
      { blockId: 'lost' },
      '“ash-court-door” belongs to block “lost”, which is not in the register.',
    ],
    [
      'ash-court-door',
      { blockId: 'ash-court-light' },
      '“ash-court-door” belongs to block “ash-court-light”, which is not in the register.',
    ],
    [
      'ash-court-door-sensor',
      { watches: 'lost' },
      'Sensor “ash-court-door-sensor” watches “lost”, which is not in the register.',
    ],
  ])('says what %s refers to by %o', (id, change, sentence) => {
    expect(refusals(id, change)).toEqual([sentence]);
  });

  it('says all that is wrong with it at once', () => {
    expect(refusals('ash-court-door-sensor', { estateId: 'lost', watches: 'lost' })).toHaveLength(2);
  });

  it.each([
    ['ash-court', { uprn: '1234567890123' }, 'a UPRN is up to twelve digits'],
    ['ash-court-door-sensor', { devEui: '24E1' }, 'a DevEUI is 16 hexadecimal digits'],
    [
      'ash-court-light',
      { id: 'Ash Court' },
      'an id is 1 to 63 small letters, digits or hyphens and starts with no hyphen',
    ],
  ])('says what is wrong with %s: %o', (id, change, sentence) => {
    expect(refusals(id, change)).toContain(sentence);
  });

  it('is not empty', () => {
    expect(Register.safeParse({ assets: [] }).success).toBe(false);
  });
});

describe('an asset', () => {
  it('is on its estate and in its block; an estate is on itself and in none', () => {
    expect([estateOf(named('riverside')), blockOf(named('riverside'))]).toEqual(['riverside', undefined]);
    expect([estateOf(named('ash-court')), blockOf(named('ash-court'))]).toEqual(['riverside', 'ash-court']);
    expect([estateOf(named('ash-court-door')), blockOf(named('ash-court-door'))]).toEqual([
      'riverside',
      'ash-court',
    ]);
  });

  it.each(['a', '7-sisters', 'ash-court-2', 'a'.repeat(63)])('may be called %s', (id) => {
    expect(RegisterId.safeParse(id).success).toBe(true);
  });

  it.each(['', '-a', 'A', 'a b', 'a/b', 'é', 'a'.repeat(64), '../a'])('may not be called %o', (id) => {
    expect(RegisterId.safeParse(id).success).toBe(false);
  });

  it('that is a sensor has its DevEUI in capitals, however it was typed', () => {
    expect(Sensor.parse({ ...named('ash-court-door-sensor'), devEui: '24e124141b000001' }).devEui).toBe(
      '24E124141B000001',
    );
  });

  it.each(['1', '100080000012'])('may have the UPRN %s', (uprn) => {
    expect(Uprn.safeParse(uprn).success).toBe(true);
  });
});
