import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { SHOWS_NOTHING } from '../../shared/clips/clips-bucket.ts';
import { TEST_IMAGES } from '../../shared/clips/stills-bucket.ts';
import { EXPIRES, indexes } from '../../shared/platform/keys.ts';
import { Role } from '../../shared/platform/person.ts';
import { PHOTO_UPLOADS } from '../../shared/platform/photos-bucket.ts';
import type { Settings } from '../settings.ts';

/** What must outlive every deployment: the table, the footage, the people. */
export class RecordsStack extends Stack {
  readonly table: TableV2;
  readonly clips: Bucket;
  readonly stills: Bucket;
  readonly people: UserPool;
  readonly webClient: UserPoolClient;
  readonly webhookSecret: Secret;
  readonly pushSecret: Secret;
  readonly partnerKeys: Secret;

  constructor(scope: Construct, id: string, props: StackProps & { settings: Settings }) {
    super(scope, id, props);
    const { settings } = props;
    this.table = this.#table();
    const accessLog = this.#accessLog();
    this.clips = this.#footage('Clips', accessLog);
    this.clips.addLifecycleRule({
      tagFilters: { [SHOWS_NOTHING.Key]: SHOWS_NOTHING.Value },
      expiration: Duration.days(settings.keepUnflaggedDays),
      noncurrentVersionExpiration: Duration.days(1),
    });
    // Told straight by the bucket's own property: CDK's helper for it would add a function of its own.
    (this.clips.node.defaultChild as CfnBucket).addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );
    this.stills = this.#footage('Stills', accessLog);
    // What became private since must really go; pictures of flags are never replaced.
    this.stills.addLifecycleRule({
      prefix: TEST_IMAGES,
      noncurrentVersionExpiration: Duration.days(1),
      expiredObjectDeleteMarker: true,
    });
    // What was sent but never put on its task.
    this.stills.addLifecycleRule({
      prefix: PHOTO_UPLOADS,
      expiration: Duration.days(1),
      noncurrentVersionExpiration: Duration.days(1),
    });
    this.people = this.#people(settings);
    this.people.addDomain('SignIn', { cognitoDomain: { domainPrefix: settings.signInPrefix } });
    this.webClient = this.people.addClient('Web', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: settings.signInReturnUrls,
      },
    });
    this.webhookSecret = new Secret(this, 'WebhookSecret', {
      description: 'What webhook calls show: one text for all sources, or JSON of one each',
      generateSecretString: { excludePunctuation: true, passwordLength: 48 },
    });
    Validations.of(this.webhookSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Rotating it means telling every network server: the landlord does it by hand (docs/runbook.md).',
    });
    this.pushSecret = new Secret(this, 'PushSecret', {
      description: 'What the key pair of push messages follows from',
      generateSecretString: { excludePunctuation: true, passwordLength: 48 },
    });
    Validations.of(this.pushSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A new one ends every subscription: the landlord does it by hand when it must be (docs/runbook.md).',
    });
    this.partnerKeys = new Secret(this, 'PartnerKeys', {
      description:
        'Keys that partners gave us for their Open311 servers: JSON by their names in the settings',
      generateSecretString: { excludePunctuation: true, passwordLength: 48 },
    });
    Validations.of(this.partnerKeys).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Partners give out their keys: the landlord puts a new one in by hand (docs/open311.md).',
    });
  }

  #table(): TableV2 {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    return new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      globalSecondaryIndexes: Object.values(indexes).map(({ name, pk, sk }) => ({
        indexName: name,
        partitionKey: text(pk),
        sortKey: text(sk),
      })),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: EXPIRES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #accessLog(): Bucket {
    const bucket = new Bucket(this, 'AccessLog', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(365) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'This is the bucket that access is logged to; logging its own writes to itself would never end.',
    });
    return bucket;
  }

  #footage(id: string, accessLog: Bucket): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      // CDK's classes do not fit their own interfaces where undefined must be said.
      serverAccessLogsBucket: accessLog as IBucket,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #people(settings: Settings): UserPool {
    const pool = new UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const id of ['AwsSolutions-COG3', 'AwsSolutions-COG8']) {
      const reason =
        'Threat protection is of the Plus plan, paid for each user; every sign-in here needs a second factor.';
      Validations.of(pool).acknowledge({ id, reason });
    }
    for (const role of Role.options) {
      new UserPoolGroup(this, `Role ${role}`, { userPool: pool, groupName: `role/${role}` });
    }
    for (const patch of settings.patches) {
      new UserPoolGroup(this, `Patch ${patch}`, { userPool: pool, groupName: `patch/${patch}` });
    }
    return pool;
  }
}
