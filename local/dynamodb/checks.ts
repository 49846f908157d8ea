import batchGetItem from 'dynalite/validations/batchGetItem.js';
import batchWriteItem from 'dynalite/validations/batchWriteItem.js';
import createTable from 'dynalite/validations/createTable.js';
import deleteItem from 'dynalite/validations/deleteItem.js';
import describeTable from 'dynalite/validations/describeTable.js';
import getItem from 'dynalite/validations/getItem.js';
import validations, { type Checks } from 'dynalite/validations/index.js';
import listTables from 'dynalite/validations/listTables.js';
import putItem from 'dynalite/validations/putItem.js';
import query from 'dynalite/validations/query.js';
import scan from 'dynalite/validations/scan.js';
import updateItem from 'dynalite/validations/updateItem.js';
import { z } from 'zod';
import { serializationError, throwIfRefused, validationError } from './amazon-error.ts';
import type * as requests from './requests.ts';
import type { TableDefinition } from './table.ts';
import {
  conditionFinding,
  firstFinding,
  sizeFinding,
  transactGetItems,
  transactWriteItems,
} from './transaction-checks.ts';

const onFailure = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};
const streamSpecification = {
  type: 'FieldStruct<StreamSpecification>',
  children: {
    StreamEnabled: { type: 'Boolean', notNull: true },
    StreamViewType: {
      type: 'String',
      enum: ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'],
    },
  },
};
const timeToLiveSpecification = {
  type: 'FieldStruct<TimeToLiveSpecification>',
  notNull: true,
  children: {
    AttributeName: { type: 'String', notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 255 },
    Enabled: { type: 'Boolean', notNull: true },
  },
};

/** What the input of each operation must be: dynalite's checks, with what came to DynamoDB after them. */
export const checks = {
  PutItem: ordered<requests.PutItemRequest>({
    types: { ...putItem.types, ...onFailure },
    custom: (request, store) => putItem.custom?.(request, store) ?? sizeFinding(request.Item),
  }),
  UpdateItem: ordered<requests.UpdateItemRequest>({
    ...updateItem,
    types: { ...updateItem.types, ...onFailure },
  }),
  DeleteItem: ordered<requests.DeleteItemRequest>({
    ...deleteItem,
    types: { ...deleteItem.types, ...onFailure },
  }),
  GetItem: getItem,
  BatchGetItem: batchGetItem,
  BatchWriteItem: widened<requests.BatchWriteItemRequest>({
    types: batchWriteItem.types,
    custom: (request, store) =>
      batchWriteItem.custom?.(request, store) ??
      firstFinding(Object.values(request.RequestItems).flat(), ({ PutRequest }) =>
        PutRequest === undefined ? undefined : sizeFinding(PutRequest.Item),
      ),
  }),
  Query: ordered(query),
  Scan: ordered(scan),
  TransactWriteItems: transactWriteItems,
  TransactGetItems: transactGetItems,
  CreateTable: widened<TableDefinition>({
    ...createTable,
    types: { ...createTable.types, StreamSpecification: streamSpecification },
  }),
  DescribeTable: describeTable,
  DeleteTable: describeTable,
  ListTables: listTables,
  DescribeTimeToLive: describeTable,
  UpdateTimeToLive: widened<requests.UpdateTimeToLiveRequest>({
    types: { ...describeTable.types, TimeToLiveSpecification: timeToLiveSpecification },
  }),
};

/** The checks, and that what a condition or filter compares by order has one. */
function ordered<Request extends requests.Conditioned>(given: Checks<Request>): Checks<Request> {
  return {
    types: given.types,
    custom: (request, store) => given.custom?.(request, store) ?? conditionFinding(request),
  };
}

function widened<Request>(given: Checks<Request>): Checks<Request> {
  return given;
}

// Superseded by expressions in 2014. dynalite's checks let them pass; nothing here would heed them.
const legacyParameters = [
  'Expected',
  'ConditionalOperator',
  'AttributeUpdates',
  'AttributesToGet',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
];

// Item sizes are ours to check: dynalite counts text in UTF-16 units, Amazon in UTF-8 bytes.
const anySize = { options: { maxItemSize: Number.POSITIVE_INFINITY } };

/**
 * The body of a request as the input of its operation, numbers normalised and expressions parsed. Throws an
 * `AmazonError` with Amazon's type and words when it is none.
 */
export function accepted<Request>(rules: Checks<Request>, body: unknown): Request {
  const input = z.record(z.string(), z.unknown()).safeParse(body);
  if (!input.success) throw serializationError('The body of a request must be a JSON object');
  const legacy = legacyParameters.find((name) => input.data[name] !== undefined);
  if (legacy !== undefined) {
    throw validationError(`${legacy} is not served by this local DynamoDB; use an expression in its place`);
  }
  try {
    const request = validations.checkTypes(input.data, rules.types);
    validations.checkValidations(request, rules.types, rules.custom, anySize);
    return request;
  } catch (error) {
    // dynalite's checks stumble over a null within a list; such a body has not the shape of an input.
    if (error instanceof TypeError) throw serializationError(error.message);
    throwIfRefused(error);
    throw error;
  }
}
