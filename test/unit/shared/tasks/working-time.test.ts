import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { instant, secondsBetween } from '../../../../shared/platform/instant.ts';
import type { Allowance } from '../../../../shared/tasks/service-levels.ts';
import { allowanceLeft, dueAt, WorkingHours } from '../../../../shared/tasks/working-time.ts';

type Hours = Parameters<typeof WorkingHours.parse>[0];

const due = (from: string, allowance: Allowance, hours: Hours = {}): string =>
  dueAt(instant(new Date(from)), allowance, WorkingHours.parse(hours)).replace(':00.000Z', 'Z');

const days = (workingDays: number): Allowance => ({ workingDays });
const hours = (clockHours: number): Allowance => ({ clockHours });

// A working day has eight hours here, 09:00 to 17:00 from Monday to Friday. In summer 09:00 is 08:00Z.
describe('working days', () => {
  it.each([
    ['from within Monday to the same hour of Tuesday', '2026-02-02T10:00Z', 1, '2026-02-03T10:00Z'],
    ['from opening to closing', '2026-02-02T09:00Z', 1, '2026-02-02T17:00Z'],
    ['from before opening as from opening', '2026-02-02T07:30Z', 1, '2026-02-02T17:00Z'],
    ['from closing as from the next opening', '2026-02-02T17:00Z', 1, '2026-02-03T17:00Z'],
    ['from the evening as from the next opening', '2026-02-02T20:00Z', 1, '2026-02-03T17:00Z'],
    ['from a minute before closing: the rest is of Tuesday', '2026-02-02T16:59Z', 1, '2026-02-03T16:59Z'],
    ['over a weekend: two hours of Friday, six of Monday', '2026-02-06T15:00Z', 1, '2026-02-09T15:00Z'],
    ['from Saturday as from Monday', '2026-02-07T12:00Z', 1, '2026-02-09T17:00Z'],
    ['from the last minute of Sunday', '2026-02-08T23:59Z', 1, '2026-02-09T17:00Z'],
    ['five, to the same hour a week on', '2026-02-04T11:30Z', 5, '2026-02-11T11:30Z'],
    ['ten whole ones: two working weeks', '2026-02-02T09:00Z', 10, '2026-02-13T17:00Z'],
    ['half of one within a day', '2026-02-02T13:00Z', 0.5, '2026-02-02T17:00Z'],
    ['half of one over the night: two hours and two', '2026-02-02T15:00Z', 0.5, '2026-02-03T11:00Z'],
    ['over the clocks going forward: 10:00 GMT to 10:00 BST', '2026-03-27T10:00Z', 1, '2026-03-30T09:00Z'],
    ['from the night they go forward', '2026-03-29T00:30Z', 1, '2026-03-30T16:00Z'],
    ['over the clocks going back: 15:00 BST to 15:00 GMT', '2026-10-23T14:00Z', 1, '2026-10-26T15:00Z'],
    ['from 09:30 BST on the Friday before', '2026-10-23T08:30Z', 1, '2026-10-26T09:30Z'],
    ['from 08:30 GMT on the Monday after, before opening', '2026-10-26T08:30Z', 1, '2026-10-26T17:00Z'],
    [
      'over Easter in England: three hours of Thursday, five of Tuesday',
      '2026-04-02T13:00Z',
      1,
      '2026-04-07T13:00Z',
    ],
    ['from Good Friday in England', '2026-04-03T10:00Z', 1, '2026-04-07T16:00Z'],
    ['over Christmas and the Monday for Boxing Day', '2026-12-24T12:00Z', 1, '2026-12-29T12:00Z'],
    ['five in Christmas week: 21 to 24 and 29 December', '2026-12-21T09:00Z', 5, '2026-12-29T17:00Z'],
    ['over New Year in England', '2026-12-31T13:00Z', 1, '2027-01-04T13:00Z'],
    ['over the early May bank holiday', '2026-05-01T11:00Z', 1, '2026-05-05T11:00Z'],
    ['over the spring bank holiday', '2026-05-22T11:00Z', 1, '2026-05-26T11:00Z'],
  ])('%s', (_, from, workingDays, expected) => {
    expect(due(from, days(workingDays))).toBe(expected);
  });

  it.each([
    ['Scotland works on Easter Monday', 'SCT', '2026-04-02T13:00Z', '2026-04-06T13:00Z'],
    ['England rests on the last Monday of August', 'ENG', '2026-08-28T11:00Z', '2026-09-01T11:00Z'],
    ['Wales rests with England in August', 'WLS', '2026-08-28T11:00Z', '2026-09-01T11:00Z'],
    ['Scotland works on the last Monday of August', 'SCT', '2026-08-28T11:00Z', '2026-08-31T11:00Z'],
    ['Scotland rests on the first Monday of August', 'SCT', '2026-07-31T11:00Z', '2026-08-04T11:00Z'],
    ['Scotland rests on St Andrew’s Day', 'SCT', '2026-11-27T12:00Z', '2026-12-01T12:00Z'],
    [
      'Scotland rests on the day proclaimed for the World Cup',
      'SCT',
      '2026-06-12T12:00Z',
      '2026-06-16T12:00Z',
    ],
    ['England works on that day', 'ENG', '2026-06-12T12:00Z', '2026-06-15T12:00Z'],
    ['Wales works on St Andrew’s Day', 'WLS', '2026-11-27T12:00Z', '2026-11-30T12:00Z'],
    ['Wales works on St David’s Day', 'WLS', '2027-02-26T12:00Z', '2027-03-01T12:00Z'],
    ['Scotland rests on 2 January', 'SCT', '2026-01-01T10:00Z', '2026-01-05T17:00Z'],
    ['England works on 2 January', 'ENG', '2026-01-01T10:00Z', '2026-01-02T17:00Z'],
    ['Scotland rests on the Monday for 2 January', 'SCT', '2026-12-31T13:00Z', '2027-01-05T13:00Z'],
    ['Northern Ireland rests on St Patrick’s Day', 'NIR', '2026-03-16T12:00Z', '2026-03-18T12:00Z'],
    ['England works on St Patrick’s Day', 'ENG', '2026-03-16T12:00Z', '2026-03-17T12:00Z'],
    ['Northern Ireland rests on the Monday for 12 July', 'NIR', '2026-07-10T11:00Z', '2026-07-14T11:00Z'],
    ['Wales works on the Monday after 12 July', 'WLS', '2026-07-10T11:00Z', '2026-07-13T11:00Z'],
  ] as const)('%s', (_, nation, from, expected) => {
    expect(due(from, days(1), { nation })).toBe(expected);
  });

  it('go by the landlord’s own weekdays and hours', () => {
    expect(due('2026-02-06T15:00Z', days(1), { weekdays: [1, 2, 3, 4, 5, 6] })).toBe('2026-02-07T15:00Z');
    expect(due('2026-02-02T18:00Z', days(1), { opens: '08:00', closes: '20:00' })).toBe('2026-02-03T18:00Z');
  });
});

