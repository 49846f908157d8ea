import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamHandler } from 'aws-lambda';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { openLog } from '../../shared/platform/log.ts';
import { Environment } from './environment.ts';
import { publishChanges } from './publish-changes.ts';

const { BUS } = readEnvironment(Environment);
const bus = new EventBridgeClient();
const log = openLog();

/** What changed in the table comes in; what is published of it goes to the bus. */
export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  const unpublished = await publishChanges(Records, bus, BUS);
  log.info('CHANGES_PUBLISHED', { records: Records.length, unpublished: unpublished !== undefined });
  return { batchItemFailures: unpublished === undefined ? [] : [{ itemIdentifier: unpublished }] };
};
