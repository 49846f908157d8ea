import { describe, expect, it } from 'vitest';
import { groupsInWords, mayEnter, peopleOf } from '../../../../local/sign-in/people.ts';

const olive = { username: 'olive', name: 'Olive', email: 'olive@landlord.example', groups: [] };

describe('the people of a pool', () => {
  it.each([
    [['role/estate-officer', 'patch/riverside'], 'Estate officer for Riverside'],
    [
      ['patch/riverside', 'role/estate-officer', 'patch/north-gate'],
      'Estate officer for Riverside and North gate',
    ],
    [['role/manager', 'role/enforcement-officer'], 'Manager and Enforcement officer'],
    [[], ''],
  ])('with the groups %j are called %s', (groups, words) => {
    expect(groupsInWords(groups)).toBe(words);
  });

  it('have an id that is a UUID, the same after every start, and different in another pool', () => {
    const sub = peopleOf('pool', [olive]).byUsername('olive')?.sub;
    expect(sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(peopleOf('pool', [olive]).byUsername('olive')?.sub).toBe(sub);
    expect(peopleOf('other', [olive]).byUsername('olive')?.sub).not.toBe(sub);
  });

  it('enter with their password, or by name alone when they have none', () => {
    expect(mayEnter(olive, undefined)).toBe(true);
    expect(mayEnter({ ...olive, password: 'rowan' }, 'rowan')).toBe(true);
    expect(mayEnter({ ...olive, password: 'rowan' }, 'birch')).toBe(false);
    expect(mayEnter({ ...olive, password: 'rowan' }, undefined)).toBe(false);
  });
});
