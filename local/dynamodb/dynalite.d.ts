// What is used of dynalite 4 and of big.js, which carry no types of their own.

/** dynalite's little language for the shape of an input; what does not conform gets Amazon's message. */
interface FieldType {
  type?: string;
  children?: string | FieldType | { readonly [field: string]: string | FieldType };
  required?: boolean;
  tableName?: boolean;
  notNull?: boolean;
  enum?: string[];
  regex?: string;
  keys?: FieldType;
  values?: FieldType;
  lengthGreaterThanOrEqual?: number;
  lengthLessThanOrEqual?: number;
  greaterThanOrEqual?: number;
  lessThanOrEqual?: number;
}

declare module 'dynalite' {
  /** dynalite's own server over LevelDB, which only the benchmark starts, as the peer. */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
  }): import('node:http').Server;
}

declare module 'dynalite/validations/index.js' {
  type Finding = string | undefined;
  type Field = string | FieldType;
  /** A wire type for every parameter of a request; the members with `_` are what the checks add. */
  export type FieldTypes<Request> = {
    readonly [Name in keyof Request as Name extends `_${string}` ? never : Name]-?: Field;
  };
  export interface Checks<Request> {
    types: FieldTypes<Request>;
    custom?: (request: Request, store: { options: { maxItemSize: number } }) => Finding;
  }
  interface Validations {
    /** The input with only the parameters that `types` names; throws dynalite's SerializationException. */
    checkTypes<Request>(input: unknown, types: FieldTypes<Request>): Request;
    /** Throws dynalite's ValidationException when a constraint, or then `custom`, is not met. */
    checkValidations<Request>(
      request: Request,
      types: FieldTypes<Request>,
      custom: Checks<Request>['custom'],
      store: { options: { maxItemSize: number } },
    ): void;
    /** What is wrong with a value, or nothing; normalises the numbers within it. */
    validateAttributeValue(value: object): Finding;
    /** What is wrong with the use of expressions, or nothing. */
    validateExpressionParams(request: object, expressions: string[], legacy: string[]): Finding;
    /** Parses the expressions of a request into its members `_condition`, `_updates` and `_projection`. */
    validateExpressions(request: object): Finding;
  }
  const validations: Validations;
  export default validations;
}

declare module 'dynalite/validations/putItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<
    Omit<import('./requests.ts').PutItemRequest, 'ReturnValuesOnConditionCheckFailure'>
  >;
  export default checks;
}
declare module 'dynalite/validations/updateItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<
    Omit<import('./requests.ts').UpdateItemRequest, 'ReturnValuesOnConditionCheckFailure'>
  >;
  export default checks;
}
declare module 'dynalite/validations/deleteItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<
    Omit<import('./requests.ts').DeleteItemRequest, 'ReturnValuesOnConditionCheckFailure'>
  >;
  export default checks;
}
declare module 'dynalite/validations/getItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').GetItemRequest>;
  export default checks;
}
declare module 'dynalite/validations/batchGetItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').BatchGetItemRequest>;
  export default checks;
}
declare module 'dynalite/validations/batchWriteItem.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').BatchWriteItemRequest>;
  export default checks;
}
declare module 'dynalite/validations/query.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').QueryRequest>;
  export default checks;
}
declare module 'dynalite/validations/scan.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').ScanRequest>;
  export default checks;
}
declare module 'dynalite/validations/listTables.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').ListTablesRequest>;
  export default checks;
}
declare module 'dynalite/validations/describeTable.js' {
  const checks: import('dynalite/validations/index.js').Checks<import('./requests.ts').TableRequest>;
  export default checks;
}
declare module 'dynalite/validations/createTable.js' {
  const checks: import('dynalite/validations/index.js').Checks<
    Omit<import('./table.ts').TableDefinition, 'StreamSpecification'>
  >;
  export default checks;
}

declare module 'dynalite/db/index.js' {
  type Table = import('./table.ts').TableDefinition;
  type Item = import('./attribute-value.ts').Item;
  /** Each answers the error to throw, or nothing. */
  interface KeyRules {
    validateKey(key: Item, table: Table): unknown;
    validateItem(item: Item, table: Table): unknown;
    validateUpdates(
      legacy: undefined,
      updates: import('./requests.ts').ParsedUpdate | undefined,
      table: Table,
    ): unknown;
    validateKeyPaths(nestedPaths: Record<string, boolean> | undefined, table: Table): unknown;
  }
  const rules: KeyRules;
  export default rules;
}

declare module 'big.js' {
  export default class Big {
    constructor(value: string | Big);
    /** Digits, the most significant first, without zeros at either end. */
    readonly c: number[];
    /** Power of ten of the first digit. */
    readonly e: number;
    readonly s: 1 | -1;
    cmp(other: string | Big): -1 | 0 | 1;
    plus(other: string | Big): Big;
    times(other: number): Big;
    /** Plain decimal notation. */
    toFixed(): string;
  }
}
