import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ApiClient } from '../api-client.ts';
import { textTable } from '../text-table.ts';
import type { Whereabouts } from '../whereabouts.ts';

const PATHS = new Map([
  ['register', '/register/sheet'],
  ['costs', '/tasks/costs-sheet'],
]);

const Imported = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  left: z.int(),
  bad: z.array(z.object({ line: z.int(), column: z.string().optional(), reason: z.string() })),
  ignoredColumns: z.array(z.string()),
});

/** Imports a spreadsheet as a manager, and prints what became of its rows. Ends with 1 when a row was not taken. */
export async function importSheet(whereabouts: Whereabouts, what: string, file: string): Promise<void> {
  const path = PATHS.get(what);
  if (path === undefined)
    throw new Error(`“${what}” cannot be imported: say ${[...PATHS.keys()].join(' or ')}.`);
  const bytes = await readFile(file);
  const manager = await ApiClient.as('manager.riverside', whereabouts);
  let imported = Imported.parse(await manager.sendFile(path, bytes));
  for (let before = Number.POSITIVE_INFINITY; imported.left > 0 && imported.left < before; ) {
    console.log(`${imported.left} rows are left: going on.`);
    before = imported.left;
    imported = Imported.parse(await manager.sendFile(path, bytes));
  }
  if (imported.left > 0)
    throw new Error(`${imported.left} rows could not be written in time: split the file.`);
  const { added, changed, unchanged, bad, ignoredColumns } = imported;
  const badRows = new Set(bad.map(({ line }) => line)).size;
  console.log(`${added} added, ${changed} changed, ${unchanged} unchanged, ${badRows} not taken.`);
  if (ignoredColumns.length > 0) console.log(`Columns that mean nothing here: ${ignoredColumns.join(', ')}.`);
  if (bad.length === 0) return;
  const rows = bad.map(({ line, column = '', reason }) => [`${line}`, column, reason]);
  console.log(textTable(['Line', 'Column', 'Because'], rows));
  process.exitCode = 1;
}
