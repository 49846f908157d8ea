import { beforeEach, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { aTask, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { NOON, notifyOn } from './notify-room.ts';

const tables = tablesForThisFile();
let room: Awaited<ReturnType<typeof notifyOn>>;
beforeEach(async () => {
  room = await notifyOn(tables.fresh());
});

const whoIsTold = async () => (await room.all()).map(({ to }) => to);

describe('an insecure door', () => {
  it('is told to whoever is on duty, by e-mail, at once', async () => {
    const id = await room.insecureDoor();
    await room.hear({ thing: 'incident', id, status: 'confirmed' });
    await room.sendDue();
    expect(room.mails).toMatchObject([
      { to: 'ana@landlord.example', message: { title: 'Insecure door on North' } },
    ]);
    expect(await room.all()).toMatchObject([
      {
        to: 'ana',
        status: 'sent',
        endedAt: NOON,
        deliveries: [{ at: NOON, channel: 'email', outcome: 'delivered', providerId: 'ses-1' }],
      },
    ]);
  });

  it('is one e-mail, however often and in whatever order its changes come', async () => {
    const id = await room.insecureDoor();
    for (const status of ['confirmed', 'flagged', 'confirmed']) {
      await room.hear({ thing: 'incident', id, status });
      await room.sendDue();
    }
    const [notification] = await room.all();
    await room.hear({ thing: 'notification', id: notification?.id ?? '' }, plusSeconds(NOON, 3_600));
    expect(room.mails).toHaveLength(1);
  });

  it('that was closed before anybody heard of it is told to nobody', async () => {
    const id = await room.insecureDoor();
    await room.close(id);
    await room.hear({ thing: 'incident', id, status: 'confirmed' });
    expect(await room.all()).toEqual([]);
  });

  it('at night is told to the escalation contact when the rota names nobody, and the log says so', async () => {
    const id = await room.insecureDoor();
    const night = at('2026-11-23T23:00:00Z');
    await room.hear({ thing: 'incident', id, status: 'confirmed' }, night);
    await room.sendDue(night);
    expect(room.mails).toMatchObject([{ to: 'control-room@landlord.example' }]);
    expect(room.log.lines).toContainEqual({
      code: 'NOBODY_ON_DUTY',
      about: { patch: 'north', asked: 'on duty', by: 'nobody', named: 0 },
    });
  });

  it('is told to the escalation contact when whoever is on duty has not said where', async () => {
    await room.contacts.setEmail('ana', undefined, NOON);
    const id = await room.insecureDoor();
    await room.hear({ thing: 'incident', id, status: 'confirmed' });
    expect(await whoIsTold()).toEqual(['escalation contact']);
    expect(room.log.lines).toContainEqual({
      code: 'NOBODY_ON_DUTY',
      about: { patch: 'north', asked: 'on duty', by: 'officers', named: 1 },
    });
  });
});

describe('what is not urgent', () => {
  it('waits for the digest of its patch', async () => {
    const id = await room.insecureDoor({ insecure: false });
    await room.hear({ thing: 'incident', id, status: 'confirmed' });
    expect(await room.all()).toEqual([]);
    await room.openTask({ openedAt: '2026-11-23T12:00:00Z' });
    await room.digests.tell('north', at('2026-11-24T07:30:00Z'));
    expect((await room.notifications.ofDay('2026-11-24', 10)).items).toMatchObject([
      { to: 'ana', content: { tells: 'digest', digest: { newWork: { count: 1 } } } },
    ]);
  });
});

describe('work by the clock', () => {
  const told = (...come: ('attend-overdue' | 'overdue' | 'breached')[]) => ({ ...aTask().clock, told: come });

  it('in breach is told to the managers of the escalation', async () => {
    const id = await room.openTask({ clock: told('overdue', 'breached') });
    await room.hear({ thing: 'task', id, status: 'open' });
    await room.sendDue();
    expect(room.mails).toMatchObject([
      { to: 'max@landlord.example', message: { title: 'Work is in breach on North' } },
    ]);
  });

  it('to which nobody has come in an emergency is told to whoever is on duty', async () => {
    const incidentId = await room.insecureDoor();
    const id = await room.openTask({ incidentId, clock: told('attend-overdue') });
    await room.hear({ thing: 'task', id, status: 'open' });
    expect(await whoIsTold()).toEqual(['ana']);
  });

  it('that is only overdue is told to nobody before the morning', async () => {
    const id = await room.openTask({ clock: told('overdue') });
    await room.hear({ thing: 'task', id, status: 'open' });
    expect(await room.all()).toEqual([]);
  });
});
