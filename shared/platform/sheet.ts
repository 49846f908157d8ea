import { CsvError, parse } from 'csv-parse/sync';
import { Rejected } from './errors.ts';

/** A body of more, as base64, is more than the 6 MB that Lambda takes as an event. */
export const LARGEST_SHEET_BYTES = 4_500_000;

/** How many rows below its header a spreadsheet may have. */
export const MOST_SHEET_ROWS = 20_000;

/** A column that a spreadsheet may have: what we call it, and what else people call it. Case and punctuation do not count. */
export interface Column {
  readonly title: string;
  readonly alsoCalled: readonly string[];
  /** Without it the sheet is not what it should be, and is refused whole. */
  readonly needed?: true;
}

/** One row: on which line of the file it begins, and its cells in those columns that the sheet has; blank ones are ''. */
export interface SheetRow<Name extends string> {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Name, string>>>;
}

/** Why a row was not taken: on which line of the file, in which column if it is one cell's fault, and in words. */
export interface BadRow {
  readonly line: number;
  readonly column?: string;
  readonly reason: string;
}

/** A spreadsheet as it was read. `titles` are its columns as its own header calls them. */
export interface Sheet<Name extends string> {
  readonly rows: readonly SheetRow<Name>[];
  readonly bad: readonly BadRow[];
  readonly titles: Readonly<Partial<Record<Name, string>>>;
  /** Columns of the sheet that mean nothing to us. */
  readonly ignored: readonly string[];
}

type Columns<Name extends string> = Readonly<Record<Name, Column>>;

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The columns of a header: at each place the name of ours, or undefined. */
interface Header<Name extends string> extends Line {
  readonly names: readonly (Name | undefined)[];
}

// Whoever exports a sheet may put its title, a date or Excel's “sep=;” above the header.
const HEADER_WITHIN = 10;
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Reads a CSV file as spreadsheets write it: UTF-8, UTF-16 or Windows-1252, with or without a byte-order mark; commas,
 * semicolons or tabs; any line ends; columns in any order. A row that cannot be read is listed in `bad` and the others
 * go on. Throws {@link Rejected} for a file that is too large, is no CSV, or lacks a column it needs. Pure.
 */
export function sheetIn<Name extends string>(bytes: Uint8Array, columns: Columns<Name>): Sheet<Name> {
  const text = textIn(bytes).replace(/\r\n?/g, '\n');
  const { separator, header } = headerIn(text, columns);
  const { lines, unclosed } = linesIn(text, separator);
  const below = lines.filter(({ line, cells }) => line > header.line && cells.some((cell) => cell !== ''));
  if (below.length > MOST_SHEET_ROWS) {
    throw new Rejected(
      `The sheet has ${below.length} rows: ${MOST_SHEET_ROWS} are taken at once. Split it into several files.`,
    );
  }
  const bad: BadRow[] = [];
  const rows: SheetRow<Name>[] = [];
  for (const line of below) {
    const wrong = wrongWith(line, header);
    if (wrong === undefined) rows.push({ line: line.line, cells: cellsUnder(header, line) });
    else bad.push(wrong);
  }
  if (unclosed !== undefined) {
    const reason = 'a quotation mark opens here and never closes: nothing from this line on was read';
    bad.push({ line: unclosed, reason });
  }
  const unknown = header.cells.filter((title, place) => title !== '' && header.names[place] === undefined);
  return { rows, bad, titles: cellsUnder(header, header), ignored: unknown };
}

function textIn(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_SHEET_BYTES) {
    throw new Rejected(
      `The file has more than the ${LARGEST_SHEET_BYTES / 1_000_000} MB that are taken at once: split it into several.`,
    );
  }
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) {
    throw new Rejected('That is a workbook and no CSV file: save it in Excel as “CSV UTF-8”, and send that.');
  }
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Which separator makes the most of the first lines' columns known to us, and on which line the header is then. */
function headerIn<Name extends string>(text: string, columns: Columns<Name>) {
  const names = namesOf(columns);
  const candidates = SEPARATORS.flatMap((separator) =>
    linesIn(text, separator, HEADER_WITHIN).lines.map((line) => ({
      separator,
      header: { ...line, names: line.cells.map((title) => names.get(plain(title))) } as Header<Name>,
    })),
  );
  const known = ({ header }: { header: Header<Name> }) => new Set(header.names.filter(Boolean)).size;
  const best = candidates.reduce<(typeof candidates)[number] | undefined>(
    (one, other) => (one === undefined || known(other) > known(one) ? other : one),
    undefined,
  );
  if (best === undefined) throw new Rejected('The file is empty.');
  const has = new Set(best.header.names);
  const wanted = [...names].flatMap(([, name]) => (columns[name].needed && !has.has(name) ? [name] : []));
  if (wanted.length > 0) {
    const titles = [...new Set(wanted)].map((name) => `“${columns[name].title}”`).join(', ');
    throw new Rejected(
      `The sheet has no column ${titles}: its first row names the columns, with commas, semicolons or tabs between.`,
    );
  }
  for (const name of has) {
    const titles = best.header.cells.filter((_, place) => best.header.names[place] === name);
    if (name !== undefined && titles.length > 1) {
      throw new Rejected(
        `The columns “${titles.join('” and “')}” both say what “${columns[name].title}” is: leave one.`,
      );
    }
  }
  return best;
}

function namesOf<Name extends string>(columns: Columns<Name>): Map<string, Name> {
  // A plain object's own keys, which TypeScript knows only as text.
  const names = Object.keys(columns) as Name[];
  return new Map(
    names.flatMap((name) =>
      [columns[name].title, ...columns[name].alsoCalled].map((title) => [plain(title), name] as const),
    ),
  );
}

/** A title without case, spaces, brackets and pound signs: “Labour (£)” is “labour”. */
function plain(title: string): string {
  return (title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join('');
}

/** The lines of a text and, if a quotation mark opens and never closes, the line on which it does. */
function linesIn(text: string, delimiter: string, most?: number): { lines: Line[]; unclosed?: number } {
  const lines: Line[] = [];
  let next = 1;
  const keep = (record: string[], { lines: last }: { readonly lines: number }) => {
    lines.push({ line: next, cells: record.map(cellIn) });
    next = last + 1;
    return null;
  };
  try {
    parse(text, {
      delimiter,
      bom: true,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      ...(most !== undefined && { to: most }),
      on_record: keep,
    });
    return { lines };
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    return { lines, unclosed: next };
  }
}

/** A cell's text on one line. Excel may guard digits as ="0012". */
function cellIn(cell: string): string {
  return cell
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^="(.*)"$/, '$1');
}

function wrongWith(line: Line, header: Header<string>): BadRow | undefined {
  const lost = line.cells.findIndex((cell) => cell.includes('\uFFFD'));
  if (lost >= 0) {
    const column = header.cells[lost] || `${lost + 1}`;
    const reason = `a letter was lost on the way (“${line.cells[lost]}”): send the file as application/octet-stream`;
    return { line: line.line, column, reason };
  }
  const over = line.cells.findIndex((cell, place) => cell !== '' && place >= header.cells.length);
  if (over < 0) return undefined;
  const reason = `the row has more cells than the ${header.cells.length} of the header: a value that holds a separator stands in quotation marks`;
  return { line: line.line, reason };
}

function cellsUnder<Name extends string>({ names }: Header<Name>, { cells }: Line) {
  const found: Partial<Record<Name, string>> = {};
  for (const [place, name] of names.entries()) if (name !== undefined) found[name] = cells[place] ?? '';
  return found;
}
