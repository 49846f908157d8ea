import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Deployment } from './deployment/deployment.ts';
import { emailIdentitiesOf, groupsOf, routesOf, signInClientsOf } from './deployment/doors.ts';
import { feedFunctions, functionsOf } from './deployment/functions.ts';
import { deadLettersOf, deployQueues, deployRules, topicRulesOf } from './deployment/messages.ts';
import { REGION } from './deployment/resource-types.ts';
import { bucketsOf, deploySecrets, deployTables } from './deployment/stores.ts';
import { readTemplates } from './deployment/templates.ts';
import { startDynamoDb } from './dynamodb/dynamodb.ts';
import { startEmail } from './email/email.ts';
import { openBus } from './events/bus.ts';
import { serveEvents } from './events/serve-events.ts';
import { startHttpApi } from './http-api/http-api.ts';
import { startIot } from './iot/iot.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import { startRekognition } from './rekognition/rekognition.ts';
import { objectCreatedEvent } from './s3/object-created.ts';
import { startS3 } from './s3/s3.ts';
import { Secrets, serveSecrets } from './secrets/secrets.ts';
import { sentence } from './sentence.ts';
import { peopleFor } from './sign-in/demo-people.ts';
import { startSignIn } from './sign-in/sign-in.ts';
import { openQueues } from './sqs/queues.ts';
import { serveSqs } from './sqs/serve-sqs.ts';
import { Whereabouts } from './whereabouts.ts';

/** How the whole system is started. */
export interface SystemOptions {
  /** Where everything is kept. */
  readonly folder: string;
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** The API's port; sign-in, MQTT, S3 and the mailbox take the four after it. */
  readonly port: number;
  /** Told what would otherwise go unseen. */
  readonly warn: (sentence: string) => void;
}

/** The running system. */
export interface System {
  readonly whereabouts: Whereabouts;
  close(): Promise<void>;
}

/**
 * Starts the whole system from its synthesised templates: local services where AWS's would stand, and the bundled
 * functions, wired as the templates say. Rejects with an error whose message is a sentence for the person who starts it.
 */
export async function startSystem({ folder, assembly, port, warn }: SystemOptions): Promise<System> {
  const templates = readTemplates(assembly);
  mkdirSync(folder, { recursive: true });
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const stop of closing.splice(0).reverse()) await stop();
  };
  try {
    const inFolder = (name: string) => join(folder, name);
    const queues = openQueues({ folder: inFolder('queues') });
    closing.push(() => queues.close());
    const sqs = await serveSqs(queues);
    closing.push(() => sqs.close());

    const at = (offset: number) => `http://127.0.0.1:${port + offset}`;
    const deployment = new Deployment(templates, { queues: sqs.endpoint, api: at(0), signIn: at(1) });

    const dynamoDb = await startDynamoDb({ folder: inFolder('table') });
    closing.push(() => dynamoDb.close());
    deployTables(deployment, dynamoDb);

    const secrets = new Secrets(inFolder('secrets'));
    deploySecrets(deployment, secrets);
    const servedSecrets = await serveSecrets(secrets);
    closing.push(() => servedSecrets.close());

    let functions: ReadonlyMap<string, LambdaFunction> = new Map();
    const invoke = async (name: string, event: unknown) => functions.get(name)?.invoke(event);
    const onLost = (name: string, error: unknown) => warn(`${name} failed for the last time: ${error}`);
    const bus = openBus({ queues, invoke, onLost });
    closing.push(() => bus.close());
    const events = await serveEvents(bus);
    closing.push(() => events.close());
    deployQueues(deployment, queues);
    deployRules(deployment, bus);

    const buckets = bucketsOf(deployment);
    const s3 = await startS3({
      folder: inFolder('objects'),
      port: port + 3,
      report: (error) => warn(`S3: ${error.message}`),
      onCreated: (object) => {
        bus.put('default', [objectCreatedEvent(object)]);
      },
    });
    closing.push(() => s3.close());
    for (const { name, ...settings } of buckets) await s3.ensureBucket(name, settings);
    const rekognition = await startRekognition({ s3: { endpoint: s3.endpoint } });
    closing.push(() => rekognition.close());

    const email = await startEmail({
      file: inFolder('mailbox'),
      port: port + 4,
      identities: emailIdentitiesOf(deployment),
    });
    closing.push(() => email.close());

    const endpoints = {
      DYNAMODB: dynamoDb.endpoint,
      S3: s3.endpoint,
      SQS: sqs.endpoint,
      EVENTBRIDGE: events.endpoint,
      SECRETS_MANAGER: servedSecrets.endpoint,
      REKOGNITION: rekognition.endpoint,
      SESV2: email.endpoint,
    };
    functions = functionsOf(deployment, endpoints, inFolder('logs'));
    const feeds = feedFunctions(deployment, functions, queues, dynamoDb, inFolder('streams'), (error) =>
      warn(sentence(error)),
    );
    // Together: what is being handled is broken off, and comes again at the next start.
    closing.push(async () => {
      const functionsEnd = [...functions.values()].map((each) => each.close());
      await Promise.all([...feeds.map((stop) => stop()), ...functionsEnd]);
    });
    bus.start();

    const [webClient] = signInClientsOf(deployment);
    if (webClient === undefined) throw new Error('The templates have no application that signs people in.');
    const here = `${at(0)}/docs/oauth2-redirect.html`;
    const [pool] = deployment.all('AWS::Cognito::UserPool', z.object({}));
    const signIn = await startSignIn({
      folder: inFolder('sign-in'),
      port: port + 1,
      poolId: pool?.name ?? '',
      region: REGION,
      clients: [{ ...webClient, redirectUris: [...webClient.redirectUris, here] }],
      people: peopleFor(groupsOf(deployment)),
    });
    closing.push(() => signIn.close());
    const api = await startHttpApi({ port, routes: routesOf(deployment), stageName: '$default', invoke });
    closing.push(() => api.close());
    const iot = await startIot({
      port: port + 2,
      rules: topicRulesOf(deployment),
      queues,
      report: (error) => warn(`MQTT: ${error.message}`),
    });
    closing.push(() => iot.close());

    const [webhookSecret] = secrets.all();
    const whereabouts = Whereabouts.parse({
      pid: process.pid,
      api: at(0),
      issuer: signIn.issuer,
      clientId: webClient.clientId,
      mqtt: `mqtt://127.0.0.1:${port + 2}`,
      s3: s3.endpoint,
      sqs: sqs.endpoint,
      mailbox: email.endpoint,
      clipsBucket: buckets.find(({ eventBridgeEnabled }) => eventBridgeEnabled)?.name,
      webhookSecret,
      deadLetters: deadLettersOf(deployment),
      logs: inFolder('logs'),
    });
    return { whereabouts, close };
  } catch (error) {
    await close();
    throw error;
  }
}
