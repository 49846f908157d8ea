import { describe, expect, it } from 'vitest';
import { type Incident, IncidentStatus } from '../../../../shared/incidents/incident.ts';
import { IncidentKind } from '../../../../shared/incidents/kinds.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { defaultServiceLevels, TaskKind } from '../../../../shared/tasks/service-levels.ts';
import {
  type IncidentTask,
  isOfIncident,
  type Task,
  type TaskChange,
} from '../../../../shared/tasks/task.ts';
import { moveTask } from '../../../../shared/tasks/task-moves.ts';
import { putsRight, workForIncident, workWanted } from '../../../../shared/tasks/work-for-incident.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { anIncident, at } from '../../../support/builders.ts';

const NOW = at('2026-02-02T10:00:00Z');
const LATER = at('2026-02-03T10:00:00Z');
const rule = byRule('work-for-incident');
const settings = { levels: defaultServiceLevels, hours: WorkingHours.parse({}), crews: [] };

const workFor = (incident: Incident, tasks: readonly IncidentTask[], now = NOW) =>
  workForIncident(incident, tasks, settings, rule, now);

/** The tasks after their changes, as the store would hold them. */
const changedBy = (tasks: readonly IncidentTask[], changes: readonly TaskChange[]): IncidentTask[] => {
  const changed = new Map<string, Task>(
    [...tasks, ...changes.map(({ task }) => task)].map((task) => [task.id, task]),
  );
  return [...changed.values()].filter(isOfIncident);
};

const CONFIRMED: Record<IncidentKind, readonly TaskKind[]> = {
  'fly-tipping': ['clear'],
  'door-fault': ['repair'],
  'lighting-fault': ['repair'],
  'device-silent': ['check-device'],
  'camera-fault': ['check-device'],
  'misuse-of-communal-space': ['clear'],
};

const WANTED: Record<IncidentStatus, (kind: IncidentKind) => readonly TaskKind[]> = {
  flagged: () => ['inspect'],
  confirmed: (kind) => CONFIRMED[kind],
  dismissed: () => [],
  resolved: () => [],
  closed: () => [],
};

const each = IncidentKind.options.flatMap((kind) =>
  IncidentStatus.options.map((status) => ({ kind, status, wanted: WANTED[status](kind) })),
);

describe('the work that an incident calls for', () => {
  it.each(each)('is $wanted for $kind that is $status', ({ kind, status, wanted }) => {
    const incident = anIncident({ kind, status });
    expect(workWanted(incident)).toEqual(wanted);
    expect(workFor(incident, []).map(({ task }) => task.kind)).toEqual(wanted);
  });

  it('is to make an insecure block safe first', () => {
    const changes = workFor(anIncident({ kind: 'door-fault', status: 'confirmed', insecure: true }), []);
    expect(changes.map(({ task }) => [task.kind, task.dueAt])).toEqual([
      ['make-safe', '2026-02-03T10:00:00.000Z'],
      ['repair', '2026-02-09T10:00:00.000Z'],
    ]);
  });

  it('is to make a place safe first when the lights of a whole block are out', () => {
    const out = anIncident({ kind: 'lighting-fault', status: 'confirmed', priority: 'emergency' });
    expect(workFor(out, []).map(({ task }) => [task.kind, task.dueAt])).toEqual([
      ['make-safe', '2026-02-03T10:00:00.000Z'],
      ['repair', '2026-02-09T10:00:00.000Z'],
    ]);
  });

  it('is opened with where it is, its clock and a line of history', () => {
    const [opened] = workFor(anIncident(), []);
    expect(opened).toMatchObject({
      task: {
        kind: 'inspect',
        status: 'open',
        incidentId: 'FT-0000000001',
        incidentKind: 'fly-tipping',
        assetId: 'ash-court-bin-camera',
        blockId: 'ash-court',
        estateId: 'riverside',
        patch: 'north',
        openedAt: NOW,
        dueAt: '2026-02-03T10:00:00.000Z',
        version: 1,
      },
      history: { did: 'opened', version: 1, by: rule, said: 'fly tipping flagged' },
    });
  });

  it.each(each)(
    'is done once: nothing changes the second time for $kind that is $status',
    ({ kind, status }) => {
      const incident = anIncident({ kind, status });
      const tasks = changedBy([], workFor(incident, []));
      expect(workFor(incident, tasks, LATER)).toEqual([]);
    },
  );

  it('is not opened again when somebody has completed or cancelled it', () => {
    const incident = anIncident({ status: 'confirmed' });
    const [clear] = changedBy([], workFor(incident, []));
    for (const status of ['completed', 'cancelled'] as const) {
      expect(clear && workFor(incident, [{ ...clear, status }])).toEqual([]);
    }
  });
});

