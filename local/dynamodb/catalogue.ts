import { tableInUse, tableNotFound } from './amazon-error.ts';
import { type Database, integer, text } from './database.ts';
import { type Table, TableDescription } from './table.ts';

/** Which tables there are. Reads come from memory, which follows the file only after a commit. */
export class Catalogue {
  readonly #database: Database;
  readonly #tables = new Map<string, Table>();

  constructor(database: Database) {
    this.#database = database;
    for (const row of database.rows('SELECT number, name, description FROM dynamodb_table')) {
      const description = TableDescription.parse(JSON.parse(text(row, 'description')));
      this.#tables.set(text(row, 'name'), { ...description, number: integer(row, 'number') });
    }
  }

  /** The table of that name; throws ResourceNotFoundException when there is none. */
  table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw tableNotFound(name);
    return table;
  }

  /** The table of that name, or undefined. */
  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** All tables, in the order of their names. */
  all(): Table[] {
    return [...this.#tables.values()].sort((a, b) =>
      a.definition.TableName < b.definition.TableName ? -1 : 1,
    );
  }

  /** Adds a table; throws ResourceInUseException when its name is taken. */
  add(description: TableDescription): Table {
    const name = description.definition.TableName;
    if (this.#tables.has(name)) throw tableInUse(name);
    const number = this.#database.transaction(() => {
      this.#database.run(
        'INSERT INTO dynamodb_table (name, description) VALUES (?, ?)',
        name,
        JSON.stringify(description),
      );
      const row = this.#database.row('SELECT number FROM dynamodb_table WHERE name = ?', name);
      return integer(row ?? {}, 'number');
    });
    return this.#keep({ ...description, number });
  }

  /** Puts another description in the place of a table's own, together with what `alongside` writes. */
  change(table: Table, description: TableDescription, alongside: (changed: Table) => void = () => {}): Table {
    const changed: Table = { ...description, number: table.number };
    this.#database.transaction(() => {
      this.#database.run(
        'UPDATE dynamodb_table SET description = ? WHERE number = ?',
        JSON.stringify(description),
        table.number,
      );
      alongside(changed);
    });
    return this.#keep(changed);
  }

  /** Removes a table with its items, index entries and stream records. */
  remove(table: Table): void {
    this.#database.transaction(() => {
      for (const rows of ['item', 'index_entry', 'stream_record']) {
        this.#database.run(`DELETE FROM ${rows} WHERE table_number = ?`, table.number);
      }
      this.#database.run('DELETE FROM dynamodb_table WHERE number = ?', table.number);
    });
    this.#tables.delete(table.definition.TableName);
  }

  #keep(table: Table): Table {
    this.#tables.set(table.definition.TableName, table);
    return table;
  }
}
