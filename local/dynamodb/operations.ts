import type { Checks } from 'dynalite/validations/index.js';
import type { Catalogue } from './catalogue.ts';
import { accepted, checks } from './checks.ts';
import type { Database } from './database.ts';
import { query } from './query.ts';
import type { Reads } from './read.ts';
import { scan } from './scan.ts';
import type { Tables } from './tables.ts';
import type { Transactions } from './transact.ts';
import type { Writes } from './write.ts';

/** What answers requests. */
export interface Room {
  catalogue: Catalogue;
  database: Database;
  reads: Reads;
  writes: Writes;
  transactions: Transactions;
  tables: Tables;
}

/** Answers the body of a request; throws an `AmazonError` when it refuses. */
export type Operation = (body: unknown) => object;

/** The operations that are served, by the name that follows `DynamoDB_20120810.` in `X-Amz-Target`. */
export function operations({ catalogue, database, reads, writes, transactions, tables }: Room) {
  return new Map<string, Operation>([
    ['PutItem', served(checks.PutItem, (request) => writes.putItem(request))],
    ['UpdateItem', served(checks.UpdateItem, (request) => writes.updateItem(request))],
    ['DeleteItem', served(checks.DeleteItem, (request) => writes.deleteItem(request))],
    ['BatchWriteItem', served(checks.BatchWriteItem, (request) => writes.batchWriteItem(request))],
    ['GetItem', served(checks.GetItem, (request) => reads.getItem(request))],
    ['BatchGetItem', served(checks.BatchGetItem, (request) => reads.batchGetItem(request))],
    ['TransactGetItems', served(checks.TransactGetItems, (request) => reads.transactGetItems(request))],
    [
      'TransactWriteItems',
      served(checks.TransactWriteItems, (request) => transactions.transactWriteItems(request)),
    ],
    ['Query', served(checks.Query, (request) => query(catalogue, database, request))],
    ['Scan', served(checks.Scan, (request) => scan(catalogue, database, request))],
    ['CreateTable', served(checks.CreateTable, (request) => tables.createTable(request))],
    ['DescribeTable', served(checks.DescribeTable, (request) => tables.describeTable(request))],
    ['DeleteTable', served(checks.DeleteTable, (request) => tables.deleteTable(request))],
    ['ListTables', served(checks.ListTables, (request) => tables.listTables(request))],
    [
      'DescribeTimeToLive',
      served(checks.DescribeTimeToLive, (request) => tables.describeTimeToLive(request)),
    ],
    ['UpdateTimeToLive', served(checks.UpdateTimeToLive, (request) => tables.updateTimeToLive(request))],
  ]);
}

function served<Request>(rules: Checks<Request>, perform: (request: Request) => object): Operation {
  return (body) => perform(accepted(rules, body));
}
