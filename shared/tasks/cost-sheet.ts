import { z } from 'zod';
import { type BadRow, type Column, type Sheet, type SheetRow, sheetIn } from '../platform/sheet.ts';
import { DayCell, PoundsCell } from '../platform/sheet-cells.ts';
import type { Costs } from './task.ts';

const COLUMNS = {
  task: {
    title: 'Task',
    alsoCalled: ['task id', 'task ref', 'task reference', 'reference', 'ref', 'job', 'job number', 'job ref'],
    needed: true,
  },
  labour: { title: 'Labour', alsoCalled: ['labour cost', 'labour costs', 'labor', 'labour ex vat', 'wages'] },
  disposal: {
    title: 'Disposal',
    alsoCalled: ['disposal cost', 'disposal costs', 'disposal ex vat', 'waste disposal', 'tipping', 'skip'],
  },
  materials: {
    title: 'Materials',
    alsoCalled: [
      'material',
      'material cost',
      'materials cost',
      'material costs',
      'materials ex vat',
      'parts',
    ],
  },
  billedOn: {
    title: 'Date',
    alsoCalled: ['billed on', 'bill date', 'invoice date', 'invoiced', 'date of invoice'],
  },
} as const satisfies Record<string, Column>;
type Name = keyof typeof COLUMNS;

const AMOUNTS = { labour: 'labourPence', disposal: 'disposalPence', materials: 'materialsPence' } as const;
const amountNames = ['labour', 'disposal', 'materials'] as const satisfies readonly (keyof typeof AMOUNTS)[];

const Row = z.object({
  task: z
    .string('say which task')
    .toUpperCase()
    .regex(/^[A-Z0-9]+(-[A-Z0-9]+)+$/, 'a task has a reference such as T-3QX4DA7K2M'),
  labour: PoundsCell.optional(),
  disposal: PoundsCell.optional(),
  materials: PoundsCell.optional(),
  billedOn: DayCell.optional(),
});

/** What a row says that a task has cost. An amount whose column the sheet does not have is not in it. */
export interface CostRow {
  readonly line: number;
  readonly taskId: string;
  readonly costs: Partial<Costs>;
  /** The day of the bill, such as 2026-12-31. */
  readonly billedOn?: string;
}

/** A sheet of costs, read: the rows that can be taken as far as the sheet itself tells, and those that cannot. */
export interface CostSheet {
  readonly rows: readonly CostRow[];
  readonly bad: readonly BadRow[];
  /** What the sheet's own header calls the column with the tasks. */
  readonly taskColumn: string;
  readonly ignored: readonly string[];
}

/**
 * Reads a spreadsheet of what tasks have cost, in pounds without VAT, one row a task with its totals. `today` is a day
 * such as 2026-12-31: no bill is of a later one. Throws `Rejected` when the file is no such sheet. Pure.
 */
export function costSheetIn(bytes: Uint8Array, today: string): CostSheet {
  const sheet = sheetIn<Name>(bytes, COLUMNS);
  const bad = [...sheet.bad];
  const rows: CostRow[] = [];
  const lineOf = new Map<string, number>();
  for (const row of sheet.rows) {
    const read = costRow(row, sheet, today);
    if ('reasons' in read) {
      bad.push(...read.reasons);
      continue;
    }
    const before = lineOf.get(read.taskId);
    if (before === undefined) {
      lineOf.set(read.taskId, row.line);
      rows.push(read);
      continue;
    }
    const reason = `${read.taskId} stands on line ${before} already: one row a task, with its totals`;
    bad.push({ line: row.line, column: sheet.titles.task ?? COLUMNS.task.title, reason });
  }
  return { rows, bad, taskColumn: sheet.titles.task ?? COLUMNS.task.title, ignored: sheet.ignored };
}

function costRow(
  { line, cells }: SheetRow<Name>,
  { titles }: Sheet<Name>,
  today: string,
): CostRow | { readonly reasons: readonly BadRow[] } {
  const said = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));
  const row = Row.safeParse(said);
  if (!row.success) {
    const reasons = row.error.issues.map(({ path: [name], message }) => ({
      line,
      column: titles[Row.keyof().parse(name)] ?? '',
      reason: message,
    }));
    return { reasons };
  }
  const { task: taskId, billedOn } = row.data;
  if (billedOn !== undefined && billedOn > today) {
    const reason = `${cells.billedOn} is still to come: write the day of the bill`;
    return { reasons: [{ line, column: titles.billedOn ?? '', reason }] };
  }
  if (amountNames.every((name) => row.data[name] === undefined)) {
    return { reasons: [{ line, reason: 'no amount in it: write labour, disposal or materials' }] };
  }
  const costs = Object.fromEntries(
    amountNames.filter((name) => name in cells).map((name) => [AMOUNTS[name], row.data[name] ?? 0]),
  );
  return { line, taskId, costs, ...(billedOn !== undefined && { billedOn }) };
}
