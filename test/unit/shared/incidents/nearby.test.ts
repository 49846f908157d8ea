import { describe, expect, it } from 'vitest';
import { type Incident, IncidentHistory } from '../../../../shared/incidents/incident.ts';
import { isClose, NearbySettings, nearbyFault, showsOnTips } from '../../../../shared/incidents/nearby.ts';
import type { Sighting } from '../../../../shared/incidents/sighting.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, anIncident, at } from '../../../support/builders.ts';

const settings = NearbySettings.parse({});
const rule = byRule('nearby');

// A ten-thousandth of a degree of latitude is 11 m.
const CAMERA = { latitude: 51.4812, longitude: -0.0521 };
const north = (metres: number) => ({ ...CAMERA, latitude: CAMERA.latitude + metres / 111_195 });

/** Dropped at 00:13 on 22 November. */
const tip = anIncident({ blockId: undefined });

type Told = { fault: string; at: string; insecure?: boolean };

/** A fault of a door, or of a light, with each time that a device told of it and each time it was put right. */
function faultFile(
  kind: 'door-fault' | 'lighting-fault',
  told: readonly [Told, ...Told[]],
  putRightAt: string[] = [],
) {
  const insecure = kind === 'door-fault';
  const sightings: Sighting[] = told.map((each, index) =>
    aDoorSighting({
      id: `told-${index}`,
      kind,
      at: each.at,
      insecure: each.insecure ?? insecure,
      source: { from: 'device', deviceId: 'sensor', fault: each.fault },
    }),
  );
  const history = putRightAt.map((moment, index) =>
    IncidentHistory.parse({ version: index + 2, at: moment, by: rule, did: 'resolve', status: 'resolved' }),
  );
  const incident = anIncident({
    id: 'DF-1',
    kind,
    status: putRightAt.length > 0 ? 'resolved' : 'confirmed',
    assetName: kind === 'door-fault' ? 'Ash Court back door' : 'Ash Court path light',
    insecure: sightings.some((sighting) => sighting.insecure),
    faults: told.map(({ fault }) => fault),
    occurredAt: told[0].at,
  });
  return { incident, sightings, history };
}

const shown = (file: ReturnType<typeof faultFile>, said: { metres?: number; tip?: Incident } = {}) =>
  nearbyFault(
    { incident: said.tip ?? tip, coordinates: CAMERA },
    { file, coordinates: north(said.metres ?? 35) },
    settings,
  );
const sentence = (...said: Parameters<typeof shown>) => shown(...said)?.sentence;

const forcedAt = (moment: string) => faultFile('door-fault', [{ fault: 'forced', at: moment }]);
const dark = (from: string, ...putRightAt: string[]) =>
  faultFile('lighting-fault', [{ fault: 'dark-when-due', at: from }], putRightAt);

describe('a door that was forced', () => {
  it('is shown with when, and how far away', () => {
    expect(shown(forcedAt('2026-11-21T23:33:00Z'))).toEqual({
      incidentId: 'DF-1',
      kind: 'door-fault',
      assetName: 'Ash Court back door',
      faults: ['forced'],
      distanceMetres: 35,
      sentence: 'Ash Court back door: forced 40 minutes before, 35 m away',
    });
  });

  it.each([
    ['2026-11-22T00:12:30Z', 'forced moments before'],
    ['2026-11-22T00:12:00Z', 'forced 1 minute before'],
    ['2026-11-21T20:20:00Z', 'forced 4 hours before'],
    ['2026-11-22T02:10:00Z', 'forced 2 hours after'],
    ['2026-11-19T00:13:00Z', 'forced 3 days before'],
  ])('at %s is told as %s', (moment, words) => {
    expect(sentence(forcedAt(moment))).toBe(`Ash Court back door: ${words}, 35 m away`);
  });

  it('more than two hours after is not near', () => {
    expect(shown(forcedAt('2026-11-22T02:13:00Z'))).toBeDefined();
    expect(shown(forcedAt('2026-11-22T02:13:01Z'))).toBeUndefined();
  });

  it('is told by the time it was, though the door had stood open for days', () => {
    const file = faultFile('door-fault', [
      { fault: 'held-open', at: '2026-11-19T08:00:00Z' },
      { fault: 'forced', at: '2026-11-21T23:33:00Z' },
    ]);
    expect(shown(file)).toMatchObject({
      faults: ['forced', 'held-open'],
      sentence: 'Ash Court back door: forced 40 minutes before, 35 m away',
    });
  });
});

