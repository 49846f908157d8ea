import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { groupsOf, routesOf, signInClientsOf } from '../../../../local/deployment/doors.ts';
import { feedFunctions, functionsOf } from '../../../../local/deployment/functions.ts';
import { deployQueues } from '../../../../local/deployment/messages.ts';
import { ownDynamoDb } from '../../../support/local-dynamodb.ts';
import { emptyFolder } from '../sqs/folders.ts';
import { arnOf, type Described, deploymentOf, someQueues } from './deployment-of.ts';

const lambda = (assetFolder: string | undefined, Variables: Record<string, unknown> = {}): Described => ({
  type: 'AWS::Lambda::Function',
  ...(assetFolder === undefined ? {} : { assetFolder }),
  properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 10,
    MemorySize: 256,
    Description: 'Estatewatch watch',
    Environment: { Variables },
  },
});

const endpoints = {
  DYNAMODB: 'http://127.0.0.1:1',
  S3: 'http://127.0.0.1:2',
  SQS: 'http://127.0.0.1:3',
  EVENTBRIDGE: 'http://127.0.0.1:4',
  SECRETS_MANAGER: 'http://127.0.0.1:5',
  SESV2: 'http://127.0.0.1:7',
  REKOGNITION: 'http://127.0.0.1:6',
};

const fail = (error: unknown) => {
  throw error;
};

describe('functions', () => {
  const assetSaying = async (module: string) => {
    const folder = join(await emptyFolder(), 'asset.1');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.mjs'), module);
    return folder;
  };

  it('run with their own variables, and find the services here and no others', async () => {
    const folder = await assetSaying('export const handler = async () => ({ ...process.env });');
    const deployment = deploymentOf({
      Clips: { type: 'AWS::SQS::Queue' },
      Watch: lambda(folder, { QUEUE: { Ref: 'Clips' } }),
    });
    const functions = functionsOf(deployment, endpoints, await emptyFolder());
    const watch = functions.get('s-watch');
    expect(await watch?.invoke({})).toMatchObject({
      QUEUE: 'http://127.0.0.1:9324/000000000000/s-clips',
      AWS_REGION: 'eu-west-2',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:3',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      TZ: 'UTC',
    });
    await watch?.close();
  });

  it('without their code beside the template stop the start by name', async () => {
    const logs = await emptyFolder();
    expect(() => functionsOf(deploymentOf({ Watch: lambda(undefined) }), endpoints, logs)).toThrow(
      'Watch has no code beside its template: synthesise again.',
    );
  });

  it('are fed from the queue that a mapping names', async () => {
    await using own = await ownDynamoDb();
    const queues = await someQueues();
    const folder = await assetSaying('export const handler = async () => ({ batchItemFailures: [] });');
    const deployment = deploymentOf({
      Clips: { type: 'AWS::SQS::Queue' },
      Watch: lambda(folder),
      Mapping: {
        type: 'AWS::Lambda::EventSourceMapping',
        properties: {
          EventSourceArn: arnOf('Clips'),
          FunctionName: { Ref: 'Watch' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    });
    deployQueues(deployment, queues);
    const functions = functionsOf(deployment, endpoints, await emptyFolder());
    queues.send('s-clips', '{}');
    const stops = feedFunctions(deployment, functions, queues, own.dynamoDb, await emptyFolder(), fail);
    await vi.waitFor(
      () => expect(queues.counts('s-clips')).toEqual({ visible: 0, inFlight: 0, delayed: 0 }),
      10_000,
    );
    for (const stop of stops) await stop();
    for (const each of functions.values()) await each.close();
  });

  it('that a mapping names but nobody deploys stop the start by name', async () => {
    await using own = await ownDynamoDb();
    const properties = { EventSourceArn: 'arn:aws:sqs:x:y:clips', FunctionName: 'lost' };
    const deployment = deploymentOf({ Mapping: { type: 'AWS::Lambda::EventSourceMapping', properties } });
    const [queues, progress] = [await someQueues(), await emptyFolder()];
    expect(() => feedFunctions(deployment, new Map(), queues, own.dynamoDb, progress, fail)).toThrow(
      's-mapping feeds lost, which is not a function here.',
    );
  });
});

describe('doors', () => {
  const door = (route: Record<string, unknown>) =>
    deploymentOf({
      Watch: { type: 'AWS::Lambda::Function' },
      Answer: {
        type: 'AWS::ApiGatewayV2::Integration',
        properties: {
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: arnOf('Watch'),
          PayloadFormatVersion: '2.0',
        },
      },
      People: { type: 'AWS::Cognito::UserPool' },
      Web: { type: 'AWS::Cognito::UserPoolClient', properties: { CallbackURLs: ['http://localhost:4500/'] } },
      Group: { type: 'AWS::Cognito::UserPoolGroup', properties: { GroupName: 'role/manager' } },
      SignedIn: {
        type: 'AWS::ApiGatewayV2::Authorizer',
        properties: {
          AuthorizerType: 'JWT',
          JwtConfiguration: {
            Audience: [{ Ref: 'Web' }],
            Issuer: { 'Fn::GetAtt': ['People', 'ProviderURL'] },
          },
        },
      },
      Route: {
        type: 'AWS::ApiGatewayV2::Route',
        properties: {
          RouteKey: 'ANY /{proxy+}',
          Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Answer' }]] },
          ...route,
        },
      },
    });

  it('are routes with their function, and with who may take them', () => {
    const route = { routeKey: 'ANY /{proxy+}', functionName: 's-watch' };
    expect(routesOf(door({}))).toEqual([route]);
    expect(routesOf(door({ AuthorizationType: 'JWT', AuthorizerId: { Ref: 'SignedIn' } }))).toEqual([
      { ...route, authorizer: { issuer: 'http://127.0.0.1:4501/eu-west-2_s-people', audience: ['s-web'] } },
    ]);
  });

  it('are never opened by mistake: a route whose authorizer is not there stops the start', () => {
    expect(() => routesOf(door({ AuthorizationType: 'JWT', AuthorizerId: 'lost' }))).toThrow(
      'Route Route asks for an authorizer that is not there.',
    );
    expect(() => routesOf(door({ AuthorizationType: 'AWS_IAM' }))).toThrow(
      /^Route \(AWS::ApiGatewayV2::Route\) asks/,
    );
  });

  it('are the applications and groups of the people', () => {
    expect(signInClientsOf(door({}))).toEqual([
      { clientId: 's-web', redirectUris: ['http://localhost:4500/'] },
    ]);
    expect(groupsOf(door({}))).toEqual(['role/manager']);
  });
});
