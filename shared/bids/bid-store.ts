import { z } from 'zod';
import { keys } from '../platform/keys.ts';
import { LostRace, type Table } from '../platform/table.ts';
import type { Item, Write } from '../platform/write.ts';
import { Bid, type BidFile, BidLink, OPEN_BID_STATUSES } from './bid.ts';

const BidPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bid'), ...Bid.shape }),
  z.object({ type: z.literal('bid-link'), ...BidLink.shape }),
]);

/** Bids in the table, each with what it answers. */
export class BidStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Enters a new bid. One that is known stays as it is, and the answer is false. */
  async enter(bid: Bid): Promise<boolean> {
    const filed: Write[] = bid.estateIds.map((estateId) => ({
      put: { ...keys.estateBid(estateId, bid.id), type: 'open-bid', ...bid },
    }));
    try {
      const put = { put: bidItem(bid), when: 'new' } as const;
      await this.#table.commit(OPEN_BID_STATUSES.includes(bid.status) ? [put, ...filed] : [put]);
      return true;
    } catch (error) {
      if (error instanceof LostRace) return false;
      throw error;
    }
  }

  /** A bid with its links. One Query. */
  async file(bidId: string): Promise<BidFile | undefined> {
    const parts = await this.#table.all({ pk: keys.bid(bidId).pk }, BidPart);
    const bid = parts.find((part) => part.type === 'bid');
    return (
      bid && {
        bid: Bid.parse(bid),
        links: parts.filter((part) => part.type === 'bid-link').map((link) => BidLink.parse(link)),
      }
    );
  }

  /** Bids of a programme. One Query. */
  async ofProgramme(programme: string): Promise<Bid[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.programmeBids(programme) }, Bid);
  }

  /** Open bids whose scope touches an estate. One Query. */
  async openOnEstate(estateId: string): Promise<Bid[]> {
    return this.#table.all({ pk: keys.estateBid(estateId, '').pk, prefix: 'OPEN-BID#' }, Bid);
  }

  /** Files a link on its bid and on its incident. The same link again changes nothing. */
  async link(link: BidLink, bid: Bid): Promise<void> {
    const { bidId, incidentId, taskId } = link;
    const onIncident = { type: 'incident-bid', bidId, taskId, title: bid.title, works: bid.works };
    try {
      await this.#table.commit([
        { put: { ...keys.bidLink(bidId, incidentId, taskId), type: 'bid-link', ...link }, when: 'new' },
        { put: { ...keys.incidentBid(incidentId, bidId, taskId), ...onIncident } },
      ]);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }
}

function bidItem(bid: Bid): Item {
  const filed = { queuePk: keys.programmeBids(bid.programme), queueSk: `${bid.status}#${bid.id}` };
  return { ...keys.bid(bid.id), type: 'bid', ...filed, ...bid };
}
