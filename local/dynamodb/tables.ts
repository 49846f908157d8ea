import { randomUUID } from 'node:crypto';
import { type Instant, millis } from '../../shared/platform/instant.ts';
import { validationError } from './amazon-error.ts';
import type { Catalogue } from './catalogue.ts';
import { type Database, integer } from './database.ts';
import type { ItemStore } from './item-store.ts';
import type { ListTablesRequest, TableRequest, UpdateTimeToLiveRequest } from './requests.ts';
import { type Region, streamArn, tableArn } from './stream.ts';
import { type IndexDefinition, indexesOf, type Table, TableDefinition } from './table.ts';

/** A table that is wanted: CreateTable's input and the attribute that says when an item expires. */
export interface WantedTable {
  definition: TableDefinition;
  expiryAttribute: string | undefined;
}

/** Making, changing, describing and removing tables. Every table is ACTIVE at once. */
export class Tables {
  readonly #catalogue: Catalogue;
  readonly #database: Database;
  readonly #items: ItemStore;
  readonly #region: Region;
  readonly #clock: () => Instant;

  constructor(
    catalogue: Catalogue,
    database: Database,
    items: ItemStore,
    region: Region,
    clock: () => Instant,
  ) {
    this.#catalogue = catalogue;
    this.#database = database;
    this.#items = items;
    this.#region = region;
    this.#clock = clock;
  }

  /** Serves CreateTable. */
  createTable(request: TableDefinition): object {
    return { TableDescription: this.#described(this.#create(TableDefinition.parse(request))) };
  }

  /** Serves DescribeTable. */
  describeTable({ TableName }: TableRequest): object {
    return { Table: this.#described(this.#catalogue.table(TableName)) };
  }

  /** Serves DeleteTable. */
  deleteTable({ TableName }: TableRequest): object {
    const table = this.#catalogue.table(TableName);
    const description = { ...this.#described(table), TableStatus: 'DELETING' };
    this.#catalogue.remove(table);
    return { TableDescription: description };
  }

  /** Serves ListTables. */
  listTables({ Limit: limit = 100, ExclusiveStartTableName: after = '' }: ListTablesRequest): object {
    const names = this.#catalogue.all().map(({ definition }) => definition.TableName);
    const rest = names.filter((name) => name > after);
    const listed = rest.slice(0, limit);
    return { TableNames: listed, ...(rest.length > limit ? { LastEvaluatedTableName: listed.at(-1) } : {}) };
  }

  /** Serves DescribeTimeToLive. */
  describeTimeToLive({ TableName }: TableRequest): object {
    const { expiryAttribute } = this.#catalogue.table(TableName);
    const description =
      expiryAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: expiryAttribute };
    return { TimeToLiveDescription: description };
  }

  /** Serves UpdateTimeToLive; in force at once, where Amazon may take an hour. */
  updateTimeToLive({ TableName, TimeToLiveSpecification }: UpdateTimeToLiveRequest): object {
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    const table = this.#catalogue.table(TableName);
    const { expiryAttribute: present } = table;
    if (!Enabled && present === undefined) throw validationError('TimeToLive is already disabled');
    if (Enabled && present === AttributeName) throw validationError('TimeToLive is already enabled');
    if (present !== undefined && present !== AttributeName) {
      throw validationError(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${present}`,
      );
    }
    this.#setExpiry(table, Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification };
  }

  /**
   * Makes the table if there is none. On one that exists it fills in missing global indexes and follows the
   * stream's and the expiry's settings; throws an Error with a sentence when keys or indexes differ otherwise.
   */
  ensure({ definition, expiryAttribute }: WantedTable): void {
    const existing = this.#catalogue.find(definition.TableName);
    const table = existing === undefined ? this.#create(definition) : this.#adapted(existing, definition);
    if (table.expiryAttribute !== expiryAttribute) this.#setExpiry(table, expiryAttribute);
  }

  #create(definition: TableDefinition): Table {
    return this.#catalogue.add({ id: randomUUID(), createdAt: this.#clock(), definition });
  }

  #adapted(table: Table, wanted: TableDefinition): Table {
    const { number: _number, ...description } = table;
    if (JSON.stringify(description.definition) === JSON.stringify(wanted)) return table;
    const difference = irreconcilable(description.definition, wanted);
    if (difference !== undefined) {
      throw new Error(
        `The table ${wanted.TableName} in ${this.#database.path} was made with ${difference}; ` +
          'remove the local data to start afresh.',
      );
    }
    const present = new Set(indexesOf(table).map(({ name }) => name));
    return this.#catalogue.change(table, { ...description, definition: wanted }, (changed) => {
      for (const index of indexesOf(changed)) {
        if (!present.has(index.name)) this.#items.backfill(changed, index);
      }
    });
  }

  #setExpiry(table: Table, attribute: string | undefined): void {
    const { number: _number, expiryAttribute: _present, ...rest } = table;
    const description = attribute === undefined ? rest : { ...rest, expiryAttribute: attribute };
    this.#catalogue.change(table, description, (changed) => this.#items.noteExpiry(changed));
  }

