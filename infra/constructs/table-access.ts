import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { indexes } from '../../shared/platform/keys.ts';
import type { EstateFunction } from './estate-function.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
];

/** Lets a function read the table and its indexes and write the table. Nobody may scan it. */
export function allowTable(reader: EstateFunction<never>, table: TableV2): void {
  const indexArns = Object.values(indexes).map(({ name }) => `${table.tableArn}/index/${name}`);
  reader.allow([...READ, ...WRITE], [table.tableArn]);
  reader.allow(['dynamodb:Query'], indexArns);
}