describe('clock hours', () => {
  it.each([
    ['run over the weekend', '2026-02-07T22:00Z', 24, '2026-02-08T22:00Z'],
    ['run over a bank holiday', '2026-04-03T10:00Z', 24, '2026-04-04T10:00Z'],
    ['are not shorter when the clocks go forward', '2026-03-28T12:00Z', 24, '2026-03-29T12:00Z'],
    ['run through the hour that is left out', '2026-03-29T00:30Z', 4, '2026-03-29T04:30Z'],
    ['are not longer when the clocks go back', '2026-10-24T20:00Z', 24, '2026-10-25T20:00Z'],
    ['may be parts of one', '2026-02-02T10:00Z', 0.75, '2026-02-02T10:45Z'],
  ])('%s', (_, from, clockHours, expected) => {
    expect(due(from, hours(clockHours))).toBe(expected);
  });
});

describe('working hours', () => {
  it('must close after they open', () => {
    const refused = WorkingHours.safeParse({ opens: '17:00', closes: '09:00' });
    expect(refused.error?.issues[0]?.message).toBe('the working day must close after it opens');
  });
});

// From gov.uk/bank-holidays for England and Wales, typed in here so that the library is checked too.
const BANK_HOLIDAYS = new Set([
  ...[
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-05-04',
    '2026-05-25',
    '2026-08-31',
    '2026-12-25',
    '2026-12-28',
  ],
  '2027-01-01',
]);

