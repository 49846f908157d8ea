import { describe, expect, it } from 'vitest';
import { IncidentKind } from '../../../../shared/incidents/kinds.ts';
import {
  Allowance,
  allowanceFor,
  defaultServiceLevels,
  ServiceLevels,
  TaskKind,
} from '../../../../shared/tasks/service-levels.ts';

describe('a landlord’s service levels', () => {
  it('are ours when nothing is said', () => {
    expect(ServiceLevels.parse(undefined)).toEqual(defaultServiceLevels);
  });

  it('are refused, naming the task, when one kind of work has none', () => {
    const levels = defaultServiceLevels.filter(({ task }) => task !== 'make-safe');
    const answer = ServiceLevels.safeParse([
      ...levels,
      { task: 'make-safe', incident: 'door-fault', complete: { clockHours: 24 } },
    ]);
    expect(answer.error?.issues.map(({ message }) => message)).toEqual([
      'No service level says how long “make-safe” may take for any incident: add one without “incident”.',
    ]);
  });

  it('are refused when one is in hours and in days', () => {
    const both = { task: 'clear', complete: { clockHours: 24, workingDays: 5 } };
    expect(ServiceLevels.safeParse([...defaultServiceLevels, both]).success).toBe(false);
  });
});

describe('a service level', () => {
  it.each(TaskKind.options)('is there by default for %s, whatever the incident', (task) => {
    for (const incident of IncidentKind.options) {
      expect(Allowance.safeParse(allowanceFor(task, incident, defaultServiceLevels)).success).toBe(true);
    }
  });

  it('for one kind of incident counts before the general one that stands after it', () => {
    const levels = [
      { task: 'repair', incident: 'lighting-fault', complete: { clockHours: 24 } },
      { task: 'repair', complete: { workingDays: 5 } },
    ] as const;
    expect(allowanceFor('repair', 'lighting-fault', levels)).toEqual({ clockHours: 24 });
    expect(allowanceFor('repair', 'door-fault', levels)).toEqual({ workingDays: 5 });
  });

  it('that is missing is named', () => {
    expect(() => allowanceFor('clear', 'fly-tipping', [])).toThrow(
      'No service level covers “clear” for “fly-tipping”: add one to the settings.',
    );
  });

  it.each([{ clockHours: 0 }, { workingDays: -1 }, {}])('is no allowance when it is %o', (allowance) => {
    expect(Allowance.safeParse(allowance).success).toBe(false);
  });
});
