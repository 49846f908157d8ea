import { describe, expect, it } from 'vitest';
import { type NearbyIncident, withNearby } from '../../../../shared/incidents/nearby.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { anIncident, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T01:00:00Z');
const rule = byRule('nearby');
const tip = anIncident();

describe('a fly-tip with a fault near it', () => {
  const near: NearbyIncident = {
    incidentId: 'DF-1',
    kind: 'door-fault',
    assetName: 'Ash Court back door',
    faults: ['forced'],
    distanceMetres: 35,
    sentence: 'Ash Court back door: forced 40 minutes before, 35 m away',
  };
  const light: NearbyIncident = { ...near, incidentId: 'LF-1', distanceMetres: 12, sentence: 'light: dark' };

  it('is raised, and its history says why', () => {
    expect(withNearby(tip, [near, light], rule, NOW)).toEqual({
      incident: { ...tip, priority: 'raised', nearby: [light, near], version: 2 },
      history: {
        version: 2,
        at: NOW,
        by: rule,
        did: 'found-nearby',
        status: 'flagged',
        said: `light: dark; ${near.sentence}`,
      },
    });
  });

  it('is told once, in whatever order', () => {
    const raised = withNearby(tip, [near, light], rule, NOW)?.incident ?? tip;
    expect(withNearby(raised, [near, light], rule, NOW)).toBeUndefined();
    expect(withNearby(raised, [light, near], rule, NOW)).toBeUndefined();
    expect(withNearby(tip, [], rule, NOW)).toBeUndefined();
  });

  it('is routine again when there is none after all', () => {
    const raised = withNearby(tip, [near], rule, NOW)?.incident ?? tip;
    expect(withNearby(raised, [], rule, NOW)).toMatchObject({
      incident: { priority: 'routine', nearby: [], version: 3 },
      history: { said: 'nothing is near it after all' },
    });
  });

  it('stays an emergency with and without it', () => {
    const emergency = withNearby({ ...tip, priority: 'emergency' }, [near], rule, NOW)?.incident ?? tip;
    expect(emergency.priority).toBe('emergency');
    expect(withNearby(emergency, [], rule, NOW)?.incident.priority).toBe('emergency');
  });
});
