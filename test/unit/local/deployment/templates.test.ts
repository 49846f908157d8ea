import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../../local/deployment/templates.ts';
import { emptyFolder } from '../sqs/folders.ts';

async function assembly(stacks: Record<string, object>, artifacts: object = {}): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
  }
  const described = Object.keys(stacks).map((name) => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
  ]);
  const manifest = { version: '48.0.0', artifacts: { ...Object.fromEntries(described), ...artifacts } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

describe('the templates of a cloud assembly', () => {
  it('are read of every stack, with assets beside them', async () => {
    const folder = await assembly({
      Records: { Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { A: 1 } } } },
      Pipeline: {
        Resources: { Watch: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': 'asset.1' } } },
        Outputs: {
          Url: { Value: 'x' },
          Told: { Value: { Ref: 'Watch' }, Export: { Name: 'Pipeline:Watch' } },
        },
      },
    });
    mkdirSync(join(folder, 'asset.1'));
    expect(readTemplates(folder)).toEqual({
      resources: [
        { stack: 'Records', logicalId: 'Table', type: 'AWS::DynamoDB::GlobalTable', properties: { A: 1 } },
        {
          stack: 'Pipeline',
          logicalId: 'Watch',
          type: 'AWS::Lambda::Function',
          properties: {},
          assetFolder: join(folder, 'asset.1'),
        },
      ],
      outputs: [
        { stack: 'Pipeline', name: 'Url', value: 'x' },
        { stack: 'Pipeline', name: 'Told', value: { Ref: 'Watch' }, exportName: 'Pipeline:Watch' },
      ],
    });
  });

  it('are not looked for in what is no stack', async () => {
    const assets = {
      'Records.assets': { type: 'cdk:asset-manifest', properties: { file: 'Records.assets.json' } },
    };
    expect(readTemplates(await assembly({}, { ...assets, Tree: { type: 'cdk:tree' } }))).toEqual({
      resources: [],
      outputs: [],
    });
  });

  it('that are not there are missed', async () => {
    const folder = await emptyFolder();
    expect(() => readTemplates(folder)).toThrow(/ENOENT.*manifest\.json/);
  });
});
