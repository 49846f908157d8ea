import { eachOf } from '../../shared/platform/at-once.ts';
import { Conflict } from '../../shared/platform/errors.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { type By, type Person, seesPatch } from '../../shared/platform/person.ts';
import type { BadRow } from '../../shared/platform/sheet.ts';
import { type Asset, estateOf } from '../../shared/register/asset.ts';
import {
  idsNamed,
  idsReferredTo,
  type PlannedAsset,
  planRegister,
  type RegisterSheet,
  registerSheetIn,
} from '../../shared/register/register-sheet.ts';
import { type CostRow, costSheetIn } from '../../shared/tasks/cost-sheet.ts';
import { costed } from '../../shared/tasks/field-work.ts';
import type { Task } from '../../shared/tasks/task.ts';
import type { Room } from './room.ts';

const AT_ONCE = 25;

/** What became of one row. `left` was not reached in the time there is. */
interface ImportedRow {
  readonly line: number;
  readonly id: string;
  readonly did: 'added' | 'changed' | 'unchanged' | 'left';
}

/** What became of a sheet. */
interface Imported {
  added: number;
  changed: number;
  unchanged: number;
  left: number;
  rows: ImportedRow[];
  bad: BadRow[];
  ignoredColumns: string[];
}

/**
 * Writes a register's sheet, each row's asset with its names in one transaction, and what a row refers to before the
 * row. Stops at `until`: what is then left is written when the same sheet comes again.
 */
export async function importRegister(bytes: Uint8Array, room: Room, until: Instant): Promise<Imported> {
  const sheet = registerSheetIn(bytes);
  const named = await room.register.assets(idsNamed(sheet));
  const others = await room.register.assets(idsReferredTo(named.values()).difference(named));
  const assets = new Map([...named, ...others]);
  const sensorOf = await sensorsKnown(sheet, assets, room);
  const { planned, bad } = planRegister(sheet, { assets, sensorOf });
  const rows: ImportedRow[] = [];
  // Kind by kind: what is of one kind refers to nothing of the same kind.
  for (const [, ofKind] of Map.groupBy(planned, ({ asset }) => asset.kind)) {
    await eachOf(ofKind, AT_ONCE, async (each) => {
      const did = each.did !== 'unchanged' && room.clock() > until ? 'left' : each.did;
      if (did === 'added' || did === 'changed') await room.register.put(each.asset, each.before);
      rows.push({ line: each.line, id: each.asset.id, did });
    });
  }
  await room.places.lookAgainAt(estatesTouched(planned), room.clock());
  return summary(rows, bad, sheet.ignored);
}

/** Who has the DevEUIs that a sheet gives to sensors that do not have them yet. */
async function sensorsKnown(
  { rows }: RegisterSheet,
  assets: ReadonlyMap<string, Asset>,
  { register }: Room,
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  await eachOf(rows, AT_ONCE, async ({ said: { id, devEui } }) => {
    const before = assets.get(id);
    if (devEui === undefined || (before?.kind === 'sensor' && before.devEui === devEui)) return;
    const sensor = await register.sensor(devEui);
    // A DevEUI that was given up since still leads to its sensor.
    if (sensor?.devEui !== undefined) known.set(sensor.devEui, sensor.id);
  });
  return known;
}

/** What their sensors are and watch may be otherwise now. */
function estatesTouched(planned: readonly PlannedAsset[]): string[] {
  const touched = planned.filter(({ did }) => did !== 'unchanged').map(({ asset }) => estateOf(asset));
  return [...new Set(touched)];
}

/**
 * Puts what a sheet says that tasks have cost on them, each task by itself and by whom. A task that is not there, or in
 * no patch that the person sees, is a bad row. Stops at `until`, as {@link importRegister} does.
 */
export async function importCosts(
  bytes: Uint8Array,
  person: Person,
  by: By,
  room: Room,
  until: Instant,
): Promise<Imported> {
  // The day changes in Britain an hour before it does in UTC at most.
  const today = plusSeconds(room.clock(), 3_600).slice(0, 10);
  const sheet = costSheetIn(bytes, today);
  const bad = [...sheet.bad];
  const rows: ImportedRow[] = [];
  await eachOf(sheet.rows, AT_ONCE, async (row) => {
    const { line, taskId } = row;
    const did = room.clock() > until ? 'left' : await putCosts(row, person, by, room);
    if (did !== undefined) rows.push({ line, id: taskId, did });
    else bad.push({ line, column: sheet.taskColumn, reason: `there is no task “${taskId}”` });
  });
  return summary(rows, bad, sheet.ignored);
}

/** What became of a row; undefined when its task is not there. */
async function putCosts(
  row: CostRow,
  person: Person,
  by: By,
  room: Room,
): Promise<ImportedRow['did'] | undefined> {
  for (;;) {
    const task = await room.tasks.get(row.taskId);
    if (task === undefined || !seesPatch(person, task.patch)) return undefined;
    const change = costed(task, costsOf(task, row), by, room.clock(), row.billedOn);
    if (change === undefined) return 'unchanged';
    try {
      await room.tasks.save(change, { after: task.version });
      return task.costs === undefined ? 'added' : 'changed';
    } catch (error) {
      // Somebody has touched it at this moment: the costs go onto what it is now.
      if (!(error instanceof Conflict)) throw error;
    }
  }
}

function costsOf({ costs }: Task, row: CostRow) {
  return { labourPence: 0, disposalPence: 0, materialsPence: 0, ...costs, ...row.costs };
}

function summary(rows: ImportedRow[], bad: BadRow[], ignored: readonly string[]): Imported {
  const count = (did: ImportedRow['did']) => rows.filter((row) => row.did === did).length;
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    left: count('left'),
    rows: rows.sort((a, b) => a.line - b.line),
    bad: bad.sort((a, b) => a.line - b.line),
    ignoredColumns: [...ignored],
  };
}
