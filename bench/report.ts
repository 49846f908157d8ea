import { writeFile } from 'node:fs/promises';

/** A figure or a word in a table. */
export type Cell = string | number | boolean | null;

/** A column: what it is called above the figures, and how it is shown. `decimals` is for numbers. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => Cell;
  readonly decimals?: number;
}

/** Where else a report goes. */
export interface ReportOptions {
  /** Writes the rows to this file as `{ [jsonName]: rows }`. */
  readonly jsonFile?: string | undefined;
  /** `rows` unless told. */
  readonly jsonName?: string;
}

/** Prints a table, one line a row, numbers to the right, and writes the same rows as JSON where that is asked for. */
export async function report<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { jsonFile, jsonName = 'rows' }: ReportOptions = {},
): Promise<void> {
  const cells = rows.map((row) => columns.map(({ of, decimals }) => shown(of(row), decimals)));
  const widths = columns.map(({ title: heading }, index) =>
    Math.max(heading.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const isNumber = columns.map(({ of }) => rows.some((row) => typeof of(row) === 'number'));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) =>
        isNumber[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  console.log(`\n${title}\n`);
  console.log(line(columns.map(({ title: heading }) => heading)));
  console.log(line(widths.map((width) => '─'.repeat(width))));
  for (const texts of cells) console.log(line(texts));
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify({ [jsonName]: rows }, null, 2)}\n`);
}

function shown(cell: Cell, decimals = 2): string {
  if (cell === null) return '–';
  return typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(decimals) : String(cell);
}
