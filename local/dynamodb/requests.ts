import type { AttributeValue, Item } from './attribute-value.ts';
import type { Condition } from './condition.ts';
import type { Path } from './document-path.ts';
import type { UpdateClause } from './update.ts';

// The inputs of the operations that are served, as dynalite's checks leave them: absent parameters are absent,
// numbers normalised, and what the expressions say beside them in the members that begin with `_`.

/** What dynalite's parser makes of a projection expression. */
export interface ParsedProjection {
  paths: Path[];
  nestedPaths: Record<string, boolean>;
}
/** What dynalite's parser makes of a condition or filter expression. */
export interface ParsedCondition {
  expression: Condition;
  nestedPaths: Record<string, boolean>;
  pathHeads: Record<string, boolean>;
}
/** What dynalite's parser makes of an update expression. */
export interface ParsedUpdate {
  sections: UpdateClause[];
  paths: Path[];
  nestedPaths: Record<string, boolean>;
}

interface Expressed {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}
interface Metered {
  ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE';
}
/** What may hold a parsed condition or filter. */
export interface Conditioned {
  _condition?: ParsedCondition;
  _filter?: ParsedCondition;
}
/** A write that may hang on a condition. */
export interface Conditional extends Expressed {
  TableName: string;
  ConditionExpression?: string;
  ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
  _condition?: ParsedCondition;
}
type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';
interface SingleWrite extends Metered {
  ReturnValues?: ReturnValues;
  ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** One Put, alone or within a transaction. */
export interface Put extends Conditional {
  Item: Item;
}
/** One Delete or ConditionCheck. */
export interface Keyed extends Conditional {
  Key: Item;
}
/** One Update. */
export interface Update extends Keyed {
  UpdateExpression?: string;
  _updates?: ParsedUpdate;
}
/** Input of PutItem. */
export interface PutItemRequest extends Put, SingleWrite {}
/** Input of DeleteItem. */
export interface DeleteItemRequest extends Keyed, SingleWrite {}
/** Input of UpdateItem. */
export interface UpdateItemRequest extends Update, SingleWrite {}

/** What is read of an item, alone, in a batch or within a transaction. */
export interface Projected {
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  _projection?: ParsedProjection;
}
/** Input of GetItem. */
export interface GetItemRequest extends Projected, Metered {
  TableName: string;
  Key: Item;
  ConsistentRead?: boolean;
}
/** One table's part of a BatchGetItem. */
export interface BatchGetKeys extends Projected {
  Keys: Item[];
  ConsistentRead?: boolean;
}
/** Input of BatchGetItem. */
export interface BatchGetItemRequest extends Metered {
  RequestItems: Record<string, BatchGetKeys>;
}
/** One entry of a BatchWriteItem: a put or a delete. */
export interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}
/** Input of BatchWriteItem. */
export interface BatchWriteItemRequest extends Metered {
  RequestItems: Record<string, WriteRequest[]>;
  ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

interface Paged extends Projected, Expressed, Metered {
  TableName: string;
  IndexName?: string;
  Select?: 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'COUNT' | 'SPECIFIC_ATTRIBUTES';
  FilterExpression?: string;
  Limit?: number;
  ExclusiveStartKey?: Item;
  ConsistentRead?: boolean;
  _filter?: ParsedCondition;
}
/** What a query asks of one key attribute; dynalite makes these of the key condition expression. */
export interface KeyCondition {
  ComparisonOperator: 'EQ' | 'LT' | 'LE' | 'GT' | 'GE' | 'BETWEEN' | 'BEGINS_WITH';
  AttributeValueList: AttributeValue[];
}
/** Input of Query. */
export interface QueryRequest extends Paged {
  KeyConditionExpression?: string;
  ScanIndexForward?: boolean;
  KeyConditions?: Record<string, KeyCondition>;
}
/** Input of Scan. */
export interface ScanRequest extends Paged {
  Segment?: number;
  TotalSegments?: number;
}
/** What Query and Scan have in common. */
export type PagedRequest = Paged;

/** One action of a TransactWriteItems; exactly one member is there. */
export interface TransactWriteItem {
  ConditionCheck?: Keyed;
  Put?: Put;
  Delete?: Keyed;
  Update?: Update;
}
/** Input of TransactWriteItems. */
export interface TransactWriteItemsRequest extends Metered {
  TransactItems: TransactWriteItem[];
  ClientRequestToken?: string;
  ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}
/** One read of a TransactGetItems. */
export interface TransactGetItem {
  Get: Projected & { TableName: string; Key: Item };
}
/** Input of TransactGetItems. */
export interface TransactGetItemsRequest extends Metered {
  TransactItems: TransactGetItem[];
}

/** Input of DescribeTable, DeleteTable and DescribeTimeToLive. */
export interface TableRequest {
  TableName: string;
}
/** Input of ListTables. */
export interface ListTablesRequest {
  Limit?: number;
  ExclusiveStartTableName?: string;
}
/** Input of UpdateTimeToLive. */
export interface UpdateTimeToLiveRequest {
  TableName: string;
  TimeToLiveSpecification: { AttributeName: string; Enabled: boolean };
}
