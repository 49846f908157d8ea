import { Conflict } from '../../shared/platform/errors.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { NoWord, type Open311Partner } from '../../shared/referrals/open311-partner.ts';
import type { Referral, ReferralChange } from '../../shared/referrals/referral.ts';
import type { ReferralPartner } from '../../shared/referrals/referral-settings.ts';
import {
  afterSending,
  LOST_AFTER_SECONDS,
  notFound,
  sending,
  taken,
  told,
} from '../../shared/referrals/referral-steps.ts';
import type { ReferralStore } from '../../shared/referrals/referral-store.ts';

/** Who is to look at which referral. */
export interface ReferralWoken {
  readonly incidentId: string;
  readonly referralId: string;
}

interface Room {
  readonly referrals: ReferralStore;
  /** A partner of the settings and its endpoint; undefined when they name it no longer. */
  partner(name: string): Promise<{ settings: ReferralPartner; endpoint: Open311Partner } | undefined>;
  readonly log: Log;
  readonly clock: () => Instant;
}

/**
 * Does what a referral waits for: sends it, looks for one whose answer was lost, or asks what became of it. Woken twice,
 * it sends once: that it is sent is written down first, and who writes second leaves it alone.
 */
export async function lookAtReferral({ incidentId, referralId }: ReferralWoken, room: Room): Promise<void> {
  const referral = await room.referrals.get(incidentId, referralId);
  if (referral === undefined) return;
  const partner = await room.partner(referral.partner);
  try {
    if (partner !== undefined) await next(referral, partner, room);
    else if (referral.status === 'waiting') {
      const because = 'the settings name no such partner any more';
      await save(room, referral, afterSending(referral, { what: 'refused', because }, room.clock()));
    }
  } catch (error) {
    if (error instanceof Conflict) return;
    if (!(error instanceof NoWord)) throw error;
    room.log.warn('PARTNER_SILENT', { referralId, partner: referral.partner }, error);
    await room.referrals.lookLater(referral, room.clock());
  }
}

type Partner = NonNullable<Awaited<ReturnType<Room['partner']>>>;

async function next(referral: Referral, { settings, endpoint }: Partner, room: Room): Promise<void> {
  const now = room.clock();
  switch (referral.status) {
    case 'waiting': {
      const begun = await save(room, referral, sending(referral, now));
      await save(room, begun, afterSending(begun, await endpoint.send(begun), room.clock()));
      return;
    }
    case 'sending': {
      // Somebody may be about it at this moment.
      if (now < plusSeconds(referral.triedAt ?? referral.openedAt, LOST_AFTER_SECONDS)) return;
      const reference = settings.takesRepeats ? undefined : await foundAt(endpoint, referral, now);
      const change =
        reference === undefined
          ? notFound(referral, settings.takesRepeats, now)
          : taken(referral, reference, 'found', undefined, now);
      await save(room, referral, change);
      return;
    }
    case 'awaiting-reference': {
      const reference = await endpoint.referenceOf(referral.token ?? '');
      if (reference === undefined) await room.referrals.lookLater(referral, now);
      else await save(room, referral, taken(referral, reference, 'sent', undefined, now));
      return;
    }
    case 'open':
      return listen(referral, endpoint, room, now);
    case 'closed':
    case 'refused':
    case 'unsure':
      return;
  }
}

/** Their number of a lost one. A partner that cannot be asked has not shown it. */
async function foundAt(endpoint: Open311Partner, referral: Referral, now: Instant) {
  try {
    return await endpoint.find(referral, now);
  } catch (error) {
    if (error instanceof NoWord) return undefined;
    throw error;
  }
}

async function listen(referral: Referral, endpoint: Open311Partner, room: Room, now: Instant): Promise<void> {
  const words = await endpoint.words(referral, now);
  let heard = referral;
  for (const word of words) {
    const change = told(heard, word, now);
    if (change === undefined) continue;
    const asked = { ...change, referral: { ...change.referral, askedUntil: now } };
    heard = await save(room, heard, asked);
  }
  if (heard === referral) await room.referrals.lookLater(referral, now);
}

async function save({ referrals, log }: Room, before: Referral, change: ReferralChange): Promise<Referral> {
  await referrals.save(change, { after: before.version });
  const { id: referralId, status } = change.referral;
  log.info('REFERRAL_CHANGED', { referralId, did: change.history.did, status });
  return change.referral;
}
