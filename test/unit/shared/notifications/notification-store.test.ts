import { beforeEach, describe, expect, it } from 'vitest';
import { minutesToCheck } from '../../../../shared/deadlines/deadline.ts';
import { DEADLINE_SHARDS, DeadlineStore } from '../../../../shared/deadlines/deadline-store.ts';
import type { Notification } from '../../../../shared/notifications/notification.ts';
import { NotificationStore } from '../../../../shared/notifications/notification-store.ts';
import { urgentIncident } from '../../../../shared/notifications/urgency.ts';
import { type Instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { anIncident, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-23T20:00:00Z');
const GATHER_MINUTES = 10;

let table: Table;
let store: NotificationStore;
beforeEach(() => {
  table = tables.fresh();
  store = new NotificationStore(table, GATHER_MINUTES);
});

const noticeOf = (id: string, now: Instant) => {
  const notice = urgentIncident(anIncident({ id, kind: 'door-fault', insecure: true }), now);
  if (notice === undefined) throw new Error('an insecure door is urgent');
  return notice;
};
const tell = (id: string, now = NOW, people = ['ana']) => store.tell(noticeOf(id, now), people, now);
const all = async () => (await store.ofDay('2026-11-23', 100)).items.toReversed();
const shown = ({ to, status, content }: Notification) =>
  `${to} ${status} ${content.tells === 'urgent' ? content.notices.map(({ reference }) => reference) : ''}`;

describe('something urgent', () => {
  it('is due at once for everybody who is on duty', async () => {
    expect(await tell('DF-1', NOW, ['ana', 'ben'])).toBe(true);
    expect((await all()).map(shown).sort()).toEqual(['ana due DF-1', 'ben due DF-1']);
  });

  it('is told once, though the change comes twice and another is on duty by then', async () => {
    await tell('DF-1');
    expect(await tell('DF-1', plusSeconds(NOW, 3_600), ['ben'])).toBe(false);
    expect((await all()).map(shown)).toEqual(['ana due DF-1']);
  });

  it('is told once, though it comes ten times at one moment', async () => {
    const told = await Promise.all(Array.from({ length: 10 }, () => tell('DF-1', NOW, ['ana', 'ben'])));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await all()).toHaveLength(2);
  });

  it('is gathered for ten minutes after a message', async () => {
    for (const [id, seconds] of [
      ['DF-1', 0],
      ['DF-2', 1],
      ['DF-3', 599],
    ] as const)
      await tell(id, plusSeconds(NOW, seconds));
    expect((await all()).map(shown)).toEqual(['ana due DF-1', 'ana gathering DF-2,DF-3']);
  });

  it('goes out at once again when the ten minutes are over', async () => {
    await tell('DF-1');
    await tell('DF-2', plusSeconds(NOW, 600));
    expect((await all()).map(shown)).toEqual(['ana due DF-1', 'ana due DF-2']);
  });

  it('loses none of twenty that come at one moment', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `DF-${index}`);
    for (let start = 0; start < ids.length; start += 4)
      await Promise.all(ids.slice(start, start + 4).map((id) => tell(id)));
    const notices = (await all()).flatMap(({ content }) =>
      content.tells === 'urgent' ? content.notices : [],
    );
    expect(notices.map(({ reference }) => reference).sort()).toEqual(ids.sort());
    expect(await all()).toHaveLength(2);
  });

  it('of which there is no end is counted from the hundredth on', async () => {
    for (let index = 0; index < 104; index += 1) await tell(`DF-${index}`);
    const [, gathered] = await all();
    expect(gathered?.content).toMatchObject({ beyond: 3 });
    expect(gathered?.content).toHaveProperty('notices.length', 100);
  });
});

describe('what was gathered', () => {
  const over = plusSeconds(NOW, 600);
  beforeEach(async () => {
    await tell('DF-1');
    await tell('DF-2', plusSeconds(NOW, 60));
  });

  it('has a deadline at the end of its ten minutes', async () => {
    const deadlines = new DeadlineStore(table);
    const [minute = ''] = minutesToCheck(plusSeconds(over, 180), over);
    const shards = Array.from({ length: DEADLINE_SHARDS }, (_, shard) => deadlines.of(minute, shard));
    const [deadline, ...others] = (await Promise.all(shards)).flat();
    expect(deadline).toMatchObject({ at: over, wakes: { what: 'gathered', to: 'ana' } });
    expect(others).toEqual([]);
  });

  it('waits for it, and is due then, once', async () => {
    await store.release('ana', plusSeconds(over, -1));
    expect((await all()).map(shown)).toEqual(['ana due DF-1', 'ana gathering DF-2']);
    await Promise.all([store.release('ana', over), store.release('ana', over)]);
    const [, gathered] = await all();
    expect(gathered).toMatchObject({ status: 'due', version: 2 });
  });

  it('begins the next ten minutes when it goes out', async () => {
    await store.release('ana', over);
    await tell('DF-3', plusSeconds(over, 60));
    expect((await all()).map(shown)).toEqual(['ana due DF-1', 'ana due DF-2', 'ana gathering DF-3']);
  });

  it('is nothing for somebody who was told nothing', async () => {
    await store.release('ben', over);
    expect(await all()).toHaveLength(2);
  });
});

describe('a notification that is due', () => {
  const dueNow = async () => {
    await tell('DF-1');
    const [due] = await all();
    return due?.id ?? '';
  };

  it('is sent by one at a time', async () => {
    const id = await dueNow();
    const claims = await Promise.all([store.claim(id, NOW), store.claim(id, NOW), store.claim(id, NOW)]);
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await store.claim(id, plusSeconds(NOW, 59))).toBeUndefined();
  });

  it('is sent by another when whoever began has ended without a word', async () => {
    const id = await dueNow();
    await store.claim(id, NOW);
    expect(await store.claim(id, plusSeconds(NOW, 60))).toMatchObject({ id, status: 'due' });
  });

  it('is not sent again when it was', async () => {
    const id = await dueNow();
    const claimed = await store.claim(id, NOW);
    if (claimed === undefined) throw new Error('it is due');
    await store.save({ ...claimed, status: 'sent', version: claimed.version + 1 });
    expect(await store.claim(id, plusSeconds(NOW, 3_600))).toBeUndefined();
  });
});
