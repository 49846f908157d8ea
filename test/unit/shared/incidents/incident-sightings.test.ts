import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import {
  joinSighting,
  openIncident,
  placeSighting,
  seeCleared,
} from '../../../../shared/incidents/incident-sightings.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, anIncident, aPerson, aSighting, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T09:00:00Z');
const officer = byPerson(aPerson());
const days = RecurrenceDays.parse({
  'fly-tipping': 1,
  'door-fault': 7,
  'lighting-fault': 7,
  'device-silent': 7,
  'camera-fault': 7,
  'misuse-of-communal-space': 1,
});

describe('a first sighting', () => {
  it('from a clip waits for a person, with where the clip shows it', () => {
    const { incident, history } = openIncident(aSighting(), 'FT-1', byRule('left-behind'), NOW);
    expect(incident).toMatchObject({
      id: 'FT-1',
      status: 'flagged',
      occurredAt: '2026-11-22T00:13:00.000Z',
      lastSeenAt: '2026-11-22T00:13:00.000Z',
      sightings: 1,
      timesReopened: 0,
      version: 1,
      seen: { atSeconds: 13, confidence: 0.9 },
    });
    expect(history).toMatchObject({ did: 'opened', said: 'appeared at 00:13; looks like: bag' });
  });

  it('from a device is confirmed by the rule', () => {
    const { incident } = openIncident(aDoorSighting(), 'DF-1', byRule('held-open'), NOW);
    expect(incident).toMatchObject({ status: 'confirmed', kind: 'door-fault', insecure: true });
    expect(incident).not.toHaveProperty('seen');
  });
});

describe('another sighting of an incident', () => {
  const seenAt = (time: string) => aSighting({ id: 'sighting-2', at: time });
  const known = anIncident({ occurredAt: '2026-11-22T00:13:00Z', lastSeenAt: '2026-11-22T00:20:00Z' });

  it.each([
    ['earlier', '2026-11-22T00:10:00Z', '2026-11-22T00:10:00.000Z', '2026-11-22T00:20:00.000Z'],
    ['between', '2026-11-22T00:15:00Z', '2026-11-22T00:13:00.000Z', '2026-11-22T00:20:00.000Z'],
    ['later', '2026-11-22T00:30:00Z', '2026-11-22T00:13:00.000Z', '2026-11-22T00:30:00.000Z'],
  ])('%s leaves it having occurred at the first of all', (_, time, occurredAt, lastSeenAt) => {
    const { incident } = joinSighting(known, seenAt(time), byRule('left-behind'), NOW);
    expect(incident).toMatchObject({ occurredAt, lastSeenAt, sightings: 2, version: 2, status: 'flagged' });
  });

  it.each([
    [false, false, false],
    [false, true, true],
    [true, false, true],
  ])('makes it insecure when either is (%s, %s)', (insecure, alsoInsecure, together) => {
    const sighting = aDoorSighting({ insecure: alsoInsecure });
    expect(joinSighting(anIncident({ insecure }), sighting, officer, NOW).incident.insecure).toBe(together);
  });
});

