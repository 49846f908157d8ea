import { describe, expect, it } from 'vitest';
import { Disposition, type IncidentHistory, IncidentStatus } from '../../../../shared/incidents/incident.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import {
  isOpen,
  PublicStatus,
  publicState,
  publicUpdates,
} from '../../../../shared/reports/public-status.ts';
import { anIncident, at } from '../../../support/builders.ts';

const RECEIVED_AT = at('2026-11-22T10:00:00Z');

const line = (version: number, status: IncidentStatus, time = RECEIVED_AT): IncidentHistory => ({
  version,
  at: time,
  by: byRule('test'),
  did: 'opened',
  status,
  said: 'Mr Smith of flat 3',
});

const toldOf = (
  history: readonly IncidentHistory[],
  said: Partial<Parameters<typeof publicUpdates>[1]> = {},
) =>
  publicUpdates(
    { incident: anIncident(), history },
    { status: 'open', told: 0, receivedAt: RECEIVED_AT, ...said },
  ).map(({ version, status }) => [version, status]);

describe('what the public is told of an incident', () => {
  it.each([
    ['flagged', 'investigating', true],
    ['confirmed', 'action_scheduled', true],
    ['resolved', 'fixed', false],
    ['closed', 'fixed', false],
  ] as const)('that is %s: %s', (status, told, open) => {
    expect(publicState(status, {}).status).toBe(told);
    expect(isOpen(publicState(status, {}).status)).toBe(open);
  });

  it.each(Disposition.options)('dismissed as %s is over, in a sentence of its own', (disposition) => {
    const { status, sentence } = publicState('dismissed', { disposition });
    expect(isOpen(status)).toBe(false);
    expect(status).toBe(disposition === 'duplicate' ? 'duplicate' : 'no_further_action');
    expect(sentence).toMatch(/^[A-Z].+\.$/);
  });

  it('has a status that Open311 knows for every status of an incident', () => {
    for (const status of IncidentStatus.options)
      expect(PublicStatus.options).toContain(publicState(status, { disposition: 'test' }).status);
  });
});

describe('the updates of a report', () => {
  it('are one for each change of its status, and none for a line that changes nothing', () => {
    expect(
      toldOf([
        line(1, 'flagged'),
        line(2, 'flagged'),
        line(3, 'confirmed'),
        line(4, 'resolved'),
        line(5, 'closed'),
      ]),
    ).toEqual([
      [1, 'investigating'],
      [3, 'action_scheduled'],
      [4, 'fixed'],
    ]);
  });

  it('do not tell again what was told', () => {
    const history = [line(1, 'flagged'), line(2, 'confirmed'), line(3, 'resolved')];
    expect(toldOf(history, { status: 'action_scheduled', told: 2 })).toEqual([[3, 'fixed']]);
    expect(toldOf(history, { status: 'fixed', told: 3 })).toEqual([]);
  });

  it('tell what was before the report as it then stood', () => {
    const before = at('2026-11-20T10:00:00Z');
    const history = [line(1, 'flagged', before), line(2, 'confirmed', before), line(3, 'confirmed')];
    expect(toldOf(history)).toEqual([[2, 'action_scheduled']]);
  });

  it('go back when it is reopened', () => {
    expect(toldOf([line(4, 'flagged')], { status: 'fixed', told: 3 })).toEqual([[4, 'investigating']]);
  });
});
