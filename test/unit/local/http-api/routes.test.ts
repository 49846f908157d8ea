import { describe, expect, it } from 'vitest';
import { chooseRoute, readRouteKey } from '../../../../local/http-api/routes.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';

const table = (...keys: string[]) => keys.map((routeKey) => ({ routeKey, pattern: readRouteKey(routeKey) }));

const routes = table(
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'ANY /pets/dog/{id}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'GET /pets/{kind}/names',
  'POST /pets/{kind}/{id}',
  'GET /estates/{estateId}/blocks/{blockId}',
);

describe('the route of a request', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['PUT', '/pets/dog/2', 'ANY /pets/dog/{id}', { id: '2' }],
    ['PUT', '/pets/dog/1', 'ANY /pets/dog/{id}', { id: '1' }],
    ['POST', '/pets/dog/2', 'ANY /pets/dog/{id}', { id: '2' }],
    ['POST', '/pets/cat/2', 'POST /pets/{kind}/{id}', { kind: 'cat', id: '2' }],
    ['GET', '/pets/dog/names', 'GET /pets/dog/{id}', { id: 'names' }],
    ['GET', '/pets/cat/names', 'GET /pets/{kind}/names', { kind: 'cat' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/pets/cat/1/2', 'ANY /{proxy+}', { proxy: 'pets/cat/1/2' }],
    ['GET', '/pets', 'ANY /{proxy+}', { proxy: 'pets' }],
    ['GET', '/', '$default', {}],
    [
      'GET',
      '/estates/e1/blocks/b%202',
      'GET /estates/{estateId}/blocks/{blockId}',
      { estateId: 'e1', blockId: 'b 2' },
    ],
    ['GET', '/pets/dog/a%2Fb', 'GET /pets/dog/{id}', { id: 'a/b' }],
  ])('%s %s goes to %s with %j', (method, path, routeKey, pathParameters) => {
    const match = chooseRoute(routes, method, path);
    expect(match?.route.routeKey).toBe(routeKey);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  it('does not depend on the order in which the routes are listed', () => {
    expect(chooseRoute(routes.toReversed(), 'GET', '/pets/dog/1')?.route.routeKey).toBe('GET /pets/dog/1');
  });

  it.each([
    ['POST', '/incidents'],
    ['GET', '/incidents/'],
    ['GET', '/incidents/1'],
    ['GET', '/Incidents'],
    ['GET', '/'],
  ])('is none for %s %s when only GET /incidents is there', (method, path) => {
    expect(chooseRoute(table('GET /incidents'), method, path)).toBeUndefined();
  });

  it.each(['incidents', 'GET incidents', 'FETCH /incidents', 'GET /{proxy+}/names'])(
    'is never “%s”, which API Gateway would not take',
    (routeKey) => {
      expect(() => readRouteKey(routeKey)).toThrow(Rejected);
    },
  );
});
