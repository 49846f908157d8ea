import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Deadline,
  filedUnder,
  lookedThrough,
  minutesToCheck,
} from '../../../../shared/deadlines/deadline.ts';
import { type Instant, instant } from '../../../../shared/platform/instant.ts';
import { at } from '../../../support/builders.ts';

const NOW = at('2026-11-20T12:00:30Z');

const dueAt = (moment: Instant): Deadline => ({
  id: `device/door/${moment}`,
  at: moment,
  wakes: { what: 'device', deviceId: 'door' },
});

describe('a deadline', () => {
  it('is filed under its own minute', () => {
    expect(filedUnder(dueAt(at('2026-11-20T13:05:59.999Z')), NOW)).toBe('2026-11-20T13:05');
  });

  it('that is due already is filed under the present minute, which is yet to be looked through', () => {
    expect(filedUnder(dueAt(at('2026-11-20T09:00:00Z')), NOW)).toBe('2026-11-20T12:00');
  });
});

describe('the minutes to look through', () => {
  it('are those of the last hour when nothing was looked through before: deadlines may have been set already', () => {
    const minutes = minutesToCheck(undefined, NOW);
    expect(minutes[0]).toBe('2026-11-20T10:57');
    expect(minutes.at(-1)).toBe('2026-11-20T12:00');
    expect(minutes).toHaveLength(64);
  });

  it('overlap those before by three minutes, for writers whose clocks are behind', () => {
    expect(minutesToCheck(at('2026-11-20T11:59:30Z'), NOW)[0]).toBe('2026-11-20T11:56');
  });

  it('are six hours at most after a long sleep', () => {
    const minutes = minutesToCheck(at('2026-11-19T00:00:00Z'), NOW);
    expect([minutes[0], minutes.at(-1)]).toEqual(['2026-11-18T23:57', '2026-11-19T05:57']);
  });

  it('are none while the clock has been set back, and go on from it then', () => {
    const minutes = minutesToCheck(at('2026-11-20T13:00:00Z'), NOW);
    expect(minutes).toEqual([]);
    expect(lookedThrough(minutes, NOW)).toBe(NOW);
  });

  it('end at the present instant, not at the end of its minute', () => {
    expect(lookedThrough(minutesToCheck(undefined, NOW), NOW)).toBe(NOW);
  });
});

describe('whatever the pauses between checks', () => {
  const start = Date.parse('2026-11-20T00:00:00Z');
  // From seconds to half a week, as a system sleeps and wakes.
  const pauses = fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 12 });

  it('every deadline set meanwhile is come by within its catch-up', () => {
    fc.assert(
      fc.property(pauses, fc.nat({ max: 2_000_000 }), (pausesSeconds, offsetSeconds) => {
        const deadline = dueAt(instant(start + offsetSeconds * 1_000));
        const filed = filedUnder(deadline, instant(start));
        let progress: Instant | undefined = instant(start);
        let nowMillis = start;
        let found = false;
        const check = () => {
          const now = instant(nowMillis);
          const minutes = minutesToCheck(progress, now);
          found ||= minutes.includes(filed) && deadline.at <= now;
          progress = lookedThrough(minutes, now);
        };
        for (const seconds of pausesSeconds) {
          nowMillis += seconds * 1_000;
          check();
        }
        // Six hours are caught up with each minute; afterwards nothing that is due may have been passed by.
        while (progress !== undefined && Date.parse(progress) < nowMillis) {
          nowMillis += 60_000;
          check();
        }
        expect(found).toBe(Date.parse(deadline.at) <= nowMillis);
      }),
      { numRuns: 60 },
    );
  });
});
