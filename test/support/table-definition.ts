import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { indexes } from '../../shared/platform/keys.ts';

/** The table as the records stack makes it: its keys, and every index of keys.ts. */
export function tableDefinition(TableName: string): CreateTableCommandInput {
  const keySchema = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  const attributes = ['pk', 'sk', ...Object.values(indexes).flatMap(({ pk, sk }) => [pk, sk])];
  return {
    TableName,
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: Object.values(indexes).map(({ name, pk, sk }) => ({
      IndexName: name,
      KeySchema: keySchema(pk, sk),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}
