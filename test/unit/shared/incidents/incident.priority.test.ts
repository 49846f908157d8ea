import { describe, expect, it } from 'vitest';
import { Incident } from '../../../../shared/incidents/incident.ts';
import { joinSighting, openIncident } from '../../../../shared/incidents/incident-sightings.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { anIncident, aSighting, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T09:00:00Z');

describe('an emergency', () => {
  const blockOut = aSighting({ id: 'block-out', kind: 'lighting-fault', emergency: true });
  const rule = byRule('dark-when-due');

  it('is an incident whose first sighting is one', () => {
    expect(openIncident(blockOut, 'LF-1', rule, NOW).incident.priority).toBe('emergency');
    expect(openIncident(aSighting(), 'FT-1', rule, NOW).incident.priority).toBe('routine');
  });

  it('is an incident that one joins, and stays one whatever joins it then', () => {
    const joined = joinSighting(anIncident({ priority: 'raised' }), blockOut, rule, NOW).incident;
    expect(joined.priority).toBe('emergency');
    expect(joinSighting(joined, aSighting({ id: 'sighting-2' }), rule, NOW).incident.priority).toBe(
      'emergency',
    );
  });
});

describe('planned work', () => {
  const low = aSighting({ id: 'battery', kind: 'device-silent', planned: true });
  const silent = aSighting({ id: 'silence', kind: 'device-silent' });
  const rule = byRule('battery-low');
  const afterBoth = (first: typeof low, second: typeof low) =>
    joinSighting(openIncident(first, 'DS-1', rule, NOW).incident, second, rule, NOW).incident.planned;

  it('is what an incident calls for while all its sightings can wait, whichever came first', () => {
    expect(openIncident(low, 'DS-1', rule, NOW).incident.planned).toBe(true);
    expect(afterBoth(low, { ...low, id: 'battery-2' })).toBe(true);
    expect([afterBoth(low, silent), afterBoth(silent, low)]).toEqual([false, false]);
  });
});

describe('an incident', () => {
  it('on record from before there were priorities is routine and not planned', () => {
    const { priority: _, planned: __, ...before } = anIncident();
    expect(Incident.parse(before)).toEqual(anIncident({ priority: 'routine', planned: false }));
  });
});
