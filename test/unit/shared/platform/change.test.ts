import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../../../shared/platform/change.ts';
import { aBid, aClip, aDoorSighting, anIncident, aTask } from '../../../support/builders.ts';

describe('a change in the table', () => {
  it('to an incident is published with what it was before', () => {
    const before = { type: 'incident', pk: 'INCIDENT#FT-1', ...anIncident() };
    const after = { ...before, status: 'confirmed', version: 2 };
    expect(changeBetween(before, after)).toEqual({
      thing: 'incident',
      id: 'FT-0000000001',
      status: 'confirmed',
      previousStatus: 'flagged',
      version: 2,
      patch: 'north',
      estateId: 'riverside',
    });
  });

  it.each([
    ['task', aTask()],
    ['bid', aBid()],
    ['clip', aClip()],
  ])('that brings a %s has no status before', (type, entity) => {
    const change = changeBetween(undefined, { type, ...entity });
    expect(change).toMatchObject({ thing: type, id: entity.id, status: entity.status });
    expect(change).not.toHaveProperty('previousStatus');
  });

  it.each([
    ['a sighting', { type: 'sighting', ...aDoorSighting() }],
    ['a line of history', { type: 'incident-history', version: 1, status: 'flagged', did: 'opened' }],
    ['a task as it is filed on its incident', { type: 'incident-task', taskId: 'T-1', status: 'open' }],
    ['an open bid as it is filed on its estate', { type: 'open-bid', ...aBid() }],
    ['an asset', { type: 'asset', id: 'ash-court', kind: 'block' }],
    ['an incident that was taken away', undefined],
  ])('to %s is not published', (_, after) => {
    expect(changeBetween({ type: 'incident', ...anIncident() }, after)).toBeUndefined();
  });
});
