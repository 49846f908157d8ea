import { describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { awaitedBy, wakeUps } from '../../../../shared/sensors/wake-ups.ts';
import { at } from '../../../support/builders.ts';

const now = at('2026-11-20T12:00:00Z');
const soon = at('2026-11-20T12:30:00Z');
const hourly = (moment: typeof now) => plusSeconds(moment, 3600);

describe('the deadlines that are set for a device', () => {
  it('are those it was kept with that are to come', () => {
    expect(awaitedBy(now, [at('2026-11-20T11:00:00Z'), soon], hourly)).toEqual([soon]);
  });

  it('are what was set anew by whoever looked when the last of them came', () => {
    expect(awaitedBy(now, [at('2026-11-20T09:30:00Z')], hourly)).toEqual([soon]);
  });

  it('are none where none was set, or nothing was to come after it', () => {
    expect(awaitedBy(now, [], hourly)).toEqual([]);
    expect(awaitedBy(now, [at('2026-11-20T09:30:00Z')], () => undefined)).toEqual([]);
  });

  it('need no other that comes no sooner', () => {
    expect(wakeUps('door', soon, [soon])).toEqual([]);
    expect(wakeUps('door', now, [soon])).toMatchObject([{ at: now }]);
    expect(wakeUps('door', undefined, [])).toEqual([]);
  });
});
