import { onTestFinished } from 'vitest';
import { Deployment } from '../../../../local/deployment/deployment.ts';
import { openQueues } from '../../../../local/sqs/queues.ts';
import { emptyFolder } from '../sqs/folders.ts';

const addresses = {
  queues: 'http://127.0.0.1:9324',
  api: 'http://127.0.0.1:4500',
  signIn: 'http://127.0.0.1:4501',
};

/** A resource as a test describes it. */
export interface Described {
  readonly type: string;
  readonly properties?: Record<string, unknown>;
  readonly assetFolder?: string;
}

/** A deployment of one stack S with these resources, by their logical ids. */
export const deploymentOf = (resources: Record<string, Described>) =>
  new Deployment(
    {
      resources: Object.entries(resources).map(([logicalId, { properties = {}, ...rest }]) => ({
        stack: 'S',
        logicalId,
        properties,
        ...rest,
      })),
      outputs: [],
    },
    addresses,
  );

/** Queues in a folder of their own, closed when the test is over. */
export async function someQueues() {
  const queues = openQueues({ folder: await emptyFolder() });
  onTestFinished(() => queues.close());
  return queues;
}

/** The ARN of a resource, as a template asks for it. */
export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
