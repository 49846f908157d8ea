import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../../infra/settings.ts';
import { ApiStack } from '../../infra/stacks/api-stack.ts';
import { NotificationsStack } from '../../infra/stacks/notifications-stack.ts';
import { PipelineStack } from '../../infra/stacks/pipeline-stack.ts';
import { RecordsStack } from '../../infra/stacks/records-stack.ts';
import { WebhooksStack } from '../../infra/stacks/webhooks-stack.ts';

// The feature flags that `cdk synth` reads change what comes out, so they are read from where it reads them.
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** A resource as it stands in a template, its properties still with CloudFormation's functions in them. */
const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

/** A resource with its name in the template and the stack that it is of. */
export type Named = Resource & {
  readonly id: string;
  readonly stack: 'records' | 'pipeline' | 'webhooks' | 'notifications' | 'api';
};

/** What is deployed for a landlord with the demo settings. */
export interface Synthesised {
  readonly records: Template;
  readonly pipeline: Template;
  readonly webhooks: Template;
  readonly api: Template;
  readonly notifications: Template;
  /** Every resource of a type, in all stacks. */
  all(type: string): Named[];
}

/** Synthesises the app once for all tests of a file. The answer is there from the first test on. */
export function synthesisedOnce(): () => Synthesised {
  let outdir: string | undefined;
  let synthesised: Synthesised | undefined;
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'estatewatch-infra-'));
    const { context } = CdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
    const app = new App({ context, outdir });
    const settings = readSettings(String(context.settings));
    const records = new RecordsStack(app, 'Records', { settings });
    const pipeline = new PipelineStack(app, 'Pipeline', { settings, records });
    const webhooks = new WebhooksStack(app, 'Webhooks', { settings, records, pipeline });
    const notifications = new NotificationsStack(app, 'Notifications', { settings, records, pipeline });
    const api = new ApiStack(app, 'Api', { settings, records, pipeline });
    const templates = {
      records: Template.fromStack(records),
      pipeline: Template.fromStack(pipeline),
      webhooks: Template.fromStack(webhooks),
      api: Template.fromStack(api),
      notifications: Template.fromStack(notifications),
    };
    synthesised = { ...templates, all: (type) => resourcesOf(templates, type) };
  });
  afterAll(() => {
    if (outdir !== undefined) rmSync(outdir, { recursive: true, force: true });
  });
  return () => {
    if (synthesised === undefined)
      throw new Error('The app is synthesised before the first test, not earlier.');
    return synthesised;
  };
}

function resourcesOf(templates: Record<Named['stack'], Template>, type: string): Named[] {
  return (['records', 'pipeline', 'webhooks', 'notifications', 'api'] as const).flatMap((stack) =>
    Object.entries(templates[stack].findResources(type)).map(([id, resource]) => ({
      id,
      stack,
      ...Resource.parse(resource),
    })),
  );
}
