import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LocalDynamoDb } from '../dynamodb/dynamodb.ts';
import type { OnTrouble } from '../lambda/keep-feeding.ts';
import { LambdaFunction } from '../lambda/lambda-function.ts';
import { feedFromQueue } from '../lambda/queue-source.ts';
import { feedFromStream } from '../lambda/stream-source.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Deployment } from './deployment.ts';
import { nameInArn } from './messages.ts';
import { REGION } from './resource-types.ts';

const LambdaProperties = z.object({
  Handler: z.string(),
  Runtime: z.literal('nodejs24.x'),
  Timeout: z.number(),
  MemorySize: z.number(),
  Description: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
});

/** Where the AWS SDK finds each service that runs here, by the SDK's name for it. */
export type Endpoints = Readonly<
  Record<'DYNAMODB' | 'S3' | 'SQS' | 'EVENTBRIDGE' | 'SECRETS_MANAGER' | 'REKOGNITION' | 'SESV2', string>
>;

// Whatever is not answered here must not reach out to AWS: this port answers nobody.
const NOWHERE = 'http://127.0.0.1:9';

/** The functions that the templates ask for, ready to run. */
export function functionsOf(
  deployment: Deployment,
  endpoints: Endpoints,
  logs: string,
): Map<string, LambdaFunction> {
  mkdirSync(logs, { recursive: true });
  return new Map(
    deployment
      .all('AWS::Lambda::Function', LambdaProperties)
      .map(({ name, logicalId, assetFolder, properties }) => {
        if (assetFolder === undefined)
          throw new Error(`${logicalId} has no code beside its template: synthesise again.`);
        const definition = {
          name,
          folder: assetFolder,
          handler: properties.Handler,
          environment: { ...lambdaEnvironment(name, endpoints), ...properties.Environment.Variables },
          timeoutSeconds: properties.Timeout,
          memoryMegabytes: properties.MemorySize,
          logFile: join(logs, `${properties.Description.split(' ').at(-1)}.log`),
        };
        return [name, new LambdaFunction(definition)];
      }),
  );
}

function lambdaEnvironment(name: string, endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'on-one-machine',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: NOWHERE,
    TZ: 'UTC',
    ...Object.fromEntries(
      Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
    ),
  };
}

const EventSourceMapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumRetryAttempts: z.number().default(10),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }).optional(),
});

// A laptop has few processors: more of one function at once only makes them all slower.
const MOST_AT_ONCE = 2;

/** Starts every reading of queues and streams that the templates ask for. Returns how to stop them. */
export function feedFunctions(
  deployment: Deployment,
  functions: ReadonlyMap<string, LambdaFunction>,
  queues: Queues,
  dynamoDb: LocalDynamoDb,
  progressFolder: string,
  onTrouble: OnTrouble,
): (() => Promise<void>)[] {
  mkdirSync(progressFolder, { recursive: true });
  return deployment.all('AWS::Lambda::EventSourceMapping', EventSourceMapping).map(({ name, properties }) => {
    const reader = functions.get(properties.FunctionName);
    if (reader === undefined)
      throw new Error(`${name} feeds ${properties.FunctionName}, which is not a function here.`);
    const source = properties.EventSourceArn;
    if (source.includes(':sqs:')) {
      const atOnce = Math.min(properties.ScalingConfig?.MaximumConcurrency ?? MOST_AT_ONCE, MOST_AT_ONCE);
      const reportsItemFailures = properties.FunctionResponseTypes.length > 0;
      const queueName = nameInArn(source);
      return feedFromQueue(
        { queueName, batchSize: properties.BatchSize, atOnce, reportsItemFailures, onTrouble },
        reader,
        queues,
      );
    }
    const givenUpTo = properties.DestinationConfig?.OnFailure.Destination;
    return feedFromStream(
      {
        tableName: /table\/([^/]+)\/stream/.exec(source)?.[1] ?? source,
        batchSize: properties.BatchSize,
        retries: properties.MaximumRetryAttempts,
        progressFile: join(progressFolder, name),
        onTrouble,
        onGivenUp: (records, reason) => {
          if (givenUpTo !== undefined) queues.send(nameInArn(givenUpTo), JSON.stringify({ reason, records }));
        },
      },
      reader,
      dynamoDb,
    );
  });
}
