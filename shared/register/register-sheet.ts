import { isDeepStrictEqual } from 'node:util';
import { type BadRow, type Sheet, type SheetRow, sheetIn } from '../platform/sheet.ts';
import { Asset, blockOf, estateOf } from './asset.ts';
import { isInBritain } from './place.ts';
import { NEEDED_OF, REGISTER_COLUMNS, RegisterCells, type RegisterColumn } from './register-columns.ts';

/** One row of a register's sheet whose cells can each be read. `has` are the columns that the sheet has. */
export interface RegisterRow {
  readonly line: number;
  readonly said: RegisterCells;
  readonly has: ReadonlySet<string>;
}

/** A register's sheet, read: its rows and those that cannot be taken. */
export interface RegisterSheet {
  readonly rows: readonly RegisterRow[];
  readonly bad: readonly BadRow[];
  readonly titles: Sheet<RegisterColumn>['titles'];
  readonly ignored: readonly string[];
}

/** What a row makes of the register: an asset as it is to be, and as it was if there was one. */
export interface PlannedAsset {
  readonly line: number;
  readonly asset: Asset;
  readonly before: Asset | undefined;
  readonly did: 'added' | 'changed' | 'unchanged';
}

/** Reads a register's spreadsheet: each row an asset. Throws `Rejected` when the file is no such sheet. Pure. */
export function registerSheetIn(bytes: Uint8Array): RegisterSheet {
  const sheet = sheetIn<RegisterColumn>(bytes, REGISTER_COLUMNS);
  const has = new Set(Object.keys(sheet.titles));
  const bad = [...sheet.bad];
  const rows: RegisterRow[] = [];
  const lineOf = new Map<string, number>();
  for (const row of sheet.rows) {
    const read = rowIn(row, sheet, has);
    if ('reasons' in read) {
      bad.push(...read.reasons);
      continue;
    }
    const { id } = read.said;
    const before = lineOf.get(id);
    if (before === undefined) {
      lineOf.set(id, row.line);
      rows.push(read);
    } else {
      bad.push({ line: row.line, column: titleOf(sheet, 'id'), reason: `“${id}” stands on line ${before}` });
    }
  }
  return { rows, bad, titles: sheet.titles, ignored: sheet.ignored };
}

function rowIn(
  { line, cells }: SheetRow<RegisterColumn>,
  sheet: Pick<RegisterSheet, 'titles'>,
  has: ReadonlySet<string>,
): RegisterRow | { readonly reasons: readonly BadRow[] } {
  const filled = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));
  const said = RegisterCells.safeParse(filled);
  if (said.success) {
    const { latitude, longitude } = said.data;
    if (isInBritain({ latitude, longitude })) return { line, said: said.data, has };
    const isSwapped = isInBritain({ latitude: longitude, longitude: latitude });
    const reason = isSwapped
      ? 'latitude and longitude are swapped: the other way round they are in Britain'
      : `${latitude}, ${longitude} is not in Britain: write WGS 84, decimal degrees`;
    return { reasons: [{ line, column: titleOf(sheet, 'latitude'), reason }] };
  }
  const reasons = said.error.issues.map(({ path: [name], message }) => {
    const column = RegisterCells.keyof().parse(name);
    const reason = column in filled ? message : 'the cell is blank';
    return { line, column: titleOf(sheet, column), reason };
  });
  return { reasons };
}

/** The ids that a sheet names: of its assets, and of what they are on or watch. */
export function idsNamed({ rows }: Pick<RegisterSheet, 'rows'>): Set<string> {
  const ids = rows.flatMap(({ said: { id, estateId, blockId, watches } }) => [
    id,
    estateId,
    blockId,
    watches,
  ]);
  return new Set(ids.filter((id) => id !== undefined));
}

/** The ids of what assets of the register are on or watch. */
export function idsReferredTo(assets: Iterable<Asset>): Set<string> {
  const ids = [...assets].flatMap((asset) => [
    estateOf(asset),
    blockOf(asset),
    asset.kind === 'sensor' ? asset.watches : undefined,
  ]);
  return new Set(ids.filter((id) => id !== undefined));
}

/** What there is already: assets by their ids, and which sensor has a DevEUI. */
export interface KnownRegister {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly sensorOf: ReadonlyMap<string, string>;
}

// What a thing refers to comes before it, so that the register is whole after each of the writes.
const ORDER: readonly Asset['kind'][] = ['estate', 'block', 'camera', 'door', 'light', 'sensor'];

/**
 * What a sheet makes of the register: what is to be written, in the order that leaves the register whole after each
 * write, and the rows that do not fit it. A row may refer to what is in the register or in a good row. Pure.
 */
