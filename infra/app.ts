import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from './settings.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { NotificationsStack } from './stacks/notifications-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { RecordsStack } from './stacks/records-stack.ts';
import { WebhooksStack } from './stacks/webhooks-stack.ts';

const app = new App();
const settings = readSettings(String(app.node.getContext('settings')));
const name = (part: string) => `Estatewatch-${settings.environment}-${part}`;
const env = {
  region: settings.region,
  ...(process.env.CDK_DEFAULT_ACCOUNT ? { account: process.env.CDK_DEFAULT_ACCOUNT } : {}),
};
const records = new RecordsStack(app, name('Records'), { env, settings, terminationProtection: true });
const pipeline = new PipelineStack(app, name('Pipeline'), { env, settings, records });
new WebhooksStack(app, name('Webhooks'), { env, settings, records, pipeline });
new NotificationsStack(app, name('Notifications'), { env, settings, records, pipeline });
new ApiStack(app, name('Api'), { env, settings, records, pipeline });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
