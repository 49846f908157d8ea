import { describe, expect, it } from 'vitest';
import { Disposition, IncidentStatus } from '../../../../shared/incidents/incident.ts';
import {
  type IncidentMove,
  type IncidentMoveDetail,
  incidentMoves,
  moveIncident,
} from '../../../../shared/incidents/incident-moves.ts';
import { WrongState } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { anIncident, aPerson, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T09:00:00Z');
const officer = byPerson(aPerson());
const said: { [Move in IncidentMove]: IncidentMoveDetail<Move> } = {
  confirm: {},
  'name-hazard': { hazard: 'asbestos' },
  dismiss: { disposition: 'not-waste' },
  resolve: { reason: 'cleared' },
  close: { reason: 'no more came' },
  reopen: { reason: 'it is back' },
  'report-again': { reason: 'open again' },
};

// Written out from the design's words, so that a slip in the moves themselves shows.
const MAY: Record<IncidentStatus, Partial<Record<IncidentMove, IncidentStatus>>> = {
  flagged: { confirm: 'confirmed', dismiss: 'dismissed' },
  confirmed: { 'name-hazard': 'confirmed', resolve: 'resolved' },
  dismissed: {},
  resolved: { close: 'closed', reopen: 'flagged', 'report-again': 'confirmed' },
  closed: { reopen: 'flagged', 'report-again': 'confirmed' },
};

const moves = Object.keys(incidentMoves) as IncidentMove[];
const each = IncidentStatus.options.flatMap((status) =>
  moves.map((move) => ({ status, move, to: MAY[status][move] })),
);

describe('an incident', () => {
  it.each(each.filter(({ to }) => to !== undefined))(
    'that is $status can $move and is $to',
    ({ status, move, to }) => {
      const { incident, history } = moveIncident(
        anIncident({ status, version: 4 }),
        move,
        said[move],
        officer,
        NOW,
      );
      expect(incident).toMatchObject({ status: to, version: 5 });
      expect(history).toMatchObject({ did: move, status: to, version: 5, at: NOW, by: officer });
    },
  );

  it.each(each.filter(({ to }) => to === undefined))('that is $status cannot $move', ({ status, move }) => {
    const refused = () => moveIncident(anIncident({ status }), move, said[move], officer, NOW);
    expect(refused).toThrow(WrongState);
    expect(refused).toThrow(`Incident FT-0000000001 is ${status}: it cannot ${move} from there.`);
  });

  it.each(Disposition.options)('remembers why its flag was dismissed: %s', (disposition) => {
    const { incident, history } = moveIncident(
      anIncident(),
      'dismiss',
      { disposition, note: 'seen on foot' },
      officer,
      NOW,
    );
    expect(incident.disposition).toBe(disposition);
    expect(history.said).toBe(`${disposition.replaceAll('-', ' ')}: seen on foot`);
  });

  it('knows since when it is resolved, and forgets it when it is open again', () => {
    const { incident: resolved } = moveIncident(
      anIncident({ status: 'confirmed' }),
      'resolve',
      said.resolve,
      officer,
      NOW,
    );
    expect(resolved.resolvedAt).toBe(NOW);
    const { incident: reopened } = moveIncident(
      resolved,
      'reopen',
      said.reopen,
      officer,
      at('2026-11-22T10:00:00Z'),
    );
    expect(reopened).toMatchObject({ status: 'flagged', timesReopened: 1 });
    expect(reopened).not.toHaveProperty('resolvedAt');
  });

  it('keeps since when it was resolved while it is closed', () => {
    const resolved = anIncident({ status: 'resolved', resolvedAt: NOW });
    const { incident } = moveIncident(resolved, 'close', said.close, officer, at('2026-12-01T09:00:00Z'));
    expect(incident.resolvedAt).toBe(NOW);
  });

  it.each(['dismiss', 'resolve', 'close', 'reopen'] as const)('asks for words to %s it', (move) => {
    expect(incidentMoves[move].needs.safeParse({}).success).toBe(false);
  });

  it.each(['resolve', 'close', 'reopen'] as const)('takes no blanks for a reason to %s it', (move) => {
    expect(incidentMoves[move].needs.safeParse({ reason: '   ' }).success).toBe(false);
  });
});
