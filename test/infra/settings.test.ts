import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { defaultServiceLevels } from '../../shared/tasks/service-levels.ts';

const plain = {
  landlord: 'Northside Homes',
  environment: 'live',
  signInPrefix: 'northside-live',
  signInReturnUrls: ['https://estatewatch.northside.example/docs/oauth2-redirect.html'],
  patches: ['north'],
  notifications: {
    sender: 'estatewatch@northside.example',
    escalationContact: 'control-room@northside.example',
    webAddress: 'https://estatewatch.northside.example',
  },
};

function fileSaying(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'estatewatch-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'settings.json');
  writeFileSync(file, text);
  return file;
}

const settings = (said: object = {}) => readSettings(fileSaying(JSON.stringify({ ...plain, ...said })));

describe('a landlord’s settings', () => {
  it('may leave out everything but who, where, which patches, where to sign in and whom to tell', () => {
    expect(settings()).toMatchObject({
      ...plain,
      notifications: { ...plain.notifications, digestAt: '07:30', gatherMinutes: 10 },
      region: 'eu-west-2',
      workingHours: { nation: 'ENG', opens: '09:00', closes: '17:00', weekdays: [1, 2, 3, 4, 5] },
      serviceLevels: defaultServiceLevels,
      recurrenceDays: RecurrenceDays.parse(undefined),
      nearby: { metres: 100, hoursBefore: 12, hoursAfter: 2, standingDays: 28 },
      sensors: { door: { dayLimitMinutes: 60, nightLimitMinutes: 30 } },
      keepUnflaggedDays: 31,
    });
  });

  it('of the demo are right', () => {
    expect(readSettings('infra/settings/demo.json').environment).toBe('demo');
  });

  it.each([
    ['no landlord', { landlord: '' }, 'at landlord'],
    [
      'an environment that no stack could be named by',
      { environment: 'Live!' },
      'small letters, digits and hyphens',
    ],
    ['no patch', { patches: [] }, 'at patches'],
    ['a patch in capitals', { patches: ['North'] }, 'an id is 1 to 63 small letters, digits or hyphens'],
    [
      'a day that ends before it begins',
      { workingHours: { opens: '17:00', closes: '09:00' } },
      'the working day must close after it opens',
    ],
    ['a misspelt number of what is near', { nearby: { meters: 50 } }, 'Unrecognized key: "meters"'],
    [
      'a level without time',
      { serviceLevels: [{ task: 'clear', complete: {} }] },
      'at serviceLevels[0].complete',
    ],
    [
      'an unknown task',
      { serviceLevels: [{ task: 'sweep', complete: { clockHours: 1 } }] },
      'at serviceLevels[0].task',
    ],
    ['days of recurrence for some kinds only', { recurrenceDays: { 'fly-tipping': 1 } }, 'at recurrenceDays'],
    ['no place to sign in', { signInPrefix: undefined }, 'at signInPrefix'],
    [
      'nobody to tell when nobody is on duty',
      { notifications: { ...plain.notifications, escalationContact: undefined } },
      'at notifications.escalationContact',
    ],
    [
      'links that are not private on their way',
      { notifications: { ...plain.notifications, webAddress: 'http://estatewatch.northside.example' } },
      'an address that begins with https://',
    ],
    ['one clip at once', { clipsAtOnce: 1 }, 'at clipsAtOnce'],
    ['a misspelt name', { keepUnflagedDays: 7 }, 'keepUnflagedDays'],
    [
      'an unknown time zone',
      { sensors: { timeZone: 'Europe/Londn' } },
      'the name of a time zone, such as Europe/London',
    ],
  ])('with %s are refused, and the message says where', (_, said, words) => {
    const refused = () => settings(said);
    expect(refused).toThrow(/^The settings in .+settings\.json are not right:/);
    expect(refused).toThrow(words);
  });

  it('that are no JSON, or not there, are refused with the file’s name', () => {
    expect(() => readSettings(fileSaying('{ landlord'))).toThrow(
      /^The settings in .+settings\.json cannot be read: /,
    );
    expect(() => readSettings('infra/settings/nobody.json')).toThrow(
      'The settings in infra/settings/nobody.json cannot be read: ENOENT',
    );
  });
});
