import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXPIRES, indexes } from '../../shared/platform/keys.ts';
import { Role } from '../../shared/platform/person.ts';
import type { Synthesised } from './synthesised.ts';

const OPEN_ROUTES = [
  'GET /',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/{proxy+}',
  'GET /assessments',
  'POST /assessments',
  'POST /webhooks/{source}',
  'GET /open311/v2/{proxy+}',
  'POST /open311/v2/{proxy+}',
];

const Route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string(),
  AuthorizerId: z.object({ Ref: z.string() }).optional(),
});

/** What must hold for the table, the footage, the people and the doors. */
export function describeRecords(deployed: () => Synthesised): void {
  describe('the table', () => {
    it('can be brought back to any second, cannot be deleted, tells of its changes, and forgets what expires', () => {
      deployed().records.hasResource('AWS::DynamoDB::GlobalTable', {
        DeletionPolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          TimeToLiveSpecification: { AttributeName: EXPIRES, Enabled: true },
          Replicas: [
            {
              DeletionProtectionEnabled: true,
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            },
          ],
        },
      });
    });

    it('forgets what has an end, such as the home that an order is for', () => {
      deployed().records.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
        TimeToLiveSpecification: { AttributeName: EXPIRES, Enabled: true },
      });
    });

    it('has the indexes that the stores ask, with whole items in them', () => {
      deployed().records.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
        GlobalSecondaryIndexes: Object.values(indexes).map(({ name, pk, sk }) => ({
          IndexName: name,
          KeySchema: [
            { AttributeName: pk, KeyType: 'HASH' },
            { AttributeName: sk, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        })),
      });
    });
  });

  describe('every bucket', () => {
    it('is closed to the public, encrypted, and stays when its stack goes', () => {
      const buckets = deployed().all('AWS::S3::Bucket');
      expect(buckets).toHaveLength(3);
      for (const { Properties, DeletionPolicy } of buckets) {
        expect(DeletionPolicy).toBe('Retain');
        expect(Properties).toMatchObject({
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          BucketEncryption: expect.anything(),
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        });
      }
    });

    it('refuses whoever does not use TLS', () => {
      const policies = deployed().all('AWS::S3::BucketPolicy');
      for (const { id } of deployed().all('AWS::S3::Bucket')) {
        const policy = policies.find(
          (each) => JSON.stringify(each.Properties.Bucket) === JSON.stringify({ Ref: id }),
        );
        expect(policy?.Properties.PolicyDocument, id).toMatchObject({
          Statement: expect.arrayContaining([
            expect.objectContaining({
              Effect: 'Deny',
              Action: 's3:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        });
      }
    });
  });

  describe('clips', () => {
    it('are told to EventBridge, and those that show nothing are gone for good a day after their month', () => {
      deployed().records.hasResourceProperties('AWS::S3::Bucket', {
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        LifecycleConfiguration: {
          Rules: [
            { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
            {
              ExpirationInDays: 31,
              NoncurrentVersionExpiration: { NoncurrentDays: 1 },
              TagFilters: [{ Key: 'shows', Value: 'nothing' }],
              Status: 'Enabled',
            },
          ],
        },
      });
    });
  });

  describe('the people', () => {
    it('are entered by the landlord, and show a second factor', () => {
      deployed().records.hasResourceProperties('AWS::Cognito::UserPool', {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        DeletionProtection: 'ACTIVE',
      });
    });

    it('have a group for each role and for each patch of the settings', () => {
      const groups = deployed()
        .all('AWS::Cognito::UserPoolGroup')
        .map(({ Properties }) => Properties.GroupName);
      expect(groups).toEqual([
        ...Role.options.map((role) => `role/${role}`),
        'patch/riverside',
        'patch/hilltop',
      ]);
    });
  });

  describe('the HTTP API', () => {
    const routes = () =>
      deployed()
        .all('AWS::ApiGatewayV2::Route')
        .map(({ Properties }) => Route.parse(Properties));

    it('is open at its documentation, its webhooks and Open311 only', () => {
      const open = routes().filter(({ AuthorizationType }) => AuthorizationType !== 'JWT');
      expect(open.map(({ RouteKey }) => RouteKey)).toEqual(OPEN_ROUTES);
    });

    it('asks for a token of the landlord’s own people everywhere else', () => {
      const closed = routes().filter(({ AuthorizationType }) => AuthorizationType === 'JWT');
      const [authorizer, ...others] = deployed().all('AWS::ApiGatewayV2::Authorizer');
      expect(others).toEqual([]);
      expect(closed).toEqual([
        { RouteKey: 'ANY /{proxy+}', AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizer?.id } },
      ]);
      expect(authorizer?.Properties).toMatchObject({
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: {
          Audience: [{ 'Fn::ImportValue': expect.stringContaining('PeopleWeb') }],
          Issuer: { 'Fn::ImportValue': expect.stringMatching(/People.*ProviderURL/) },
        },
      });
    });

    it('keeps a log of what was asked that names nobody', () => {
      const [stage] = deployed().all('AWS::ApiGatewayV2::Stage');
      const { AccessLogSettings } = z
        .object({ AccessLogSettings: z.object({ Format: z.string() }) })
        .parse(stage?.Properties);
      expect(AccessLogSettings.Format).toContain('$context.routeKey');
      expect(AccessLogSettings.Format).not.toMatch(/sourceIp|claims|identity|\$context\.path/);
    });
  });
}
