import { randomUUID } from 'node:crypto';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** A table of this shape under a name of its own: text keys, and an index of those that have a patch and a due number. */
export function incidentTable(): Omit<CreateTableCommandInput, 'BillingMode'> & { TableName: string } {
  return {
    TableName: `incidents-${randomUUID()}`,
    AttributeDefinitions: [
      { AttributeName: 'estate', AttributeType: 'S' },
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'patch', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'estate', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-patch',
        KeySchema: [
          { AttributeName: 'patch', KeyType: 'HASH' },
          { AttributeName: 'due', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: 'by-patch-keys-only',
        KeySchema: [
          { AttributeName: 'patch', KeyType: 'HASH' },
          { AttributeName: 'due', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}
