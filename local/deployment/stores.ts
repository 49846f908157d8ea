import { z } from 'zod';
import type { LocalDynamoDb } from '../dynamodb/dynamodb.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Deployment } from './deployment.ts';
import { ACCOUNT, REGION } from './resource-types.ts';

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Projection = z.object({ ProjectionType: z.literal('ALL') });

const GlobalTable = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema, Projection })).optional(),
  StreamSpecification: z.object({ StreamViewType: z.literal('NEW_AND_OLD_IMAGES') }),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
});

/** Makes the tables that the templates ask for. */
export function deployTables(deployment: Deployment, dynamoDb: LocalDynamoDb): void {
  for (const { name, properties } of deployment.all('AWS::DynamoDB::GlobalTable', GlobalTable)) {
    const { StreamSpecification, TimeToLiveSpecification, GlobalSecondaryIndexes, ...rest } = properties;
    dynamoDb.ensureTable({
      TableName: name,
      ...rest,
      ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
      StreamSpecification: { StreamEnabled: true, ...StreamSpecification },
      ...(TimeToLiveSpecification === undefined
        ? {}
        : { TimeToLive: { AttributeName: TimeToLiveSpecification.AttributeName } }),
    });
  }
}

const Bucket = z.object({
  VersioningConfiguration: z.object({ Status: z.literal('Enabled') }).optional(),
  NotificationConfiguration: z
    .object({ EventBridgeConfiguration: z.object({ EventBridgeEnabled: z.literal(true) }) })
    .optional(),
});

/** A bucket that the templates ask for, and whether new objects are told to EventBridge. */
export interface DeployedBucket {
  readonly name: string;
  readonly versioned: boolean;
  readonly eventBridgeEnabled: boolean;
}

/** The buckets that the templates ask for. */
export function bucketsOf(deployment: Deployment): DeployedBucket[] {
  return deployment.all('AWS::S3::Bucket', Bucket).map(({ name, properties }) => ({
    name,
    versioned: properties.VersioningConfiguration !== undefined,
    eventBridgeEnabled: properties.NotificationConfiguration !== undefined,
  }));
}

const Secret = z.object({ GenerateSecretString: z.object({ PasswordLength: z.number() }) });

/** Makes the secrets that the templates ask for. */
export function deploySecrets(deployment: Deployment, secrets: Secrets): void {
  for (const { name, properties } of deployment.all('AWS::SecretsManager::Secret', Secret)) {
    const id = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
    secrets.ensure(id, name, properties.GenerateSecretString.PasswordLength);
  }
}
