import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional() }).loose().optional(),
    }),
  ),
});

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
});

/** A resource of a synthesised template, its properties with CloudFormation's functions still in them. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The folder that CDK put the resource's asset into, if it has one. */
  readonly assetFolder?: string;
}

/** Something that a stack tells, to other stacks (`exportName`) or to whoever deploys it. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  readonly value: unknown;
  readonly exportName?: unknown;
}

/** Everything that `cdk synth` wrote for CloudFormation. */
export interface Templates {
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/** Reads every stack's template in a cloud assembly, the folder that `cdk synth` writes. */
export function readTemplates(assembly: string): Templates {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(assembly, file), 'utf8'));
  const { artifacts } = Manifest.parse(read('manifest.json'));
  const resources: Resource[] = [];
  const outputs: Output[] = [];
  for (const [stack, { type, properties }] of Object.entries(artifacts)) {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) continue;
    const template = Template.parse(read(properties.templateFile));
    for (const [logicalId, { Type, Properties, Metadata }] of Object.entries(template.Resources)) {
      const asset = Metadata['aws:asset:path'];
      const assetFolder = typeof asset === 'string' ? { assetFolder: join(assembly, asset) } : {};
      resources.push({ stack, logicalId, type: Type, properties: Properties, ...assetFolder });
    }
    for (const [name, { Value, Export }] of Object.entries(template.Outputs)) {
      outputs.push({
        stack,
        name,
        value: Value,
        ...(Export === undefined ? {} : { exportName: Export.Name }),
      });
    }
  }
  return { resources, outputs };
}
