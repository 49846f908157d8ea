import { z } from 'zod';
import type { HttpApiRoute } from '../http-api/http-api.ts';
import type { SignInOptions } from '../sign-in/sign-in.ts';
import type { Deployment } from './deployment.ts';
import { nameInArn } from './messages.ts';

const Route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(['JWT', 'NONE']).default('NONE'),
  AuthorizerId: z.string().optional(),
  Target: z.string(),
});
const Integration = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});
const Authorizer = z.object({
  AuthorizerType: z.literal('JWT'),
  JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }),
});

/** The routes of the HTTP API that the templates ask for, each with its function and who may take it. */
export function routesOf(deployment: Deployment): HttpApiRoute[] {
  const integrations = new Map(
    deployment.all('AWS::ApiGatewayV2::Integration', Integration).map((each) => [each.name, each]),
  );
  const authorizers = new Map(
    deployment.all('AWS::ApiGatewayV2::Authorizer', Authorizer).map((each) => [each.name, each]),
  );
  return deployment.all('AWS::ApiGatewayV2::Route', Route).map(({ logicalId, properties }) => {
    const integration = integrations.get(nameInArn(properties.Target));
    if (integration === undefined) throw new Error(`Route ${logicalId} leads to no integration.`);
    const route = {
      routeKey: properties.RouteKey,
      functionName: nameInArn(integration.properties.IntegrationUri),
    };
    if (properties.AuthorizationType === 'NONE') return route;
    const authorizer = authorizers.get(properties.AuthorizerId ?? '');
    if (authorizer === undefined)
      throw new Error(`Route ${logicalId} asks for an authorizer that is not there.`);
    const { Issuer: issuer, Audience: audience } = authorizer.properties.JwtConfiguration;
    return { ...route, authorizer: { issuer, audience } };
  });
}

const Client = z.object({ CallbackURLs: z.array(z.string()) });

/** The applications that may sign people in, by the templates. */
export function signInClientsOf(deployment: Deployment): SignInOptions['clients'][number][] {
  return deployment.all('AWS::Cognito::UserPoolClient', Client).map(({ name, properties }) => ({
    clientId: name,
    redirectUris: properties.CallbackURLs,
  }));
}

const EmailIdentity = z.object({ EmailIdentity: z.string() });

/** The domains and addresses that the templates ask to send mail from. */
export function emailIdentitiesOf(deployment: Deployment): string[] {
  return deployment
    .all('AWS::SES::EmailIdentity', EmailIdentity)
    .map(({ properties }) => properties.EmailIdentity);
}

const Group = z.object({ GroupName: z.string() });

/** The groups that people may belong to, by the templates. */
export function groupsOf(deployment: Deployment): string[] {
  return deployment.all('AWS::Cognito::UserPoolGroup', Group).map(({ properties }) => properties.GroupName);
}
