import { describe, expect, it } from 'vitest';
import { urgentIncident, urgentWork } from '../../../../shared/notifications/urgency.ts';
import { anIncident, aTask, at } from '../../../support/builders.ts';

const NOW = at('2026-11-23T10:00:00Z');
const door = anIncident({ id: 'DF-1', kind: 'door-fault', status: 'confirmed', insecure: true });

describe('of incidents is urgent', () => {
  it.each([
    ['an insecure door', { kind: 'door-fault', insecure: true }, 'insecure-door'],
    ['a dark block', { kind: 'lighting-fault', priority: 'emergency' }, 'block-dark'],
    [
      'hazardous waste, before anybody has looked',
      { status: 'flagged', priority: 'emergency' },
      'hazardous-waste',
    ],
    [
      'waste that somebody finds to be hazardous',
      { status: 'confirmed', hazard: 'asbestos' },
      'hazardous-waste',
    ],
    ['an emergency of another kind', { kind: 'camera-fault', priority: 'emergency' }, 'emergency'],
  ] as const)('%s', (_, said, what) => {
    expect(urgentIncident(anIncident(said), NOW)).toMatchObject({ what, patch: 'north' });
  });

  it.each([
    ['a fly-tip that something is nearby', { priority: 'raised' }],
    ['one light', { kind: 'lighting-fault', status: 'confirmed' }],
    ['a door that was made secure', { kind: 'door-fault', insecure: true, status: 'resolved' }],
    ['hazardous waste that was none', { priority: 'emergency', status: 'dismissed' }],
  ] as const)('not %s', (_, said) => {
    expect(urgentIncident(anIncident(said), NOW)).toBeUndefined();
  });

  it('the same thing once, whatever happens to it, and again when it is reopened', () => {
    const id = urgentIncident(door, NOW)?.id;
    const seenAgain = { ...door, sightings: 7, version: 9 };
    expect(urgentIncident(seenAgain, at('2026-11-24T10:00:00Z'))?.id).toBe(id);
    expect(urgentIncident({ ...door, timesReopened: 1 }, NOW)?.id).not.toBe(id);
  });
});

describe('of work is urgent', () => {
  const come = (...told: ('attend-overdue' | 'at-risk' | 'overdue' | 'breached')[]) =>
    aTask({ clock: { ...aTask().clock, told } });

  it('a breach, which goes to the managers', () => {
    expect(urgentWork(come('at-risk', 'overdue', 'breached'), undefined, NOW)).toMatchObject({
      notice: { what: 'breached', page: 'tasks', reference: 'T-0000000001' },
      to: 'escalation',
    });
  });

  it('an emergency that nobody has been to in time, which goes to whoever is on duty', () => {
    expect(urgentWork(come('attend-overdue'), door, NOW)).toMatchObject({
      notice: { what: 'not-attended' },
      to: 'on-duty',
    });
  });

  it.each([
    ['what is at risk or overdue', come('at-risk', 'overdue'), door],
    ['ordinary work that nobody has been to', come('attend-overdue'), anIncident()],
    ['what somebody has been to since', { ...come('attend-overdue'), attendedAt: NOW }, door],
    ['a breach of work that is done', { ...come('breached'), status: 'completed' as const }, door],
  ])('not %s', (_, task, incident) => {
    expect(urgentWork(task, incident, NOW)).toBeUndefined();
  });
});
