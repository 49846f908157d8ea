import validations, { type Checks } from 'dynalite/validations/index.js';
import { type Item, itemSizeBytes, maximumItemBytes } from './attribute-value.ts';
import { orderFinding } from './condition.ts';
import type {
  Conditioned,
  TransactGetItem,
  TransactGetItemsRequest,
  TransactWriteItem,
  TransactWriteItemsRequest,
} from './requests.ts';

// dynalite knows no transactions; these are written in its language, from Amazon's API reference.

const attributes = { type: 'Map<AttributeValue>', children: 'AttrStruct<ValueStruct>' };
const tableName = {
  type: 'String',
  notNull: true,
  regex: '[a-zA-Z0-9_.-]+',
  lengthGreaterThanOrEqual: 3,
  lengthLessThanOrEqual: 255,
};
const names = { type: 'Map<java.lang.String>', children: 'String' };
const condition = {
  TableName: tableName,
  ConditionExpression: { type: 'String' },
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: attributes,
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};
const key = { Key: { ...attributes, notNull: true } };
const capacity = { type: 'String', enum: ['INDEXES', 'TOTAL', 'NONE'] };
const actions = { type: 'List', notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 100 };

function action(name: string, children: Record<string, object>) {
  return { type: `FieldStruct<${name}>`, children };
}

/** The checks of TransactWriteItems' input. */
export const transactWriteItems: Checks<TransactWriteItemsRequest> = {
  types: {
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: { type: 'String', enum: ['SIZE', 'NONE'] },
    ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
    TransactItems: {
      ...actions,
      children: {
        type: 'ValueStruct<TransactWriteItem>',
        children: {
          ConditionCheck: action('ConditionCheck', {
            ...condition,
            ...key,
            ConditionExpression: { type: 'String', notNull: true },
          }),
          Put: action('Put', { ...condition, Item: { ...attributes, notNull: true } }),
          Delete: action('Delete', { ...condition, ...key }),
          Update: action('Update', {
            ...condition,
            ...key,
            UpdateExpression: { type: 'String', notNull: true },
          }),
        },
      },
    },
  },
  custom: ({ TransactItems }) => firstFinding(TransactItems, writeFinding),
};

/** The checks of TransactGetItems' input. */
export const transactGetItems: Checks<TransactGetItemsRequest> = {
  types: {
    ReturnConsumedCapacity: capacity,
    TransactItems: {
      ...actions,
      children: {
        type: 'ValueStruct<TransactGetItem>',
        children: {
          Get: {
            ...action('Get', {
              TableName: tableName,
              ...key,
              ProjectionExpression: { type: 'String' },
              ExpressionAttributeNames: names,
            }),
            notNull: true,
          },
        },
      },
    },
  },
  custom: ({ TransactItems }) => firstFinding(TransactItems, readFinding),
};

type Finding = string | undefined;

/** What is wrong with the size of an item that is to be put, or nothing. */
export function sizeFinding(item: Item): Finding {
  return itemSizeBytes(item) > maximumItemBytes
    ? 'Item size has exceeded the maximum allowed size'
    : undefined;
}

/** What is wrong with the orders that a parsed condition or filter asks for, or nothing. */
export function conditionFinding({ _condition, _filter }: Conditioned): Finding {
  const ofCondition = _condition === undefined ? undefined : orderFinding(_condition.expression);
  if (ofCondition !== undefined) return `Invalid ConditionExpression: ${ofCondition}`;
  const ofFilter = _filter === undefined ? undefined : orderFinding(_filter.expression);
  return ofFilter === undefined ? undefined : `Invalid FilterExpression: ${ofFilter}`;
}

/** The first thing wrong with any of the given, or nothing. */
export function firstFinding<Given>(given: Given[], finding: (one: Given) => Finding): Finding {
  for (const one of given) {
    const found = finding(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function writeFinding({ ConditionCheck, Put, Delete, Update }: TransactWriteItem): Finding {
  const given = [ConditionCheck, Put, Delete, Update].filter((one) => one !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1) {
    return 'TransactItems can only contain one of Check, Put, Update or Delete';
  }
  const attributes: Item = 'Item' in only ? only.Item : only.Key;
  const expressions =
    Update === undefined ? ['ConditionExpression'] : ['UpdateExpression', 'ConditionExpression'];
  return (
    validations.validateExpressionParams(only, expressions, []) ??
    firstFinding(Object.values(attributes), validations.validateAttributeValue) ??
    validations.validateExpressions(only) ??
    conditionFinding(only) ??
    (Put === undefined ? undefined : sizeFinding(Put.Item))
  );
}

function readFinding({ Get }: TransactGetItem): Finding {
  return (
    validations.validateExpressionParams(Get, ['ProjectionExpression'], []) ??
    firstFinding(Object.values(Get.Key), validations.validateAttributeValue) ??
    validations.validateExpressions(Get)
  );
}
