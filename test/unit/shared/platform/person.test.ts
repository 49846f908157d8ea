import { describe, expect, it } from 'vitest';
import { NotAllowed } from '../../../../shared/platform/errors.ts';
import { personFromClaims, requireRole, seesPatch } from '../../../../shared/platform/person.ts';
import { aManager, aPerson } from '../../../support/builders.ts';

describe('a person', () => {
  const claims = (groups: unknown) => personFromClaims({ username: 'ann', 'cognito:groups': groups });
  const ann = { username: 'ann', roles: ['manager', 'estate-officer'], patches: ['north', 'south-east'] };

  it.each([
    [
      'a list, as a token has them',
      ['role/manager', 'patch/north', 'role/estate-officer', 'patch/south-east'],
    ],
    ['API Gateway’s text', '[role/manager patch/north role/estate-officer patch/south-east]'],
    ['text with commas', 'role/manager,patch/north, role/estate-officer,patch/south-east'],
  ])('is known from groups that are %s', (_, groups) => {
    expect(claims(groups)).toEqual(ann);
  });

  it.each([[undefined], [[]], ['[]'], ['']])('without groups (%o) has no role and no patch', (groups) => {
    const person = groups === undefined ? personFromClaims({ username: 'ann' }) : claims(groups);
    expect(person).toEqual({ username: 'ann', roles: [], patches: [] });
  });

  it('has no role that we do not know, and none by another group’s name', () => {
    expect(claims(['role/admin', 'role/', 'Role/manager', 'manager', 'us-east_role/manager'])).toEqual({
      username: 'ann',
      roles: [],
      patches: [],
    });
  });

  it.each([
    [{}],
    [{ username: '' }],
    [{ 'cognito:groups': ['role/manager'] }],
    [{ username: 'ann', 'cognito:groups': 7 }],
  ])('is nobody by the claims %o', (nobody) => {
    expect(() => personFromClaims(nobody)).toThrow();
  });

  it('needs one of the roles that something is for, and is told which', () => {
    expect(() => requireRole(aPerson(), 'manager', 'estate-officer')).not.toThrow();
    expect(() => requireRole(aPerson(), 'manager', 'enforcement-officer')).toThrow(
      new NotAllowed('This is for managers or enforcement officers.'),
    );
  });

  it('sees their own patches, and a manager every one', () => {
    expect([seesPatch(aPerson(), 'north'), seesPatch(aPerson(), 'south')]).toEqual([true, false]);
    expect(seesPatch(aManager(), 'south')).toBe(true);
  });
});
