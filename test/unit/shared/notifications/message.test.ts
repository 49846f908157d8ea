import { describe, expect, it } from 'vitest';
import { Incident } from '../../../../shared/incidents/incident.ts';
import { IncidentKind } from '../../../../shared/incidents/kinds.ts';
import { digestOf } from '../../../../shared/notifications/digest.ts';
import { messageOf } from '../../../../shared/notifications/message.ts';
import type { NotificationContent } from '../../../../shared/notifications/notification.ts';
import { type Notice, urgentIncident, urgentWork } from '../../../../shared/notifications/urgency.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { anIncident, aTask, at } from '../../../support/builders.ts';

const NOW = at('2026-11-23T07:30:00Z');
const settings = { webAddress: 'https://estatewatch.example', timeZone: 'Europe/London' };

const urgent = (notices: readonly Notice[], beyond = 0): NotificationContent => ({
  tells: 'urgent',
  notices: [...notices],
  beyond,
});
const anInsecureDoor = (id: string, patch = 'north'): Notice => {
  const notice = urgentIncident(anIncident({ id, kind: 'door-fault', insecure: true, patch }), NOW);
  if (notice === undefined) throw new Error('an insecure door is urgent');
  return notice;
};

describe('a message of something urgent', () => {
  it('says what kind of thing, on which patch, and where to look', () => {
    const { title, text, link } = messageOf(urgent([anInsecureDoor('DF-1')]), settings);
    expect(title).toBe('Insecure door on North');
    expect(link).toBe('https://estatewatch.example/incidents/DF-1');
    expect(text).toBe(`Insecure door on North.

Insecure door on North: https://estatewatch.example/incidents/DF-1

Sign in to see what and where. Messages hold no names, addresses or pictures.
`);
  });

  it('of many things says how many more, and on which patches', () => {
    const notices = [anInsecureDoor('DF-1'), anInsecureDoor('DF-2'), anInsecureDoor('DF-3', 'river-side')];
    const { title, text, link } = messageOf(urgent(notices, 12), settings);
    expect(title).toBe('Insecure door, and 14 more on North and River Side');
    expect(text).toContain('… and 12 more.');
    expect(link).toBe('https://estatewatch.example');
  });
});

describe('a digest', () => {
  const hours = WorkingHours.parse({});
  const digest = digestOf(
    'north',
    [
      aTask({ id: 'T-1', kind: 'repair', dueAt: '2026-11-20T17:00:00Z', openedAt: '2026-11-13T10:00:00Z' }),
      aTask({ id: 'T-2', kind: 'make-safe', dueAt: '2026-11-23T16:06:00Z' }),
      aTask({ id: 'T-3', kind: 'clear', dueAt: '2026-11-27T17:00:00Z', openedAt: '2026-11-16T10:00:00Z' }),
    ],
    [anIncident({ id: 'FT-9' })],
    at('2026-11-20T07:30:00Z'),
    NOW,
    hours,
  );

  it('says what is new, due today, overdue and waiting for review, each with its reference', () => {
    expect(
      messageOf({ tells: 'digest', digest }, settings).text,
    ).toBe(`North, Monday 23 November: 1 new, 1 due today, 1 overdue, 1 waiting for review.

New since Fri 20 Nov 07:30: 1
  Make safe, due Mon 23 Nov 16:06: https://estatewatch.example/tasks/T-2

Due today: 1
  Make safe, due Mon 23 Nov 16:06: https://estatewatch.example/tasks/T-2

Overdue: 1
  Repair, due Fri 20 Nov 17:00: https://estatewatch.example/tasks/T-1

Waiting for review: 1
  https://estatewatch.example/incidents/FT-9

Sign in to see what and where. Messages hold no names, addresses or pictures.
`);
  });

  it('lists twenty of a kind and counts the rest', () => {
    const tasks = Array.from({ length: 23 }, (_, index) => aTask({ id: `T-${index}` }));
    const many = digestOf('north', tasks, [], at('2026-11-20T07:30:00Z'), NOW, hours);
    const { text } = messageOf({ tells: 'digest', digest: many }, settings);
    expect(text).toContain('New since Fri 20 Nov 07:30: 23');
    expect(text).toContain('  … and 3 more');
  });
});