  #described(table: Table): object {
    const { definition } = table;
    const arn = tableArn(table, this.#region);
    const size = this.#database.row(
      'SELECT count(*) AS items, coalesce(sum(size_bytes), 0) AS bytes FROM item WHERE table_number = ?',
      table.number,
    );
    const throughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
    const indexes = (definitions: IndexDefinition[], more: object) =>
      definitions.map((index) => ({ ...index, ...more, IndexArn: `${arn}/index/${index.IndexName}` }));
    const {
      LocalSecondaryIndexes: locals,
      GlobalSecondaryIndexes: globals,
      BillingMode,
      ...rest
    } = definition;
    return {
      ...rest,
      TableArn: arn,
      TableId: table.id,
      TableStatus: 'ACTIVE',
      CreationDateTime: millis(table.createdAt) / 1000,
      ItemCount: integer(size ?? {}, 'items'),
      TableSizeBytes: integer(size ?? {}, 'bytes'),
      ProvisionedThroughput: throughput,
      ...(BillingMode === 'PAY_PER_REQUEST' ? { BillingModeSummary: { BillingMode } } : {}),
      ...(locals === undefined ? {} : { LocalSecondaryIndexes: indexes(locals, {}) }),
      ...(globals === undefined
        ? {}
        : {
            GlobalSecondaryIndexes: indexes(globals, {
              IndexStatus: 'ACTIVE',
              ProvisionedThroughput: throughput,
            }),
          }),
      ...(definition.StreamSpecification?.StreamEnabled === true
        ? { LatestStreamArn: streamArn(table, this.#region), LatestStreamLabel: table.createdAt.slice(0, -1) }
        : {}),
    };
  }
}

/** What of an existing table stands against a wanted one, in words, or undefined when it can be adapted. */
function irreconcilable(existing: TableDefinition, wanted: TableDefinition): string | undefined {
  const typed = ({ AttributeDefinitions }: TableDefinition, schema: TableDefinition['KeySchema']) =>
    JSON.stringify(
      schema.map((key) => [
        key,
        AttributeDefinitions.find(({ AttributeName }) => AttributeName === key.AttributeName)?.AttributeType,
      ]),
    );
  if (typed(existing, existing.KeySchema) !== typed(wanted, wanted.KeySchema)) return 'other keys';
  const locals = (definition: TableDefinition) => JSON.stringify(definition.LocalSecondaryIndexes ?? []);
  if (locals(existing) !== locals(wanted)) return 'other local indexes';
  for (const index of existing.GlobalSecondaryIndexes ?? []) {
    const same = wanted.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    if (same === undefined) return `an index ${index.IndexName} that is no longer wanted`;
    const isSame =
      typed(existing, index.KeySchema) === typed(wanted, same.KeySchema) &&
      JSON.stringify(index.Projection) === JSON.stringify(same.Projection);
    if (!isSame) return `another index ${index.IndexName}`;
  }
  return undefined;
}
