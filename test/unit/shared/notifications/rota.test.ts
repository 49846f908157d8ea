import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { escalationOf, officersOf, onDuty, Rota } from '../../../../shared/notifications/rota.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { at } from '../../../support/builders.ts';

const rota = Rota.parse({
  landlord: {
    working: { officers: ['duty-desk'] },
    outOfHours: {
      // From Monday 5 January 2026: a week's turn each, handed over on Mondays at nine.
      turns: { from: '2026-01-05', handOverAt: '09:00', people: ['ana', 'ben', 'cat'] },
      shifts: [{ from: '2026-12-25T00:00', until: '2026-12-27T00:00', username: 'volunteer' }],
    },
    escalation: ['manager'],
  },
  patches: {
    north: { working: { officers: ['nia', 'ned'] } },
    south: {
      working: { officers: ['sam'], dutyOfficer: 'sue' },
      outOfHours: {
        shifts: [{ from: '2026-03-28T22:00', until: '2026-03-29T06:00', username: 'night-watch' }],
      },
      escalation: ['area-manager'],
    },
  },
} satisfies z.input<typeof Rota>);

type Nation = z.infer<typeof WorkingHours>['nation'];
const on = (patch: string, moment: string, nation: Nation = 'ENG') =>
  onDuty(rota, patch, at(moment), WorkingHours.parse({ nation }));

describe('who is on duty', () => {
  it.each<[when: string, patch: string, moment: string, who: string[], by: string, nation?: Nation]>([
    // By day.
    ['Monday at nine', 'north', '2026-11-23T09:00:00Z', ['nia', 'ned'], 'officers'],
    ['a moment before nine', 'north', '2026-11-23T08:59:59Z', ['ana'], 'turn'],
    ['a moment before five', 'north', '2026-11-23T16:59:59Z', ['nia', 'ned'], 'officers'],
    ['at five', 'north', '2026-11-23T17:00:00Z', ['ben'], 'turn'],
    ['by day where one is named for it', 'south', '2026-11-23T11:00:00Z', ['sue'], 'duty-officer'],
    [
      'by day in a patch that the rota does not name',
      'west',
      '2026-11-23T11:00:00Z',
      ['duty-desk'],
      'officers',
    ],
    [
      'at nine in summer, an hour earlier by UTC',
      'north',
      '2026-07-01T08:00:00Z',
      ['nia', 'ned'],
      'officers',
    ],
    [
      'half past five on a summer evening, half past four by UTC',
      'north',
      '2026-07-01T16:30:00Z',
      ['ben'],
      'turn',
    ],
    // Turns of a week.
    ['before the first turn', 'north', '2026-01-05T08:59:00Z', [], 'nobody'],
    ['in the first turn', 'north', '2026-01-06T20:00:00Z', ['ana'], 'turn'],
    ['at the end of the first turn', 'north', '2026-01-12T08:59:59Z', ['ana'], 'turn'],
    ['in the second turn', 'north', '2026-01-12T18:00:00Z', ['ben'], 'turn'],
    ['in the third turn', 'north', '2026-01-25T12:00:00Z', ['cat'], 'turn'],
    ['when all have had theirs', 'north', '2026-01-26T18:00:00Z', ['ana'], 'turn'],
    // The clocks go forward on Sunday 29 March: the turn's last night is an hour shorter.
    ['the Monday after, a moment before nine', 'north', '2026-03-30T07:59:59Z', ['cat'], 'turn'],
    ['the Monday after, at nine', 'north', '2026-03-30T08:00:00Z', ['nia', 'ned'], 'officers'],
    ['the Monday after, in the evening', 'north', '2026-03-30T17:00:00Z', ['ana'], 'turn'],
    ['a shift on that night, before they do', 'south', '2026-03-29T00:59:59Z', ['night-watch'], 'shift'],
    ['a shift on that night, its last minute', 'south', '2026-03-29T04:59:59Z', ['night-watch'], 'shift'],
    ['and when it is over', 'south', '2026-03-29T05:00:00Z', ['cat'], 'turn'],
    // The clocks go back on Sunday 25 October.
    ['the Sunday they go back', 'north', '2026-10-25T12:00:00Z', ['cat'], 'turn'],
    ['the Monday after, a moment before nine', 'north', '2026-10-26T08:59:59Z', ['cat'], 'turn'],
    ['the Monday after, in the evening', 'north', '2026-10-26T18:00:00Z', ['ana'], 'turn'],
    // Bank holidays.
    ['Christmas Day', 'north', '2026-12-25T11:00:00Z', ['volunteer'], 'shift'],
    ['Boxing Day', 'north', '2026-12-26T23:59:00Z', ['volunteer'], 'shift'],
    ['the Sunday after', 'north', '2026-12-27T11:00:00Z', ['cat'], 'turn'],
    ['its substitute on the Monday', 'north', '2026-12-28T11:00:00Z', ['ana'], 'turn'],
    ['the day after that', 'north', '2026-12-29T11:00:00Z', ['nia', 'ned'], 'officers'],
    ['Good Friday', 'north', '2026-04-03T11:00:00Z', ['ana'], 'turn'],
    ['Easter Monday', 'north', '2026-04-06T11:00:00Z', ['ben'], 'turn'],
    ['Easter Monday in Scotland', 'north', '2026-04-06T11:00:00Z', ['nia', 'ned'], 'officers', 'SCT'],
    ['St Andrew’s Day', 'north', '2026-11-30T11:00:00Z', ['nia', 'ned'], 'officers'],
    ['St Andrew’s Day in Scotland', 'north', '2026-11-30T11:00:00Z', ['cat'], 'turn', 'SCT'],
    ['St Patrick’s Day in Northern Ireland', 'north', '2026-03-17T11:00:00Z', ['ben'], 'turn', 'NIR'],
    ['the second of January in Scotland', 'south', '2026-01-02T11:00:00Z', [], 'nobody', 'SCT'],
  ])('%s: %s', (_, patch, moment, usernames, by, nation) => {
    expect(on(patch, moment, nation)).toEqual({ usernames, by });
  });

  it.each([
    ['in the spring at a time that there is not', '2026-03-29T01:29:59Z', 'ana'],
    ['in the spring an hour later', '2026-03-29T01:30:00Z', 'ben'],
    ['in the autumn a moment before the first of two', '2026-10-25T00:29:59Z', 'ana'],
    ['in the autumn at the first of two', '2026-10-25T00:30:00Z', 'ben'],
    ['in the autumn at the second of two', '2026-10-25T01:15:00Z', 'ben'],
  ])('is handed over at half past one %s', (_, moment, username) => {
    const people = ['ana', 'ben'];
    const nightly = (from: string) =>
      Rota.parse({ landlord: { outOfHours: { turns: { from, handOverAt: '01:30', people } } } });
    const aWeekBefore = moment < '2026-06' ? '2026-03-22' : '2026-10-18';
    const found = onDuty(nightly(aWeekBefore), 'north', at(moment), WorkingHours.parse({}));
    expect(found).toEqual({ usernames: [username], by: 'turn' });
  });

  it('is nobody where nobody has set a rota', () => {
    const nobody = onDuty(Rota.parse({}), 'north', at('2026-11-23T11:00:00Z'), WorkingHours.parse({}));
    expect(nobody).toEqual({ usernames: [], by: 'nobody' });
  });
});