describe('a door that stood open', () => {
  const open = (from: string, ...putRightAt: string[]) =>
    faultFile('door-fault', [{ fault: 'held-open', at: from }], putRightAt);

  it.each([
    ['since before', open('2026-11-21T22:13:00Z'), 'open since 2 hours before'],
    ['until before', open('2026-11-21T18:00:00Z', '2026-11-21T22:13:00Z'), 'open until 2 hours before'],
    ['after', open('2026-11-22T00:43:00Z'), 'open from 30 minutes after'],
    ['and was shut later', open('2026-11-21T22:13:00Z', '2026-11-22T03:00:00Z'), 'open since 2 hours before'],
  ])('%s says so', (_, file, words) => {
    expect(sentence(file)).toBe(`Ash Court back door: ${words}, 35 m away`);
  });

  it('is not near when it was shut more than twelve hours before', () => {
    expect(shown(open('2026-11-21T08:00:00Z', '2026-11-21T12:13:00Z'))).toBeDefined();
    expect(shown(open('2026-11-21T08:00:00Z', '2026-11-21T12:12:59Z'))).toBeUndefined();
  });

  it('and does so again is told by each of the times, not by what lies between', () => {
    const twice = faultFile(
      'door-fault',
      [
        { fault: 'held-open', at: '2026-11-20T08:00:00Z' },
        { fault: 'held-open', at: '2026-11-22T04:00:00Z' },
      ],
      ['2026-11-20T09:00:00Z'],
    );
    expect(shown(twice)).toBeUndefined();
  });

  it('but leads into no block is not shown', () => {
    const inner = faultFile('door-fault', [
      { fault: 'held-open', at: '2026-11-21T22:13:00Z', insecure: false },
    ]);
    expect(shown(inner)).toBeUndefined();
    expect(showsOnTips(inner.incident)).toBe(false);
  });
});

describe('a light', () => {
  it('that was dark at the drop is shown', () => {
    expect(sentence(dark('2026-11-21T17:13:00Z'))).toBe(
      'Ash Court path light: dark since 7 hours before, 35 m away',
    );
  });

  it.each([
    ['went dark after it', dark('2026-11-22T00:13:01Z')],
    ['was lit again before it', dark('2026-11-21T17:13:00Z', '2026-11-22T00:12:59Z')],
    [
      'was lit between two dark times',
      faultFile(
        'lighting-fault',
        [
          { fault: 'dark-when-due', at: '2026-11-21T17:13:00Z' },
          { fault: 'dark-when-due', at: '2026-11-22T00:30:00Z' },
        ],
        ['2026-11-21T23:00:00Z'],
      ),
    ],
  ])('that %s is not', (_, file) => {
    expect(shown(file)).toBeUndefined();
  });

  it('that has been dark for weeks says nothing of what is dropped at noon', () => {
    const noon = { ...tip, occurredAt: at('2026-11-22T12:00:00Z') };
    expect(shown(dark('2026-11-05T17:00:00Z'), { tip: noon })).toBeUndefined();
  });

  it('that was dark while the ground was last seen clear counts for what lay there next morning', () => {
    const seen = {
      clipId: 'c',
      atSeconds: 0,
      notBefore: '2026-11-21T18:00:00Z',
      box: { left: 0.4, top: 0.6, width: 0.1, height: 0.2 },
      confidence: 0.9,
      stills: [],
    };
    const morning = anIncident({ blockId: undefined, occurredAt: '2026-11-22T09:00:00Z', seen });
    const fault = dark('2026-11-21T17:00:00Z', '2026-11-21T23:00:00Z');
    expect(sentence(fault, { tip: morning })).toMatch(/: dark until 10 hours before, /);
    expect(shown(fault, { tip: { ...morning, seen: undefined } })).toBeUndefined();
  });

  it('whose lamp has failed, or that movement does not switch on, is shown as dark ones are', () => {
    const failed = faultFile('lighting-fault', [
      { fault: 'movement-unlit', at: '2026-11-21T20:13:00Z' },
      { fault: 'lamp-failed', at: '2026-11-21T22:13:00Z' },
    ]);
    expect(shown(failed)).toMatchObject({
      faults: ['lamp-failed', 'movement-unlit'],
      sentence: 'Ash Court path light: its lamp out since 2 hours before, 35 m away',
    });
  });

  it('that burns by day or cycles is not dark', () => {
    const burning = faultFile('lighting-fault', [{ fault: 'burning-by-day', at: '2026-11-21T12:00:00Z' }]);
    expect(showsOnTips(burning.incident)).toBe(false);
    expect(shown(burning)).toBeUndefined();
  });
});

describe('what is near in place', () => {
  it('is at most a hundred metres away', () => {
    expect(shown(forcedAt('2026-11-21T23:33:00Z'), { metres: 99 })?.distanceMetres).toBe(99);
    expect(shown(forcedAt('2026-11-21T23:33:00Z'), { metres: 101 })).toBeUndefined();
  });

  it('is anything of the same block, and nothing of no block', () => {
    const far = north(400);
    expect(isClose({ coordinates: CAMERA, blockId: 'a' }, { coordinates: far, blockId: 'a' }, settings)).toBe(
      true,
    );
    expect(isClose({ coordinates: CAMERA, blockId: 'a' }, { coordinates: far, blockId: 'b' }, settings)).toBe(
      false,
    );
    expect(isClose({ coordinates: CAMERA }, { coordinates: far }, settings)).toBe(false);
  });

  it('at no distance is at the same place', () => {
    expect(sentence(forcedAt('2026-11-21T23:33:00Z'), { metres: 0 })).toMatch(/, at the same place$/);
  });
});

describe('what never was', () => {
  it('is not shown: a dismissed fault, or on a dismissed flag', () => {
    const file = forcedAt('2026-11-21T23:33:00Z');
    const dismissed = { ...file, incident: { ...file.incident, status: 'dismissed' as const } };
    expect(shown(dismissed)).toBeUndefined();
    expect(shown(file, { tip: { ...tip, status: 'dismissed' } })).toBeUndefined();
  });
});
