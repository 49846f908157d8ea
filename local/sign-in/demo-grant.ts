import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { mayEnter, type People } from './people.ts';
import { apiResource, apiResourceServer, demoGrantType, givenScope } from './provider.ts';

/**
 * Adds the grant that gives an access token for a person's name in one request, for the command line and tests:
 * `grant_type=urn:estatewatch:params:oauth:grant-type:demo-person&client_id=…&username=…`, with `password` for a
 * person who has one. It exists on one machine only; Amazon Cognito knows nothing of it.
 */
export function allowDemoGrant(provider: Provider, people: People): void {
  const handler = async (ctx: Parameters<Parameters<typeof provider.registerGrantType>[1]>[0]) => {
    const { client, params } = ctx.oidc;
    const username = String(params.username ?? '');
    const person = people.byUsername(username);
    if (person === undefined) {
      const names = people.all.map((each) => each.username).join(', ');
      throw new errors.CustomOIDCProviderError(
        'invalid_grant',
        `Nobody here is called "${username}". There are: ${names}.`,
      );
    }
    if (!mayEnter(person, typeof params.password === 'string' ? params.password : undefined)) {
      throw new errors.CustomOIDCProviderError(
        'invalid_grant',
        `That is not the password of ${person.name}.`,
      );
    }
    const grant = new provider.Grant({ accountId: person.sub, clientId: client.clientId });
    grant.addResourceScope(apiResource, givenScope);
    const token = new provider.AccessToken({
      accountId: person.sub,
      client,
      grantId: await grant.save(),
      gty: demoGrantType,
      scope: givenScope,
    });
    token.resourceServer = new provider.ResourceServer(apiResource, apiResourceServer);
    ctx.oidc.entity('AccessToken', token);
    ctx.body = {
      access_token: await token.save(),
      expires_in: token.expiration,
      scope: givenScope,
      token_type: token.tokenType,
    };
  };
  provider.registerGrantType(demoGrantType, handler, ['username', 'password']);
}