/** The working minutes between two moments, added up day by day. */
function workingMinutes(from: Temporal.Instant, until: Temporal.Instant): number {
  const local = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London');
  let minutes = 0;
  for (
    let day = local(from).toPlainDate();
    Temporal.PlainDate.compare(day, local(until).toPlainDate()) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (day.dayOfWeek > 5 || BANK_HOLIDAYS.has(day.toString())) continue;
    const edge = (plainTime: string) =>
      day.toZonedDateTime({ timeZone: 'Europe/London', plainTime }).epochMilliseconds;
    const begin = Math.max(edge('09:00'), from.epochMilliseconds);
    const end = Math.min(edge('17:00'), until.epochMilliseconds);
    minutes += Math.max(0, end - begin) / 60_000;
  }
  return minutes;
}

describe('whatever the moment and the allowance', () => {
  const moments = fc
    .integer({ min: Date.parse('2026-01-01T00:00Z') / 60_000, max: Date.parse('2026-12-15T00:00Z') / 60_000 })
    .map((minute) => instant(minute * 60_000));

  it('exactly so much working time lies before the due time, which is within working hours', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 16 }), (from, halfDays) => {
        const end = Temporal.Instant.from(dueAt(from, { workingDays: halfDays / 2 }, WorkingHours.parse({})));
        expect(workingMinutes(Temporal.Instant.from(from), end)).toBe(halfDays * 240);
        const time = end.toZonedDateTimeISO('Europe/London').toPlainTime().toString();
        expect(time > '09:00:00' && time <= '17:00:00').toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('clock hours are hours', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 400 }), (from, clockHours) => {
        expect(secondsBetween(from, dueAt(from, { clockHours }, WorkingHours.parse({})))).toBe(
          clockHours * 3_600,
        );
      }),
    );
  });
});

describe('what is left of an allowance', () => {
  const left = (now: string, dueTime: string, allowance: Allowance, said: Hours = {}) =>
    allowanceLeft(instant(new Date(now)), instant(new Date(dueTime)), allowance, WorkingHours.parse(said));

  it.each([
    ['half a day from Monday noon', '2026-02-02T13:00Z', '2026-02-02T17:00Z', 0.5],
    ['a day over a weekend', '2026-02-06T15:00Z', '2026-02-09T15:00Z', 1],
    ['from the night, what is left from opening', '2026-02-03T02:00Z', '2026-02-03T13:00Z', 0.5],
    ['over the clocks going back', '2026-10-23T14:00Z', '2026-10-26T15:00Z', 1],
    ['nothing of one that is over', '2026-02-03T13:00Z', '2026-02-03T12:00Z', 0],
  ])('is %s', (_, now, dueTime, workingDays) => {
    expect(left(now, dueTime, days(5))).toEqual({ workingDays });
  });

  it('is hours by the clock where the allowance is', () => {
    expect(left('2026-03-28T12:00Z', '2026-03-29T12:00Z', hours(48))).toEqual({ clockHours: 24 });
  });

  it('is nothing of a day on which the landlord is closed', () => {
    const closed = { closedOn: ['2026-02-03'] };
    expect(left('2026-02-02T13:00Z', '2026-02-04T13:00Z', days(5), closed)).toEqual({ workingDays: 1 });
    expect(due('2026-02-02T13:00Z', days(1), closed)).toBe('2026-02-04T13:00Z');
  });

  it('leads to the same due time when the clock goes on at once', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 80 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, eighths, share) => {
          const whole = WorkingHours.parse({});
          const allowance = days(eighths / 8);
          const end = dueAt(instant(from), allowance, whole);
          const pausedAt = instant(from.getTime() + share * (Date.parse(end) - from.getTime()));
          const again = dueAt(pausedAt, allowanceLeft(pausedAt, end, allowance, whole), whole);
          expect(Math.abs(secondsBetween(end, again))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