describe('open work that is no longer called for', () => {
  const flagged = anIncident();
  const inspect = changedBy([], workFor(flagged, []));

  it('is completed when looking confirmed the flag, and clearing begins', () => {
    const changes = workFor({ ...flagged, status: 'confirmed' }, inspect, LATER);
    expect(changes.map(({ task, history }) => [task.kind, task.status, history.said])).toEqual([
      ['inspect', 'completed', 'confirmed by looking'],
      ['clear', 'open', 'fly tipping confirmed'],
    ]);
  });

  it.each(['resolved', 'closed'] as const)('is completed too when the flag is %s already', (status) => {
    const changes = workFor({ ...flagged, status }, inspect, LATER);
    expect(changes).toMatchObject([{ task: { kind: 'inspect', status: 'completed' } }]);
  });

  it('is cancelled when the flag was dismissed, and says why', () => {
    const changes = workFor(
      { ...flagged, status: 'dismissed', disposition: 'residents-own-bins' },
      inspect,
      LATER,
    );
    expect(changes).toMatchObject([
      {
        task: { kind: 'inspect', status: 'cancelled', endedAt: LATER, version: 2 },
        history: { did: 'cancel', said: 'the flag was dismissed: residents own bins' },
      },
    ]);
  });

  it('is cancelled when a fault has ended by itself', () => {
    const fault = anIncident({ kind: 'door-fault', status: 'confirmed', insecure: true });
    const open = changedBy([], workFor(fault, []));
    const changes = workFor({ ...fault, status: 'resolved' }, open, LATER);
    expect(changes.map(({ task, history }) => [task.kind, task.status, history.said])).toEqual([
      ['make-safe', 'cancelled', 'the incident is resolved'],
      ['repair', 'cancelled', 'the incident is resolved'],
    ]);
  });
});

describe('an incident that was reopened', () => {
  const fault = anIncident({ kind: 'lighting-fault', status: 'confirmed' });
  const first = changedBy([], workFor(fault, []));
  const again: Incident = { ...fault, timesReopened: 1 };

  it('calls for new work, with a new clock', () => {
    const ended = changedBy(first, workFor({ ...fault, status: 'resolved' }, first));
    const changes = workFor(again, ended, LATER);
    expect(changes).toMatchObject([{ task: { kind: 'repair', status: 'open', openedAt: LATER } }]);
    expect(changes[0]?.task.id).not.toBe(first[0]?.id);
  });

  it('has the same open work when nobody looked while it was resolved', () => {
    const seen = changedBy(first, workFor({ ...fault, status: 'resolved' }, first));
    const looked = changedBy(seen, workFor(again, seen, LATER));
    const missed = changedBy(first, workFor(again, first, LATER));
    const statuses = (tasks: readonly IncidentTask[]) =>
      tasks.map(({ id, kind, status }) => ({ id, kind, status }));
    expect(statuses(missed)).toEqual(statuses(looked));
    expect(statuses(missed).filter(({ status }) => status === 'open')).toHaveLength(1);
  });
});

describe('a place that a camera saw clean again', () => {
  const seenCleared = {
    at: at('2026-02-02T07:30:00Z'),
    notBefore: at('2026-02-02T07:10:00Z'),
    clipId: 'c',
    cameraName: 'Ash Court bin camera',
    stills: [],
  };
  const proposed = { doneAt: seenCleared.at, because: 'seen cleared by Ash Court bin camera' };
  const confirmed = anIncident({ status: 'confirmed' });
  const [opened] = workFor(confirmed, []);
  const tasks = changedBy([], opened === undefined ? [] : [opened]);

  it('has its clearing proposed as done, once', () => {
    const changes = workFor({ ...confirmed, seenCleared }, tasks, LATER);
    expect(changes).toMatchObject([
      { task: { kind: 'clear', status: 'open', proposed, version: 2 }, history: { did: 'propose' } },
    ]);
    expect(workFor({ ...confirmed, seenCleared }, changedBy(tasks, changes))).toEqual([]);
  });

  it('has it proposed from the start when it was confirmed afterwards', () => {
    expect(workFor({ ...confirmed, seenCleared }, [])).toMatchObject([{ task: { kind: 'clear', proposed } }]);
  });

  it('has the proposal withdrawn when it is seen lying there again', () => {
    const proposing = changedBy(tasks, workFor({ ...confirmed, seenCleared }, tasks));
    const changes = workFor(confirmed, proposing, LATER);
    expect(changes).toMatchObject([{ task: { version: 3 }, history: { did: 'withdraw-proposal' } }]);
    expect(changes[0]?.task.proposed).toBeUndefined();
  });

  it('needs no other word to complete, and was done when it was seen', () => {
    const [task] = changedBy(tasks, workFor({ ...confirmed, seenCleared }, tasks));
    if (task === undefined) throw new Error('no task');
    expect(moveTask(task, 'complete', {}, rule, LATER, settings)).toMatchObject({
      task: { status: 'completed', endedAt: LATER, doneAt: seenCleared.at },
      history: { said: proposed.because },
    });
  });

  it('proposes nothing for a fault that is repaired', () => {
    const fault = anIncident({ kind: 'lighting-fault', status: 'confirmed', seenCleared });
    expect(workFor(fault, [])[0]?.task.proposed).toBeUndefined();
  });
});

describe('completing', () => {
  it.each(TaskKind.options)('%s puts an incident right only if the thing itself was put right', (kind) => {
    expect(putsRight(kind)).toBe(!['inspect', 'make-safe'].includes(kind));
  });
});
