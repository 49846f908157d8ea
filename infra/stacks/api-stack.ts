import { CfnOutput, Fn, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { Environment as Api } from '../../functions/api/environment.ts';
import { Environment as Open311 } from '../../functions/open311/environment.ts';
import { Environment as ReceiveUplink } from '../../functions/receive-uplink/environment.ts';
import { TEST_IMAGES } from '../../shared/clips/stills-bucket.ts';
import { PHOTO_UPLOADS, REPORT_PHOTOS, TASK_PHOTOS } from '../../shared/platform/photos-bucket.ts';
import { alarm, FIVE_MINUTES } from '../constructs/alarm.ts';
import { EstateFunction } from '../constructs/estate-function.ts';
import { allowTable } from '../constructs/table-access.ts';
import type { Settings } from '../settings.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { RecordsStack } from './records-stack.ts';

interface ApiProps extends StackProps {
  readonly settings: Settings;
  readonly records: RecordsStack;
  readonly pipeline: PipelineStack;
}

const DOCUMENTATION_FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'oauth2-redirect.html',
  'oauth2-redirect.js',
];

/** The doors over HTTP: the API for people who signed in, the webhooks of network servers, assessors' forms, and reports from anybody. */
export class ApiStack extends Stack {
  readonly #props: ApiProps;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, props);
    this.#props = props;
    const { people, webClient } = props.records;
    const api = new HttpApi(this, 'Api', {
      apiName: `Estatewatch ${props.settings.environment}`,
      defaultAuthorizer: new HttpJwtAuthorizer('SignedIn', people.userPoolProviderUrl, {
        jwtAudience: [webClient.userPoolClientId],
      }),
    });
    this.#logAccess(api);
    alarm(this, 'Failing answers', {
      metric: api.metricServerError({ period: FIVE_MINUTES, statistic: 'Sum' }),
      above: 5,
      hurts: 'Staff cannot read or work the queue, or network servers are not heard.',
      runbook: 'api-failing',
      tells: props.pipeline.operators,
    });