describe('no message', () => {
  // Every text of an incident or task that could tell who, what exactly or where.
  const telltale = {
    assetId: 'telltale-asset',
    assetName: 'Telltale Court front door',
    blockId: 'telltale-court',
    estateId: 'telltale-estate',
  };
  const aClipsView = {
    atSeconds: 13,
    box: { left: 0, top: 0, width: 1, height: 1 },
    confidence: 1,
    stills: [],
  };
  const aClearing = {
    at: '2026-11-22T10:00:00Z',
    notBefore: '2026-11-22T09:00:00Z',
    clipId: 'telltale',
    stills: [],
  };
  const incidents = IncidentKind.options.flatMap((kind) =>
    [true, false].map((insecure) =>
      anIncident({
        ...telltale,
        kind,
        insecure,
        priority: 'emergency',
        reasons: ['telltale reason of Mrs Telltale, 7 Telltale Court'],
        faults: ['telltale-fault'],
        nearby: [
          {
            incidentId: 'DF-telltale',
            kind: 'door-fault',
            assetName: 'Telltale door',
            faults: ['telltale'],
            distanceMetres: 3,
            sentence: 'Telltale door: forced',
          },
        ],
        seen: { ...aClipsView, clipId: 'telltale-camera@2026-11-22T00:12:47.000Z' },
        seenCleared: { ...aClearing, cameraName: 'Telltale camera' },
        recurrenceOf: 'FT-telltale',
        matter: 'telltale-matter',
      }),
    ),
  );
  const tasks = (['breached', 'attend-overdue'] as const).map((come) =>
    aTask({
      ...telltale,
      assignee: 'telltale.officer',
      proposed: { doneAt: '2026-11-22T10:00:00Z', because: 'seen cleared by Telltale camera' },
      attendBy: '2026-11-22T10:00:00Z',
      clock: { ...aTask().clock, told: [come] },
    }),
  );
  const notices = [
    ...incidents.flatMap((incident) => urgentIncident(incident, NOW) ?? []),
    ...tasks.flatMap((task) => urgentWork(task, incidents[0], NOW)?.notice ?? []),
  ];
  const digest = digestOf('north', tasks, incidents, at('2026-11-01T00:00:00Z'), NOW, WorkingHours.parse({}));
  const contents: NotificationContent[] = [
    ...notices.map((notice) => urgent([notice])),
    urgent(notices, 7),
    { tells: 'digest', digest },
  ];

  it('could hold a field of an incident that this test forgot', () => {
    // References, kinds, counts, the patch and times are what a message may say, or nobody's secret.
    const plain = new Set(
      'id kind status patch occurredAt lastSeenAt sightings insecure priority hazard planned disposition shownBy outcome clearedAt resolvedAt timesReopened version'.split(
        ' ',
      ),
    );
    const [incident] = incidents;
    const telling = Object.entries(incident ?? {}).filter(([, value]) =>
      /telltale/i.test(JSON.stringify(value)),
    );
    const forgotten = Object.keys(Incident.shape).filter(
      (field) => !plain.has(field) && !telling.some(([name]) => name === field),
    );
    expect(forgotten).toEqual([]);
  });

  it('of any kind is left out of this test', () => {
    expect(new Set(notices.map(({ what }) => what)).size).toBe(6);
  });

  it.each(contents.map((content) => [messageOf(content, settings).title, content] as const))(
    '“%s” holds a name, an address or a reason',
    (_, content) => {
      expect(JSON.stringify(messageOf(content, settings))).not.toMatch(/telltale/i);
    },
  );
});