export function planRegister(
  { rows, bad: badBefore, titles }: RegisterSheet,
  { assets, sensorOf }: KnownRegister,
): { readonly planned: PlannedAsset[]; readonly bad: BadRow[] } {
  const bad = [...badBefore];
  const planned: PlannedAsset[] = [];
  const there = new Map(assets);
  const sensors = new Map(sensorOf);
  const lineOf = new Map(rows.map(({ line, said }) => [said.id, line]));
  const order = rows.toSorted((a, b) => ORDER.indexOf(a.said.kind) - ORDER.indexOf(b.said.kind));
  const refused = new Set<string>();
  for (const row of order) {
    const before = assets.get(row.said.id);
    const read = assetIn(row, before, there, sensors);
    if ('wrong' in read) {
      const line = read.refersTo !== undefined && refused.has(read.refersTo) && lineOf.get(read.refersTo);
      const because = line ? `, whose row on line ${line} was not taken` : '';
      bad.push({
        line: row.line,
        column: titleOf({ titles }, read.wrong),
        reason: `${read.reason}${because}`,
      });
      refused.add(row.said.id);
      if (before === undefined) there.delete(row.said.id);
      continue;
    }
    const { asset } = read;
    const did = before === undefined ? 'added' : isDeepStrictEqual(before, asset) ? 'unchanged' : 'changed';
    there.set(asset.id, asset);
    // What it had until now is free for another.
    if (before?.kind === 'sensor' && before.devEui !== undefined) sensors.delete(before.devEui);
    if (asset.kind === 'sensor' && asset.devEui !== undefined) sensors.set(asset.devEui, asset.id);
    planned.push({ line: row.line, asset, before, did });
  }
  return { planned, bad: bad.sort((a, b) => a.line - b.line) };
}

interface Wrong {
  readonly wrong: RegisterColumn;
  readonly reason: string;
  readonly refersTo?: string | undefined;
}

/** The asset that a row describes; columns that the sheet does not have stay as they were. */
function assetIn(
  { said, has }: RegisterRow,
  before: Asset | undefined,
  there: ReadonlyMap<string, Asset>,
  sensors: ReadonlyMap<string, string>,
): { readonly asset: Asset } | Wrong {
  if (before !== undefined && before.kind !== said.kind)
    return {
      wrong: 'kind',
      reason: `“${said.id}” is ${anyOf(before.kind)} in the register: give this another id`,
    };
  const kept = Object.entries(before ?? {}).filter(([field]) => !has.has(field));
  const { latitude, longitude, ...cells } = said;
  const joined = { ...Object.fromEntries(kept), ...cells, coordinates: { latitude, longitude } };
  const missing = NEEDED_OF[said.kind].find((name) => joined[name] === undefined);
  if (missing !== undefined) return { wrong: missing, reason: `${anyOf(said.kind)} needs it` };
  const estate = said.kind === 'estate' ? undefined : there.get(joined.estateId ?? '');
  // Without an estate it fails as being on none, whatever its patch.
  const asset = Asset.parse({ ...joined, patch: joined.patch ?? estate?.patch ?? joined.estateId });
  return fitted(asset, before, there, sensors);
}

function fitted(
  asset: Asset,
  before: Asset | undefined,
  there: ReadonlyMap<string, Asset>,
  sensors: ReadonlyMap<string, string>,
): { readonly asset: Asset } | Wrong {
  if (before !== undefined && before.patch !== asset.patch && asset.kind === 'estate')
    return { wrong: 'patch', reason: `“${asset.id}” is in patch “${before.patch}”: ${MOVES}` };
  if (before !== undefined && estateOf(before) !== estateOf(asset))
    return { wrong: 'estateId', reason: `“${asset.id}” is on estate “${estateOf(before)}”: ${MOVES}` };
  const estate = asset.kind === 'estate' ? asset : there.get(estateOf(asset));
  if (estate?.kind !== 'estate')
    return {
      wrong: 'estateId',
      reason: `there is no estate “${estateOf(asset)}”`,
      refersTo: estateOf(asset),
    };
  if (estate.patch !== asset.patch)
    return { wrong: 'patch', reason: `its estate “${estate.id}” is in patch “${estate.patch}”` };
  const blockId = asset.kind === 'block' ? undefined : blockOf(asset);
  const block = blockId === undefined ? undefined : there.get(blockId);
  if (blockId !== undefined && (block?.kind !== 'block' || block.estateId !== estate.id))
    return {
      wrong: 'blockId',
      reason: `there is no block “${blockId}” on “${estate.id}”`,
      refersTo: blockId,
    };
  if (asset.kind !== 'sensor') return { asset };
  const watched = there.get(asset.watches);
  if (watched === undefined || watched.kind === 'sensor') {
    const reason = `there is no estate, block, camera, door or light “${asset.watches}”`;
    return { wrong: 'watches', reason, refersTo: asset.watches };
  }
  const holder = asset.devEui === undefined ? undefined : sensors.get(asset.devEui);
  if (holder !== undefined && holder !== asset.id)
    return { wrong: 'devEui', reason: `sensor “${holder}” has this DevEUI` };
  return { asset };
}

const MOVES = 'what is moved has others with it, so import the whole register for that (PUT /register)';

const anyOf = (kind: Asset['kind']) => `${kind === 'estate' ? 'an' : 'a'} ${kind}`;

function titleOf({ titles }: Pick<RegisterSheet, 'titles'>, name: RegisterColumn): string {
  return titles[name] ?? REGISTER_COLUMNS[name].title;
}
