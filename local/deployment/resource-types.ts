import { createHash } from 'node:crypto';
import type { Resource } from './templates.ts';

/** Where the deployment stands: one account and region that exist nowhere else. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-2';

/** The addresses that some resources' values are made of. */
export interface Addresses {
  readonly queues: string;
  readonly signIn: string;
  readonly api: string;
}

/** What `Ref` and `Fn::GetAtt` of a resource give, as the type's page in CloudFormation's reference says. */
interface ResourceValues {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Values = (name: string, addresses: Addresses) => ResourceValues;

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

const named = (arnOf: (name: string) => string, more: Record<string, string> = {}): Values => {
  return (name) => ({ ref: name, attributes: { Arn: arnOf(name), ...more } });
};

const nothingHere: Values = (name) => ({ ref: name, attributes: { Arn: arn('none', name) } });

/** Resource types that run here. */
const RUNNING: Readonly<Record<string, Values>> = {
  'AWS::DynamoDB::GlobalTable': (name) => ({
    ref: name,
    attributes: {
      Arn: arn('dynamodb', `table/${name}`),
      StreamArn: arn('dynamodb', `table/${name}/stream/local`),
    },
  }),
  'AWS::S3::Bucket': named((name) => `arn:aws:s3:::${name}`),
  'AWS::SQS::Queue': (name, { queues }) => ({
    ref: `${queues}/${ACCOUNT}/${name}`,
    attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: `${queues}/${ACCOUNT}/${name}` },
  }),
  'AWS::Events::EventBus': (name) => ({
    ref: name,
    attributes: { Arn: arn('events', `event-bus/${name}`), Name: name },
  }),
  'AWS::Events::Rule': named((name) => arn('events', `rule/${name}`)),
  'AWS::Lambda::Function': named((name) => arn('lambda', `function:${name}`)),
  'AWS::Lambda::EventSourceMapping': (name) => ({ ref: name, attributes: { Id: name } }),
  'AWS::IoT::TopicRule': named((name) => arn('iot', `rule/${name}`)),
  'AWS::ApiGatewayV2::Api': (name, { api }) => ({ ref: name, attributes: { ApiEndpoint: api, ApiId: name } }),
  'AWS::ApiGatewayV2::Route': nothingHere,
  'AWS::ApiGatewayV2::Integration': nothingHere,
  'AWS::ApiGatewayV2::Authorizer': nothingHere,
  'AWS::Cognito::UserPool': (name, { signIn }) => {
    const id = `${REGION}_${name}`;
    return {
      ref: id,
      attributes: { Arn: arn('cognito-idp', `userpool/${id}`), ProviderURL: `${signIn}/${id}` },
    };
  },
  'AWS::Cognito::UserPoolClient': (name) => ({ ref: name, attributes: { ClientId: name } }),
  'AWS::Cognito::UserPoolGroup': nothingHere,
  'AWS::SES::EmailIdentity': (name) => ({
    ref: name,
    attributes: Object.fromEntries(
      [1, 2, 3].flatMap((each) => [
        [`DkimDNSTokenName${each}`, `${each}._domainkey.${name}`],
        [`DkimDNSTokenValue${each}`, `${each}.dkim.local`],
      ]),
    ),
  }),
  'AWS::SecretsManager::Secret': (name) => ({
    ref: arn('secretsmanager', `secret:${name}`),
    attributes: { Id: arn('secretsmanager', `secret:${name}`) },
  }),
};

/** Resource types that mean nothing on one machine, and why. */
const WITHOUT_MEANING_HERE: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'permissions',
  'AWS::IAM::Policy': 'permissions',
  'AWS::Lambda::Permission': 'permissions',
  'AWS::S3::BucketPolicy': 'permissions',
  'AWS::SQS::QueuePolicy': 'permissions',
  'AWS::SNS::TopicPolicy': 'permissions',
  'AWS::Logs::LogGroup': 'logs are files here',
  'AWS::Logs::MetricFilter': 'nobody is woken for one machine',
  'AWS::CloudWatch::Alarm': 'nobody is woken for one machine',
  'AWS::SNS::Topic': 'nobody is woken for one machine',
  'AWS::ApiGatewayV2::Stage': 'there is one stage here',
  'AWS::Cognito::UserPoolDomain': 'signing in has an address of its own here',
};

/** The name that a resource goes by here: the same at every start, and one that every service would take. */
export function physicalName({ stack, logicalId }: Resource): string {
  const name = `${stack}-${logicalId}`.toLowerCase();
  if (name.length <= 60) return name;
  return `${name.slice(0, 51)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** What a resource's references give. Throws, naming it, for a type that nobody here has heard of. */
export function valuesOf(resource: Resource, addresses: Addresses): ResourceValues {
  const values = resource.type in WITHOUT_MEANING_HERE ? nothingHere : RUNNING[resource.type];
  if (values === undefined) {
    throw new Error(
      `${resource.stack} has a resource of type ${resource.type} (${resource.logicalId}), which the local system does ` +
        'not know: add it to local/deployment/resource-types.ts, with what runs for it or why nothing does.',
    );
  }
  return values(physicalName(resource), addresses);
}