describe('a rota', () => {
  it('says whose digest is whose: the officers of the patch and who is named for it', () => {
    expect(officersOf(rota, 'south')).toEqual(['sam', 'sue']);
    expect(officersOf(rota, 'west')).toEqual(['duty-desk']);
  });

  it('says to which managers a breach goes: the patch’s own, or the landlord’s', () => {
    expect(escalationOf(rota, 'south')).toEqual(['area-manager']);
    expect(escalationOf(rota, 'north')).toEqual(['manager']);
  });

  it.each([
    [
      'a shift that ends before it begins',
      { shifts: [{ from: '2026-12-26T00:00', until: '2026-12-25T00:00', username: 'a' }] },
      'a shift ends after it begins',
    ],
    [
      'a shift on a day that is not',
      { shifts: [{ from: '2026-02-30T00:00', until: '2026-03-25T00:00', username: 'a' }] },
      'there is no such date or time',
    ],
    [
      'a shift in UTC',
      { shifts: [{ from: '2026-02-20T00:00Z', until: '2026-03-25T00:00', username: 'a' }] },
      'a local date and time',
    ],
    ['turns of nobody', { turns: { from: '2026-01-05', handOverAt: '09:00', people: [] } }, '>=1'],
    [
      'somebody with a space',
      { turns: { from: '2026-01-05', handOverAt: '09:00', people: ['escalation contact'] } },
      'a username has no spaces',
    ],
  ])('with %s is refused', (_, outOfHours, words) => {
    const refused = Rota.safeParse({ landlord: { outOfHours } });
    expect(refused.error?.message).toContain(words);
  });
});
