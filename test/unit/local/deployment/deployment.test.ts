import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Deployment } from '../../../../local/deployment/deployment.ts';
import { physicalName } from '../../../../local/deployment/resource-types.ts';
import type { Output, Resource } from '../../../../local/deployment/templates.ts';

const addresses = {
  queues: 'http://127.0.0.1:9324',
  api: 'http://127.0.0.1:4500',
  signIn: 'http://127.0.0.1:4501',
};

const resource = (
  logicalId: string,
  type: string,
  properties: Resource['properties'] = {},
  stack = 'Pipeline',
) => ({
  stack,
  logicalId,
  type,
  properties,
});
const queue = resource('Clips', 'AWS::SQS::Queue');
const table = resource('Table', 'AWS::DynamoDB::GlobalTable', {}, 'Records');
const toldTable: Output = {
  stack: 'Records',
  name: 'Told',
  value: { Ref: 'Table' },
  exportName: 'Records:Table',
};

const deployed = (resources: Resource[], outputs: Output[] = []) =>
  new Deployment({ resources: [queue, table, ...resources], outputs: [toldTable, ...outputs] }, addresses);

/** What a function's environment says once its references are followed. */
const resolvedFrom = (value: unknown) => {
  const Environment = z.object({ Environment: z.unknown() });
  const [found] = deployed([resource('Watch', 'AWS::Lambda::Function', { Environment: value })]).all(
    'AWS::Lambda::Function',
    Environment,
  );
  return found?.properties.Environment;
};

describe('a value in a template', () => {
  it.each([
    ['plain text', 'north', 'north'],
    ['a number', 300, 300],
    ['nothing', null, null],
    ['a list', ['a', { Ref: 'AWS::Region' }], ['a', 'eu-west-2']],
    ['an object with references in it', { TABLE: { Ref: 'AWS::Partition' } }, { TABLE: 'aws' }],
    ['an object with a key of its own beside Ref', { Ref: 'Clips', Other: 1 }, { Ref: 'Clips', Other: 1 }],
    ['the account', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['a queue’s address', { Ref: 'Clips' }, 'http://127.0.0.1:9324/000000000000/pipeline-clips'],
    ['an attribute', { 'Fn::GetAtt': ['Clips', 'Arn'] }, 'arn:aws:sqs:eu-west-2:000000000000:pipeline-clips'],
    ['joined parts', { 'Fn::Join': ['/', ['cameras', { Ref: 'AWS::Region' }, 7]] }, 'cameras/eu-west-2/7'],
    [
      'text with references',
      { 'Fn::Sub': '\u0024{AWS::Region}:\u0024{Clips.QueueName}' },
      'eu-west-2:pipeline-clips',
    ],
    ['split text', { 'Fn::Split': [':', 'a:b:c'] }, ['a', 'b', 'c']],
    ['one of a list', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['one of a plain list', { 'Fn::Select': [0, ['x', 'y']] }, 'x'],
    ['what another stack exports', { 'Fn::ImportValue': 'Records:Table' }, 'records-table'],
    [
      'one within the other',
      {
        'Fn::Join': [
          '',
          [{ 'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::ImportValue': 'Records:Table' }] }] }, '!'],
        ],
      },
      'records!',
    ],
  ])('is %s', (_, value, resolved) => {
    expect(resolvedFrom(value)).toEqual(resolved);
  });

  it.each([
    [
      'an unknown function',
      { 'Fn::Base64': 'x' },
      'Pipeline uses Fn::Base64, a CloudFormation function that the local system does not know.',
    ],
    ['a resource that is not there', { Ref: 'Lost' }, 'Pipeline refers to Lost, which it does not have.'],
    ['a resource of another stack', { Ref: 'Table' }, 'Pipeline refers to Table, which it does not have.'],
    [
      'an attribute that nobody gives',
      { 'Fn::GetAtt': ['Clips', 'Colour'] },
      'Pipeline asks for Colour of Clips (AWS::SQS::Queue), which the local system does not give.',
    ],
    [
      'an export that is not there',
      { 'Fn::ImportValue': 'Lost' },
      'Pipeline imports "Lost", which no stack exports.',
    ],
  ])('that is %s stops the start by name', (_, value, sentence) => {
    expect(() => resolvedFrom(value)).toThrow(sentence);
  });
});

describe('a deployment', () => {
  it('with a resource of an unknown type stops the start by name', () => {
    expect(() => deployed([resource('Fleet', 'AWS::RoboMaker::Fleet')])).toThrow(
      'Pipeline has a resource of type AWS::RoboMaker::Fleet (Fleet), which the local system does not know',
    );
  });

  it('passes over what means nothing on one machine, though it is referred to', () => {
    const role = resource('Role', 'AWS::IAM::Role');
    const watch = resource('Watch', 'AWS::Lambda::Function', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } });
    const [found] = deployed([role, watch]).all('AWS::Lambda::Function', z.object({ Role: z.string() }));
    expect(found?.properties.Role).toContain('pipeline-role');
  });

  it('gives the resources of a type with their names, their assets and only what was asked for', () => {
    const watch = {
      ...resource('Watch', 'AWS::Lambda::Function', { Timeout: 3, Other: 1 }),
      assetFolder: '/asset.1',
    };
    expect(deployed([watch]).all('AWS::Lambda::Function', z.object({ Timeout: z.number() }))).toEqual([
      { name: 'pipeline-watch', logicalId: 'Watch', assetFolder: '/asset.1', properties: { Timeout: 3 } },
    ]);
  });

  it('names the resource that asks for what the local system does not do', () => {
    const slow = resource('Slow', 'AWS::Lambda::Function', { Timeout: 'long' });
    expect(() => deployed([slow]).all('AWS::Lambda::Function', z.object({ Timeout: z.number() }))).toThrow(
      /^Slow \(AWS::Lambda::Function\) asks for what the local system does not do: .*at Timeout/s,
    );
  });

  it('tells its outputs, and which it does not have', () => {
    expect(deployed([]).output('Told')).toBe('records-table');
    expect(() => deployed([]).output('ApiUrl')).toThrow('No stack has an output “ApiUrl”.');
  });
});

describe('a resource’s name', () => {
  it('is its stack and id in small letters', () => {
    expect(physicalName(queue)).toBe('pipeline-clips');
  });

  it('that would be too long for a bucket is cut, and still its own', () => {
    const long = (end: string) => physicalName(resource(`${'Very'.repeat(20)}${end}`, 'AWS::S3::Bucket'));
    expect(long('One')).toMatch(/^[a-z0-9-]{60}$/);
    expect(long('One')).not.toBe(long('Two'));
    expect(long('One')).toBe(long('One'));
  });
});
