import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Environment } from '../../functions/refer-outward/environment.ts';
import type { ReferralSettings } from '../../shared/referrals/referral-settings.ts';
import { EstateFunction } from './estate-function.ts';
import { allowTable } from './table-access.ts';
import { WorkQueue } from './work-queue.ts';

interface ReferralQueueProps {
  readonly records: { readonly table: TableV2; readonly partnerKeys: Secret };
  readonly settings: ReferralSettings;
  readonly tells: ITopic;
}

/** The queue of referrals whose moment has come, with the function that calls the partners. */
export function referralQueue(scope: Construct, { records, settings, tells }: ReferralQueueProps): WorkQueue {
  // A partner is asked once for a message, and may take 15 s.
  const timeoutSeconds = 60;
  const hurts = 'What is on other people’s land is not referred to them, and their answers are not heard.';
  const queue = new WorkQueue(scope, 'Referrals', { handledWithinSeconds: timeoutSeconds, hurts, tells });
  const refer = new EstateFunction(scope, 'refer-outward', {
    schema: Environment,
    environment: {
      TABLE: records.table.tableName,
      REFERRALS: JSON.stringify(settings),
      PARTNER_KEYS_ID: records.partnerKeys.secretArn,
      REJECTED_QUEUE_URL: queue.rejected.queueUrl,
    },
    timeoutSeconds,
    memoryMegabytes: 256,
    hurts,
    tells,
  });
  allowTable(refer, records.table);
  refer.allow(['secretsmanager:GetSecretValue'], [records.partnerKeys.secretArn]);
  queue.feeds(refer, { batchSize: 1 });
  return queue;
}
