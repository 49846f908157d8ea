import { rmSync } from 'node:fs';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { z } from 'zod';
import { alarm, FIVE_MINUTES } from './alarm.ts';
import { type BundleContents, bundle } from './bundle.ts';
import { checkEnvironmentSize } from './environment-size.ts';

interface EstateFunctionProps<Environment extends z.ZodType> extends BundleContents {
  /** The schema that the function itself parses its environment with, so that nothing it needs is forgotten here. */
  readonly schema: Environment;
  readonly environment: z.input<Environment>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** What the landlord's staff or residents notice while this function fails. */
  readonly hurts: string;
  readonly tells: ITopic;
}

/**
 * A Lambda of `functions/{id}`: bundled code, a role that may write its own log and nothing else until it is given
 * more, logs that end, and an alarm when it fails.
 */
export class EstateFunction<Environment extends z.ZodType> extends Construct {
  readonly lambda: LambdaFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: EstateFunctionProps<Environment>) {
    super(scope, id);
    this.log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.log.logGroupArn],
      }),
    );
    const environment = { ...(props.environment as Record<string, string>), POWERTOOLS_SERVICE_NAME: id };
    checkEnvironmentSize(id, environment);
    const folder = bundle(id, props);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      role,
      logGroup: this.log,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMegabytes,
      environment,
      description: `Estatewatch ${id}`,
    });
    // The function's asset is a copy by now.
    rmSync(folder, { recursive: true });
    alarm(this, 'Failing', {
      metric: this.lambda.metricErrors({ period: FIVE_MINUTES }),
      above: 5,
      hurts: props.hurts,
      runbook: `${id}-failing`,
      tells: props.tells,
    });
  }

  /** Gives the function's role exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** The same for a service whose actions have no resource that could be named. */
  allowAnywhere(actions: readonly string[], because: string): void {
    this.allow(actions, ['*']);
    this.#acknowledge('*', because);
  }

  /** The same for the objects of a bucket under a prefix, whose names nobody knows beforehand. */
  allowObjects(actions: readonly string[], bucket: Bucket, prefix: string): void {
    this.allow(actions, [bucket.arnForObjects(`${prefix}*`)]);
    const records = Stack.of(bucket);
    const imported = z
      .object({ 'Fn::ImportValue': z.string() })
      .parse(records.resolve(records.exportValue(bucket.bucketArn)));
    this.#acknowledge(
      `${imported['Fn::ImportValue']}/${prefix}*`,
      `Objects under ${prefix} are named as they come.`,
    );
  }

  #acknowledge(resource: string, reason: string): void {
    Validations.of(this.lambda.role ?? this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason,
    });
  }
}
