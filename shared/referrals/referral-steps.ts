import { earlier, type Instant, plusSeconds } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import type { Referral, ReferralChange, ReferralHistory } from './referral.ts';

/** What came of sending. `not-taken` is certain not to have arrived; of what was `lost` nobody knows. */
export type Sent =
  | { readonly what: 'reference'; readonly reference: string; readonly notice?: string | undefined }
  | { readonly what: 'token'; readonly token: string }
  | { readonly what: 'refused' | 'not-taken' | 'lost'; readonly because: string };

/** What a partner says of a request. `id` tells one update from another. */
export interface TheirWord {
  readonly id?: string | undefined;
  readonly status: string;
  readonly notes?: string | undefined;
}

// Ours: soon at first, and over most of two days in all.
const TRIED_AGAIN_MINUTES = [1, 5, 15, 60, 120, 240, 480, 720, 1_440] as const;

/** So long after it was sent nothing is under way any more: what has not answered by then is lost. */
export const LOST_AFTER_SECONDS = 600;

// After so long nobody waits for an answer.
const ASKED_FOR_DAYS = 180;
const UPDATES_KNOWN = 50;

/** When a referral is to be looked at next; undefined when nothing is to come of it by itself. Pure. */
export function nextLook(referral: Referral, pollMinutes: number, now: Instant): Instant | undefined {
  switch (referral.status) {
    case 'waiting': {
      const minutes = TRIED_AGAIN_MINUTES[referral.tries - 1] ?? 0;
      return plusSeconds(now, minutes * 60);
    }
    case 'sending':
      return plusSeconds(referral.triedAt ?? now, LOST_AFTER_SECONDS);
    case 'awaiting-reference':
    case 'open': {
      const last = plusSeconds(referral.openedAt, ASKED_FOR_DAYS * 86_400);
      const next = earlier(plusSeconds(now, pollMinutes * 60), last);
      return next > now ? next : undefined;
    }
    case 'closed':
    case 'refused':
    case 'unsure':
      return undefined;
  }
}

/** That it is about to be sent. Whoever saves this sends it. Pure. */
export function sending(referral: Referral, now: Instant): ReferralChange {
  const tries = referral.tries + 1;
  return step(referral, { status: 'sending', tries, triedAt: now }, 'sending', `try ${tries}`, now);
}

/** What came of sending it. Pure. */
export function afterSending(referral: Referral, sent: Sent, now: Instant): ReferralChange {
  const { partner } = referral;
  switch (sent.what) {
    case 'reference':
      return taken(referral, sent.reference, 'sent', sent.notice, now);
    case 'token': {
      const sentence = `${partner} has it and has given no reference yet.`;
      const known = { status: 'awaiting-reference', token: sent.token, sentence } as const;
      return step(referral, known, 'sent', `${partner} has it; a reference is to come`, now);
    }
    case 'refused':
      return ended(referral, 'refused', `${partner} does not take it: ${sent.because}`, now);
    case 'not-taken':
      if (referral.tries > TRIED_AGAIN_MINUTES.length) {
        return ended(
          referral,
          'refused',
          `${partner} could not be reached in two days: ${sent.because}`,
          now,
        );
      }
      return step(
        referral,
        { status: 'waiting' },
        'put-off',
        `not sent, tried again later: ${sent.because}`,
        now,
      );
    case 'lost':
      return step(referral, {}, 'lost', `${partner} may have it or not: ${sent.because}`, now);
  }
}

/** That their number of it is known. Pure. */
export function taken(
  referral: Referral,
  reference: string,
  did: 'sent' | 'found',
  notice: string | undefined,
  now: Instant,
): ReferralChange {
  const sentence = `${referral.partner} has it as ${reference}.`;
  const known = {
    status: 'open',
    theirReference: reference,
    sentence,
    askedUntil: referral.openedAt,
  } as const;
  const said = notice === undefined ? sentence : `${sentence} They say: “${legible(notice)}”`;
  return step(referral, known, did, said, now);
}

/** That a lost one was not found there: it is sent again where that is safe, and otherwise nobody knows. Pure. */
export function notFound(referral: Referral, takesRepeats: boolean, now: Instant): ReferralChange {
  if (takesRepeats)
    return step(referral, { status: 'waiting' }, 'put-off', 'sent again under its number', now);
  const { partner, id } = referral;
  const said = `No answer came, and ${partner} shows nothing under ${id}: ask them before it is referred again.`;
  return ended(referral, 'unsure', said, now);
}

/** What they say of it, when that is new; undefined when it is known. It changes nothing but the referral. Pure. */
export function told(referral: Referral, word: TheirWord, now: Instant): ReferralChange | undefined {
  const status = word.status.toLowerCase();
  const isKnown = word.id === undefined ? isSame(referral, word) : referral.updatesKnown.includes(word.id);
  if (isKnown) return undefined;
  const notes = word.notes === undefined ? '' : `: “${legible(word.notes)}”`;
  const said = `They say it is ${status.replaceAll('_', ' ')}${notes}`;
  const updatesKnown = [...referral.updatesKnown, wordId(word)].slice(-UPDATES_KNOWN);
  const known = { theirStatus: status, updatesKnown, sentence: said };
  if (!isOver(status)) return step(referral, { ...known, status: 'open' }, 'told', said, now);
  return step(referral, { ...known, status: 'closed', endedAt: now }, 'told', said, now);
}

/** Without updates of their own, a status with its words is new when it differs from the last. */
function isSame(referral: Referral, word: TheirWord): boolean {
  return referral.updatesKnown.at(-1) === wordId(word);
}

function wordId({ id, status, notes = '' }: TheirWord): string {
  return id ?? `${status} ${notes}`.slice(0, 200);
}

const OVER =
  /^(closed|fixed|fixed[ _-].*|no[ _]further[ _]action|duplicate|not[ _]councils?[ _]responsibility|unable[ _]to[ _]fix)$/;

/** Whether a status of theirs, of Open311's or of mySociety's, says that they do nothing more. */
function isOver(status: string): boolean {
  return OVER.test(status);
}

function ended(
  referral: Referral,
  status: 'refused' | 'unsure',
  sentence: string,
  now: Instant,
): ReferralChange {
  return step(
    referral,
    { status, sentence: legible(sentence), endedAt: now },
    status,
    legible(sentence),
    now,
  );
}

const LONGEST = 1_000;

/** Text of a stranger's on one line, without characters that no text has. */
function legible(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
}

function step(
  referral: Referral,
  known: Partial<Referral>,
  did: ReferralHistory['did'],
  said: string,
  now: Instant,
): ReferralChange {
  const version = referral.version + 1;
  const next = { ...referral, ...known, version };
  const by = byRule('refer-outward');
  return {
    referral: next,
    history: { referralId: referral.id, version, at: now, by, did, status: next.status, said },
  };
}