    const answer = new HttpLambdaIntegration('Answer', this.#api().lambda);
    api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration: answer });
    for (const path of ['/', '/openapi.json', '/docs', '/docs/{proxy+}']) {
      this.#open(
        api,
        path,
        HttpMethod.GET,
        answer,
        'It documents the API and shows nothing of the landlord’s.',
      );
    }
    for (const method of [HttpMethod.GET, HttpMethod.POST]) {
      this.#open(
        api,
        '/assessments',
        method,
        answer,
        'Tenant assessors have no account: they show a key of their own, which the function checks.',
      );
    }
    const receive = new HttpLambdaIntegration('Receive', this.#receiveUplink().lambda);
    const webhooks = '/webhooks/{source}';
    this.#open(
      api,
      webhooks,
      HttpMethod.POST,
      receive,
      'Network servers, controllers and cameras show a secret of their own; the function checks it.',
    );
    const open311 = new HttpLambdaIntegration('Reports', this.#open311().lambda);
    for (const method of [HttpMethod.GET, HttpMethod.POST]) {
      this.#open(
        api,
        '/open311/v2/{proxy+}',
        method,
        open311,
        'Residents and partners report without an account, by Open311; what it shows is public.',
      );
    }
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
  }

  #open(
    api: HttpApi,
    path: string,
    method: HttpMethod,
    integration: HttpLambdaIntegration,
    reason: string,
  ): void {
    for (const route of api.addRoutes({
      path,
      methods: [method],
      integration,
      authorizer: new HttpNoneAuthorizer(),
    })) {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    }
  }

  #api(): EstateFunction<typeof Api> {
    const { settings, records, pipeline } = this.#props;
    // The words to look for are for the analysis alone, and an environment holds 4 KB.
    const { watch: _, ...detection } = settings.detection;
    const api = new EstateFunction(this, 'api', {
      schema: Api,
      environment: {
        TABLE: records.table.tableName,
        STILLS_BUCKET: records.stills.bucketName,
        LANDLORD: settings.landlord,
        WORKING_HOURS: JSON.stringify(settings.workingHours),
        CREWS: JSON.stringify(settings.crews),
        RECURRENCE_DAYS: JSON.stringify(settings.recurrenceDays),
        DETECTION: JSON.stringify(detection),
        TARGET_HARDENING: JSON.stringify(settings.targetHardening),
        REFERRALS: JSON.stringify(settings.referrals),
        SENSOR_SETTINGS: JSON.stringify(settings.sensors),
        FORMS_PER_HOUR: String(settings.reports.perHour),
        WEBHOOKS: JSON.stringify(settings.webhooks),
        NOTIFICATIONS: JSON.stringify(settings.notifications),
        PUSH_SECRET_ID: records.pushSecret.secretArn,
        ISSUER: records.people.userPoolProviderUrl,
        CLIENT_ID: records.webClient.userPoolClientId,
      },
      files: DOCUMENTATION_FILES.map((file) => ({ from: `swagger-ui-dist/${file}`, into: 'docs' })),
      nativePackages: ['sharp'],
      timeoutSeconds: 29,
      // A photo of 60 million pixels is decoded whole.
      memoryMegabytes: 1_024,
      hurts: 'Staff cannot read or work the queue.',
      tells: pipeline.operators,
    });
    allowTable(api, records.table);
    api.allowObjects(['s3:GetObject'], records.stills, 'cameras/');
    api.allowObjects(['s3:GetObject', 's3:DeleteObject'], records.stills, TEST_IMAGES);
    api.allowObjects(['s3:GetObject'], records.stills, REPORT_PHOTOS);
    api.allowObjects(['s3:GetObject', 's3:PutObject'], records.stills, TASK_PHOTOS);
    api.allowObjects(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], records.stills, PHOTO_UPLOADS);
    // Without it S3 answers “forbidden” for a photo that was never sent, and nobody could tell.
    api.allow(['s3:ListBucket'], [records.stills.bucketArn]);
    api.allow(['secretsmanager:GetSecretValue'], [records.pushSecret.secretArn]);
    return api;
  }

  #open311(): EstateFunction<typeof Open311> {
    const { settings, records, pipeline } = this.#props;
    const open311 = new EstateFunction(this, 'open311', {
      schema: Open311,
      environment: {
        TABLE: records.table.tableName,
        STILLS_BUCKET: records.stills.bucketName,
        LANDLORD: settings.landlord,
        RECURRENCE_DAYS: JSON.stringify(settings.recurrenceDays),
        REPORTS: JSON.stringify(settings.reports),
      },
      nativePackages: ['sharp'],
      timeoutSeconds: 29,
      // A photo of 60 million pixels is decoded whole.
      memoryMegabytes: 1_024,
      hurts: 'Residents and partners cannot report, nor see what became of their reports.',
      tells: pipeline.operators,
    });
    allowTable(open311, records.table);
    open311.allowObjects(['s3:PutObject'], records.stills, REPORT_PHOTOS);
    return open311;
  }

  #receiveUplink(): EstateFunction<typeof ReceiveUplink> {
    const { records, pipeline } = this.#props;
    const receive = new EstateFunction(this, 'receive-uplink', {
      schema: ReceiveUplink,
      environment: {
        READING_QUEUE_URL: pipeline.readings.queue.queueUrl,
        WEBHOOK_SECRET_ID: records.webhookSecret.secretArn,
      },
      timeoutSeconds: 10,
      memoryMegabytes: 256,
      hurts: 'What network servers tell of door and light sensors is turned away.',
      tells: pipeline.operators,
    });
    receive.allow(['sqs:SendMessage'], [pipeline.readings.queue.queueArn]);
    receive.allow(['secretsmanager:GetSecretValue'], [records.webhookSecret.secretArn]);
    return receive;
  }

  #logAccess(api: HttpApi): void {
    const log = new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS });
    const stage = api.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage))
      throw new Error('An HTTP API without a default stage has no access log.');
    stage.accessLogSettings = {
      destinationArn: Fn.select(0, Fn.split(':*', log.logGroupArn)),
      format: JSON.stringify({
        at: '$context.requestTime',
        route: '$context.routeKey',
        status: '$context.status',
        requestId: '$context.requestId',
        millis: '$context.responseLatency',
      }),
    };
  }
}
