import { z } from 'zod';
import type { Column } from '../platform/sheet.ts';
import { DegreesCell, DigitsCell, WholeNumberCell, YesOrNoCell } from '../platform/sheet-cells.ts';
import type { Asset } from './asset.ts';
import { RegisterId, Uprn } from './place.ts';

/** The columns of a register's spreadsheet. Which of them a row needs depends on its kind. */
export const REGISTER_COLUMNS = {
  kind: { title: 'Kind', alsoCalled: ['type', 'asset type', 'asset kind', 'category'], needed: true },
  id: {
    title: 'Id',
    alsoCalled: ['ref', 'reference', 'asset id', 'asset ref', 'asset reference', 'code', 'place ref'],
    needed: true,
  },
  name: { title: 'Name', alsoCalled: ['description', 'asset name', 'asset'], needed: true },
  patch: { title: 'Patch', alsoCalled: ['patch id', 'patch ref', 'area', 'neighbourhood'] },
  estateId: {
    title: 'Estate',
    alsoCalled: ['estate id', 'estate ref', 'estate code', 'scheme', 'scheme id'],
  },
  blockId: {
    title: 'Block',
    alsoCalled: ['block id', 'block ref', 'block code', 'building', 'building id', 'building ref'],
  },
  uprn: { title: 'UPRN', alsoCalled: ['unique property reference number', 'property reference'] },
  homes: { title: 'Homes', alsoCalled: ['units', 'flats', 'dwellings', 'properties', 'number of homes'] },
  latitude: { title: 'Latitude', alsoCalled: ['lat', 'y wgs84'], needed: true },
  longitude: { title: 'Longitude', alsoCalled: ['long', 'lon', 'lng', 'x wgs84'], needed: true },
  outer: { title: 'Outer', alsoCalled: ['outer door', 'external', 'external door', 'entrance'] },
  model: { title: 'Model', alsoCalled: ['sensor model', 'device model'] },
  devEui: { title: 'DevEUI', alsoCalled: ['dev eui', 'device eui', 'eui', 'eui64'] },
  watches: { title: 'Watches', alsoCalled: ['watched asset', 'monitors', 'fitted to', 'on asset'] },
} as const satisfies Record<string, Column>;
export type RegisterColumn = keyof typeof REGISTER_COLUMNS;

/** What a row of each kind needs beside what every row does. Its patch is its estate's. */
export const NEEDED_OF: Readonly<
  Record<Asset['kind'], readonly Exclude<RegisterColumn, 'latitude' | 'longitude'>[]>
> = {
  estate: ['patch'],
  block: ['estateId', 'uprn', 'homes'],
  camera: ['estateId'],
  door: ['estateId', 'blockId', 'outer'],
  light: ['estateId'],
  sensor: ['estateId', 'model', 'watches'],
};

const CALLED: Readonly<Record<Asset['kind'], readonly string[]>> = {
  estate: ['estate', 'scheme'],
  block: ['block', 'building', 'block of flats'],
  camera: ['camera', 'cctv', 'cctv camera'],
  door: ['door', 'communal door'],
  light: ['light', 'lamp', 'lighting', 'security light'],
  sensor: ['sensor', 'device'],
};
// A plain object's own keys, which TypeScript knows only as text.
const KINDS = Object.keys(CALLED) as Asset['kind'][];

const KindCell = z.string().transform((text, context): Asset['kind'] => {
  const kind = KINDS.find((each) => CALLED[each].includes(text.toLowerCase()));
  if (kind !== undefined) return kind;
  context.addIssue({ code: 'custom', message: `“${text}” is none of ${KINDS.join(', ')}` });
  return z.NEVER;
});

const IdCell = z.string().toLowerCase().pipe(RegisterId);

/** What the cells of a row say, each by itself; a blank cell is undefined. */
export const RegisterCells = z.object({
  kind: KindCell,
  id: IdCell,
  name: z.string().max(120, 'a name has 120 characters at most'),
  patch: IdCell.optional(),
  estateId: IdCell.optional(),
  blockId: IdCell.optional(),
  uprn: DigitsCell.pipe(Uprn).optional(),
  homes: WholeNumberCell.optional(),
  latitude: DegreesCell,
  longitude: DegreesCell,
  outer: YesOrNoCell.optional(),
  model: z.string().max(60).optional(),
  devEui: DigitsCell.transform((text) => text.replaceAll(/[\s:-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^[0-9A-F]{16}$/, 'a DevEUI is 16 hexadecimal digits'))
    .optional(),
  watches: IdCell.optional(),
});
export type RegisterCells = z.infer<typeof RegisterCells>;
