import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { defaultServiceLevels } from '../../../../shared/tasks/service-levels.ts';
import {
  type IncidentTask,
  isOfIncident,
  type Task,
  type TaskChange,
} from '../../../../shared/tasks/task.ts';
import { workForIncident } from '../../../../shared/tasks/work-for-incident.ts';
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

describe('a battery that is to be changed within four weeks', () => {
  const low = anIncident({ kind: 'device-silent', status: 'confirmed', planned: true });
  const tasks = changedBy([], workFor(low, []));
  const silent: Incident = { ...low, planned: false };

  it('has 20 working days, and is planned work', () => {
    expect(tasks).toMatchObject([{ kind: 'check-device', planned: true, dueAt: '2026-03-02T10:00:00.000Z' }]);
  });

  it('has the ordinary time from when its device fell silent, and its history says why', () => {
    const changes = workFor(silent, tasks, LATER);
    expect(changes).toMatchObject([
      {
        task: {
          id: tasks[0]?.id,
          status: 'open',
          planned: false,
          dueAt: '2026-02-17T10:00:00.000Z',
          version: 2,
        },
        history: { did: 'bring-forward', version: 2, at: LATER, said: 'it is planned work no longer' },
      },
    ]);
    expect(workFor(silent, changedBy(tasks, changes), LATER)).toEqual([]);
  });

  it('keeps its time when that is nearly over', () => {
    const [change] = workFor(silent, tasks, at('2026-02-27T10:00:00Z'));
    expect(change?.task).toMatchObject({ planned: false, dueAt: '2026-03-02T10:00:00.000Z' });
  });

  it('that was changed already is left alone', () => {
    const done = tasks.map((task): IncidentTask => ({ ...task, status: 'completed' }));
    expect(workFor(silent, done, LATER)).toEqual([]);
  });
});
