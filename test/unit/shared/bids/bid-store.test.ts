import { beforeEach, describe, expect, it } from 'vitest';
import { linkFor } from '../../../../shared/bids/bid.ts';
import { BidStore } from '../../../../shared/bids/bid-store.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aBid, aSighting, aTask, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-23T10:00:00Z');

let table: Table;
let bids: BidStore;

beforeEach(() => {
  table = tables.fresh();
  bids = new BidStore(table);
});

describe('a bid', () => {
  it('is entered once: a second time changes nothing, and says so', async () => {
    expect(await bids.enter(aBid())).toBe(true);
    expect(await bids.enter(aBid({ title: 'Another title' }))).toBe(false);
    expect(await bids.file('ash-court-lights')).toEqual({ bid: aBid(), links: [] });
    expect(await bids.openOnEstate('riverside')).toEqual([aBid()]);
  });

  it('is found on every estate that it touches while it is open', async () => {
    await bids.enter(aBid({ id: 'both', estateIds: ['riverside', 'hillside'] }));
    await bids.enter(aBid({ id: 'done', status: 'completed' }));
    expect((await bids.openOnEstate('riverside')).map(({ id }) => id)).toEqual(['both']);
    expect((await bids.openOnEstate('hillside')).map(({ id }) => id)).toEqual(['both']);
    expect(await bids.openOnEstate('lost')).toEqual([]);
  });

  it('is found in its programme, open or not, those of a status together', async () => {
    await bids.enter(aBid({ id: 'a', status: 'submitted' }));
    await bids.enter(aBid({ id: 'b', status: 'completed' }));
    await bids.enter(aBid({ id: 'c', status: 'submitted' }));
    await bids.enter(aBid({ id: 'd', programme: '2028-29' }));
    expect((await bids.ofProgramme('2027-28')).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('that nobody entered is nothing', async () => {
    expect(await bids.file('lost')).toBeUndefined();
  });
});

describe('a link', () => {
  it('is filed on the bid and on the incident, and made twice stays as it was', async () => {
    const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
    const incident = await incidents.take(aSighting(), byRule('left-behind'), NOW);
    const bid = aBid();
    await bids.enter(bid);
    const task = aTask({ incidentId: incident.id });
    const link = linkFor(bid, task, NOW);
    const later = linkFor(bid, task, at('2026-11-24T10:00:00Z'));
    if (link === undefined || later === undefined) throw new Error('the bid does not answer the task');
    await bids.link(link, bid);
    await bids.link(later, bid);
    expect((await bids.file(bid.id))?.links).toEqual([link]);
    expect((await incidents.file(incident.id))?.bids).toEqual([
      { bidId: bid.id, taskId: task.id, title: bid.title, works: bid.works },
    ]);
  });
});
