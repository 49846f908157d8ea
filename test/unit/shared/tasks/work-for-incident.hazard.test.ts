import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import { defaultServiceLevels } from '../../../../shared/tasks/service-levels.ts';
import { type IncidentTask, isOfIncident } from '../../../../shared/tasks/task.ts';
import { Crews } from '../../../../shared/tasks/trade.ts';
import { workForIncident } from '../../../../shared/tasks/work-for-incident.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { anIncident, aPerson, at } from '../../../support/builders.ts';

// A Monday, at ten.
const NOW = at('2026-02-02T10:00:00Z');
const LATER = at('2026-02-03T10:00:00Z');
const crews = Crews.parse([{ trade: 'waste-clearance', assignee: 'clean-team' }]);
const settings = { levels: defaultServiceLevels, hours: WorkingHours.parse({}), crews };
const workFor = (incident: Incident, tasks: readonly IncidentTask[], now = NOW) =>
  workForIncident(incident, tasks, settings, byRule('work-for-incident'), now);

describe('waste that proves hazardous', () => {
  const confirmed = anIncident({ status: 'confirmed' });
  const tasks = workFor(confirmed, [])
    .map(({ task }) => task)
    .filter(isOfIncident);
  const named = moveIncident(confirmed, 'name-hazard', { hazard: 'asbestos' }, byPerson(aPerson()), LATER);

  it('is an emergency, and its history says what it is', () => {
    expect(named.incident).toMatchObject({ status: 'confirmed', hazard: 'asbestos', priority: 'emergency' });
    expect(named.history.said).toBe('asbestos');
  });

  it('must be attended within four working hours of that, and is still due when it was', () => {
    const [change] = workFor(named.incident, tasks, LATER);
    expect(change).toMatchObject({
      task: {
        hazard: 'asbestos',
        attendBy: '2026-02-03T14:00:00.000Z',
        dueAt: tasks[0]?.dueAt,
        version: 2,
      },
      history: { did: 'bring-forward', said: 'it is hazardous: asbestos' },
    });
  });

  it('is brought forward once', () => {
    const once = workFor(named.incident, tasks, LATER)
      .map(({ task }) => task)
      .filter(isOfIncident);
    expect(workFor(named.incident, once, LATER)).toEqual([]);
  });

  it('has those times from the beginning when it was known by then', () => {
    const [opened] = workFor({ ...confirmed, hazard: 'clinical' }, []);
    expect(opened?.task).toMatchObject({ hazard: 'clinical', attendBy: '2026-02-02T14:00:00.000Z' });
  });
});

describe('work that is opened', () => {
  it('has the trade of its kind, and is held by the crew that has it', () => {
    const [clear] = workFor(anIncident({ status: 'confirmed' }), []);
    expect(clear?.task).toMatchObject({ trade: 'waste-clearance', assignee: 'clean-team' });
    const [inspect] = workFor(anIncident({ status: 'flagged' }), []);
    expect(inspect?.task).toMatchObject({ trade: 'estate-team' });
    expect(inspect?.task).not.toHaveProperty('assignee');
  });
});
