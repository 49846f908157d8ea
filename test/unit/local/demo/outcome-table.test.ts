import { describe, expect, it } from 'vitest';
import { untold } from '../../../../local/demo/outcome.ts';
import { outcomeTable } from '../../../../local/demo/outcome-table.ts';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { IncidentFile } from '../../../../shared/incidents/incident-file.ts';
import type { FaultName } from '../../../../shared/sensors/fault.ts';
import { aDoorSighting, anIncident, aTask } from '../../../support/builders.ts';

const tellers = (fault: FaultName, ...deviceIds: string[]) =>
  deviceIds.map((deviceId, index) =>
    aDoorSighting({ id: `${index}`, source: { from: 'device', deviceId, fault } }),
  );

/** An incident with its sightings, and a task for each kind of work. */
function aFile(
  incident: Partial<Incident>,
  sightings: IncidentFile['sightings'],
  work: readonly ['repair' | 'make-safe' | 'inspect' | 'check-device', dueAt: string][] = [],
  bids: readonly string[] = [],
): IncidentFile {
  const tasks = work.map(([kind, dueAt]) => ({ ...aTask({ kind, dueAt }), taskId: `T-${kind}` }));
  const linked = bids.map((title) => ({ bidId: title, taskId: 'T-repair', title, works: 'security-doors' }));
  return IncidentFile.parse({ incident: anIncident(incident), sightings, history: [], tasks, bids: linked });
}

const heldOpen = aFile(
  { id: 'DF-1', kind: 'door-fault', status: 'confirmed', assetName: 'Front door', assetId: 'front-door' },
  tellers('held-open', 'front-sensor'),
  [
    ['repair', '2026-11-27T17:00:00Z'],
    ['make-safe', '2026-11-23T09:59:00Z'],
  ],
  ['Security doors', 'Security doors'],
);
const fault = (id: string, assetId: string, ...sightings: IncidentFile['sightings']) =>
  aFile({ id, kind: 'lighting-fault', status: 'confirmed', assetId, assetName: assetId }, sightings, [
    ['repair', '2026-11-27T17:00:00Z'],
  ]);
const lineOf = (table: string, id: string) => table.split('\n').find((line) => line.startsWith(id));

describe('the table of open incidents', () => {
  it('says of each the place, what is wrong, since when in local time, and the work, what is due soonest first', () => {
    const line = lineOf(outcomeTable([heldOpen]), 'DF-1');
    expect(line?.split(/ {2,}/)).toEqual([
      'DF-1',
      'Front door',
      'held open too long',
      '22 Nov 00:13',
      'make safe 23 Nov 09:59, repair 27 Nov 17:00',
    ]);
  });

  it('has doors before lights, and of each kind what is due soonest first', () => {
    const later = aFile({ ...heldOpen.incident, id: 'DF-2' }, tellers('forced', 'rear-sensor'), [
      ['repair', '2026-11-27T17:00:00Z'],
    ]);
    const table = outcomeTable([fault('LF-1', 'light', ...tellers('cycling', 'light-1')), later, heldOpen]);
    const order = ['DOORS', 'DF-1', 'DF-2', 'LIGHTS', 'LF-1'].map((text) => table.indexOf(text));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it('says each fault of one place once', () => {
    const both = fault(
      'LF-1',
      'light',
      ...tellers('cycling', 'light-1', 'light-1'),
      ...tellers('lamp-failed', 'light-1'),
    );
    expect(lineOf(outcomeTable([both]), 'LF-1')).toContain('goes on and off, lamp has failed');
  });

  it('tells a block’s and a gateway’s outage from the faults of their devices', () => {
    const block = fault('LF-1', 'ash-court', ...tellers('dark-when-due', 'light-1', 'light-2'));
    const gateway = fault('DS-1', 'gateway-roof', ...tellers('silent', 'door-1', 'door-2', 'door-3'));
    const table = outcomeTable([block, gateway]);
    expect(lineOf(table, 'LF-1')).toContain('whole block out');
    expect(lineOf(table, 'DS-1')).toContain('hears none of its 3 sensors');
  });

  it('says what waits for a person', () => {
    const flag = aFile({ id: 'FT-1', status: 'flagged' }, []);
    expect(lineOf(outcomeTable([flag]), 'FT-1')).toContain('to confirm');
  });

  it('counts for each bid the incidents that it would answer, not their tasks', () => {
    expect(outcomeTable([heldOpen])).toMatch(/^Security doors +1$/m);
  });
});

describe('what the demo has yet to come to', () => {
  const life = (deviceId: string, endsIn?: FaultName) => ({
    deviceId,
    deliveries: [],
    ...(endsIn && { endsIn }),
  });

  it('is every fault that no open incident tells of', () => {
    const lives = [life('front-sensor', 'held-open'), life('rear-sensor', 'forced'), life('well')];
    expect(untold(lives, [heldOpen])).toEqual(['rear-sensor forced']);
  });

  it('is a fault of which only another device tells', () => {
    expect(untold([life('rear-sensor', 'held-open')], [heldOpen])).toEqual(['rear-sensor held-open']);
  });
});
