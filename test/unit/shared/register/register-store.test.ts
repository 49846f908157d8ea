import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Table } from '../../../../shared/platform/table.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const register = aRegister();

let table: Table;
let store: RegisterStore;

beforeEach(async () => {
  table = tables.fresh();
  store = new RegisterStore(table);
  await store.import(register);
});

const idsOf = (assets: readonly { id: string }[]) => assets.map(({ id }) => id);
const items = () => table.all({ index: 'byQueue', pk: 'ESTATE#riverside#ASSETS' }, z.looseObject({}));

describe('the register', () => {
  it('has every asset as it was imported', async () => {
    for (const asset of register.assets) expect(await store.asset(asset.id)).toEqual(asset);
    expect(await store.asset('lost')).toBeUndefined();
  });

  it('imported a second time is the same', async () => {
    const before = await items();
    await store.import(register);
    expect(await items()).toEqual(before);
  });

  it('imported again with a change has the change, and keeps what is no longer named', async () => {
    const [riverside, block] = register.assets;
    if (riverside === undefined || block?.kind !== 'block')
      throw new Error('the builder’s register begins otherwise');
    await store.import({ assets: [riverside, { ...block, homes: 50 }] });
    expect(await store.asset('ash-court')).toMatchObject({ homes: 50 });
    expect(await store.asset('ash-court-door')).toBeDefined();
  });

  it('takes more assets than one transaction does', async () => {
    const block = register.assets.find(({ kind }) => kind === 'block');
    if (block?.kind !== 'block') throw new Error('the builder’s register has no block');
    const many = Array.from({ length: 250 }, (_, number) => ({ ...block, id: `block-${number}` }));
    await store.import({ assets: [...register.assets, ...many] });
    expect(await store.onEstate('riverside')).toHaveLength(250 + 5);
  });
});

describe('a look-up', () => {
  it('of a camera finds cameras only', async () => {
    expect(await store.camera('ash-court-bin-camera')).toMatchObject({ kind: 'camera' });
    expect(await store.camera('ash-court-door')).toBeUndefined();
    expect(await store.camera('lost')).toBeUndefined();
  });

  it('of a sensor finds it by its id or its DevEUI', async () => {
    const sensor = await store.sensor('ash-court-door-sensor');
    expect(sensor).toMatchObject({ watches: 'ash-court-door' });
    expect(await store.sensor('24E124141B000001')).toEqual(sensor);
    expect(await store.sensor('ash-court-door')).toBeUndefined();
    expect(await store.sensor('24E124141B00FFFF')).toBeUndefined();
  });

  it('of an estate finds what is on it, blocks’ parts together, and nothing of another', async () => {
    expect(idsOf(await store.onEstate('riverside'))).toEqual([
      'ash-court',
      'ash-court-bin-camera',
      'ash-court-door',
      'ash-court-door-sensor',
      'ash-court-light',
    ]);
    expect(await store.onEstate('lost')).toEqual([]);
  });

  it('of a block finds what belongs to it, and not to a block whose id begins the same', async () => {
    const block = register.assets.find(({ id }) => id === 'ash-court');
    if (block?.kind !== 'block') throw new Error('the builder’s register has no Ash Court');
    await store.import({ assets: [{ ...block, id: 'ash-court-2' }] });
    expect(idsOf(await store.inBlock('riverside', 'ash-court'))).toHaveLength(5);
    expect(idsOf(await store.inBlock('riverside', 'ash-court-2'))).toEqual(['ash-court-2']);
    expect(await store.inBlock('hillside', 'ash-court')).toEqual([]);
  });

  it('of a patch finds its estates', async () => {
    expect(idsOf(await store.estatesOf('north'))).toEqual(['riverside']);
    expect(await store.estatesOf('east')).toEqual([]);
  });
});
