import { describe, expect, it } from 'vitest';
import { peopleFor } from '../../../../local/sign-in/demo-people.ts';

describe('the people of the demo', () => {
  it('are one for each role and patch, each known by both', () => {
    const people = peopleFor(['role/estate-officer', 'role/manager', 'patch/riverside', 'patch/hilltop']);
    expect(people.map(({ username }) => username)).toEqual([
      'estate-officer.riverside',
      'estate-officer.hilltop',
      'manager.riverside',
      'manager.hilltop',
    ]);
    expect(people[1]?.groups).toEqual(['role/estate-officer', 'patch/hilltop']);
    expect(new Set(people.map(({ name }) => name)).size).toBe(4);
  });

  it('have names, however many roles and patches there are', () => {
    const patches = Array.from({ length: 20 }, (_, i) => `patch/p${i}`);
    expect(new Set(peopleFor(['role/manager', ...patches]).map(({ name }) => name)).size).toBe(20);
  });
});
