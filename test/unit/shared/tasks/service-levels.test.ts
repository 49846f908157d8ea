import { describe, expect, it } from 'vitest';
import { IncidentKind } from '../../../../shared/incidents/kinds.ts';
import {
  Allowance,
  defaultServiceLevels,
  ServiceLevels,
  serviceLevelFor,
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
      'No service level says how long “make-safe” may take for any incident: add one without “incident”, “hazardous”, “planned” and “months”.',
    ]);
  });

  it('are refused when planned work alone has one', () => {
    const levels = defaultServiceLevels.filter(
      ({ task, planned }) => task !== 'check-device' || planned === true,
    );
    expect(ServiceLevels.safeParse(levels).error?.issues.map(({ message }) => message)).toEqual([
      'No service level says how long “check-device” may take for any incident: add one without “incident”, “hazardous”, “planned” and “months”.',
    ]);
  });

  it('are refused when the one for planned work stands where it never counts', () => {
    const planned = { task: 'repair', incident: 'door-fault', planned: true, complete: { workingDays: 15 } };
    expect(ServiceLevels.safeParse([planned, ...defaultServiceLevels]).success).toBe(true);
    const late = ServiceLevels.safeParse([...defaultServiceLevels, planned]);
    expect(late.error?.issues.map(({ message }) => message)).toEqual([
      'The service level for planned “repair” never counts, as one before it holds for planned work too: put it first.',
    ]);
  });

  it('are refused when “planned” says no', () => {
    const level = { task: 'clear', planned: false, complete: { workingDays: 5 } };
    const refused = ServiceLevels.safeParse([...defaultServiceLevels, level]);
    expect(refused.error?.issues.map(({ message }) => message)).toEqual(['“planned” is true, or left out']);
  });

  it('are refused when one is in hours and in days', () => {
    const both = { task: 'clear', complete: { clockHours: 24, workingDays: 5 } };
    expect(ServiceLevels.safeParse([...defaultServiceLevels, both]).success).toBe(false);
  });
});

describe('a service level', () => {
  it.each(TaskKind.options)('is there by default for %s, whatever the incident', (task) => {
    for (const kind of IncidentKind.options) {
      const allowance = serviceLevelFor(task, { kind, planned: false }, 6, defaultServiceLevels).complete;
      expect(Allowance.safeParse(allowance).success).toBe(true);
    }
  });

  it('for one kind of incident counts before the general one that stands after it', () => {
    const levels = [
      { task: 'repair', incident: 'lighting-fault', complete: { clockHours: 24 } },
      { task: 'repair', complete: { workingDays: 5 } },
    ] as const;
    const repair = (kind: IncidentKind) =>
      serviceLevelFor('repair', { kind, planned: false }, 6, levels).complete;
    expect(repair('lighting-fault')).toEqual({ clockHours: 24 });
    expect(repair('door-fault')).toEqual({ workingDays: 5 });
  });

  it('for planned work counts for planned work alone', () => {
    const check = (planned: boolean) =>
      serviceLevelFor('check-device', { kind: 'device-silent', planned }, 6, defaultServiceLevels).complete;
    expect([check(true), check(false)]).toEqual([{ workingDays: 20 }, { workingDays: 10 }]);
  });

  it('that is missing is named', () => {
    expect(() => serviceLevelFor('clear', { kind: 'fly-tipping', planned: false }, 6, [])).toThrow(
      'No service level covers “clear” for “fly-tipping”: add one to the settings.',
    );
  });

  it.each([{ clockHours: 0 }, { workingDays: -1 }, {}])('is no allowance when it is %o', (allowance) => {
    expect(Allowance.safeParse(allowance).success).toBe(false);
  });
});