describe('where a sighting belongs', () => {
  const placed = (last: Incident | undefined, time: string) =>
    placeSighting(aSighting({ id: 'sighting-2', at: time }), last, days);
  const resolved = anIncident({ status: 'resolved', resolvedAt: '2026-11-22T12:00:00Z' });

  it('is a new incident where nothing was before', () => {
    expect(placed(undefined, '2026-11-22T00:20:00Z')).toEqual({ as: 'new' });
  });

  it.each(['flagged', 'confirmed'] as const)('is the incident that is %s', (status) => {
    const incident = anIncident({ status });
    expect(placed(incident, '2027-03-01T00:00:00Z')).toEqual({ as: 'joins', incident });
  });

  it.each(['resolved', 'closed'] as const)('is one that was %s a day ago to the second', (status) => {
    const incident = { ...resolved, status };
    expect(placed(incident, '2026-11-23T12:00:00Z')).toEqual({ as: 'reopens', incident });
  });

  it('is a new one after that, as a recurrence', () => {
    expect(placed(resolved, '2026-11-23T12:00:01Z')).toEqual({ as: 'new', recurrenceOf: 'FT-0000000001' });
  });

  it('goes by the days of its kind', () => {
    const door = anIncident({ kind: 'door-fault', status: 'resolved', resolvedAt: '2026-11-22T12:00:00Z' });
    const again = (time: string) => placeSighting(aDoorSighting({ at: time }), door, days);
    expect(again('2026-11-29T12:00:00Z').as).toBe('reopens');
    expect(again('2026-11-29T12:00:01Z')).toEqual({ as: 'new', recurrenceOf: door.id });
  });

  it.each(['resolved', 'closed'] as const)(
    'is the one that was %s since, when its clip comes late',
    (status) => {
      const incident = { ...resolved, status };
      expect(placed(incident, '2026-11-22T11:59:00Z')).toEqual({ as: 'joins', incident });
    },
  );

  it('is a resolved fault again when a device says that it stands, though it began before', () => {
    const door = anIncident({ kind: 'door-fault', status: 'resolved', resolvedAt: '2026-11-22T12:00:00Z' });
    const sighting = aDoorSighting({ at: '2026-11-22T11:59:00Z' });
    expect(placeSighting(sighting, door, days)).toEqual({ as: 'reopens', incident: door });
  });

  it('is a new incident after a dismissed flag, and no recurrence of it', () => {
    expect(placed(anIncident({ status: 'dismissed' }), '2026-11-22T00:14:00Z')).toEqual({ as: 'new' });
  });
});

describe('an incident whose place a camera saw clean again', () => {
  const gone = {
    at: at('2026-11-22T07:30:00Z'),
    notBefore: at('2026-11-22T07:10:00Z'),
    clipId: 'c',
    cameraName: 'Ash Court bin camera',
    stills: [],
  };
  const rule = byRule('seen-cleared');

  it.each(['flagged', 'confirmed'] as const)(
    'keeps when it was gone and when it was last there (%s)',
    (status) => {
      const change = seeCleared(anIncident({ status }), gone, rule, at('2026-11-22T07:31:00Z'));
      expect(change).toMatchObject({
        incident: { status, version: 2, seenCleared: { at: gone.at, notBefore: gone.notBefore } },
        history: { did: 'seen-cleared', version: 2, said: 'Ash Court bin camera saw the place clean again' },
      });
    },
  );

  it.each(['dismissed', 'resolved', 'closed'] as const)('is left alone when it is %s', (status) => {
    expect(seeCleared(anIncident({ status }), gone, rule, gone.at)).toBeUndefined();
  });

  it('is not told twice, nor by a clip from before it was last seen lying there', () => {
    const told = anIncident({ seenCleared: gone });
    expect(seeCleared(told, gone, rule, gone.at)).toBeUndefined();
    const later = anIncident({ lastSeenAt: at('2026-11-22T08:00:00Z') });
    expect(seeCleared(later, gone, rule, gone.at)).toBeUndefined();
  });

  it('was put right then, whenever somebody says so', () => {
    const now = at('2026-11-22T16:00:00Z');
    const detail = { reason: 'collected' };
    const { incident } = moveIncident(
      anIncident({ status: 'confirmed', seenCleared: gone }),
      'resolve',
      detail,
      rule,
      now,
    );
    expect(incident).toMatchObject({ resolvedAt: now, clearedAt: gone.at });
    const unseen = moveIncident(anIncident({ status: 'confirmed' }), 'resolve', detail, rule, now);
    expect(unseen.incident.clearedAt).toBe(now);
  });

  it('is lying there again when it is seen so later, and not when an older clip comes late', () => {
    const incident = anIncident({ seenCleared: gone });
    const seenAt = (time: string) => joinSighting(incident, aSighting({ at: time }), rule, at(time)).incident;
    expect(seenAt('2026-11-22T09:00:00Z').seenCleared).toBeUndefined();
    expect(seenAt('2026-11-22T07:00:00Z').seenCleared).toEqual(gone);
  });
});
