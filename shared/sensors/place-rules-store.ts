import { z } from 'zod';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Write } from '../platform/write.ts';
import { slotDays } from './day-slots.ts';
import { Mute } from './mute.ts';
import { type PlaceRules, PlaceSettings } from './place-rules.ts';

const Ruling = z.discriminatedUnion('type', [
  z.object({ type: z.literal('place-settings'), ...PlaceSettings.shape }),
  z.object({ type: z.literal('mute'), ...Mute.shape }),
]);

/** How what is sensed at each place is judged. Whatever changes that has all devices there looked at again. */
export class PlaceRulesStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A place's settings, and the mutes that may still matter: those that ended no earlier than devices remember. One Query. */
  async of(placeId: string, now: Instant): Promise<PlaceRules> {
    const since = plusSeconds(now, -slotDays * 86_400);
    const { pk, sk } = keys.placeSettings(placeId);
    const found = await this.#table.all({ pk, between: [keys.mute(placeId, since, '').sk, sk] }, Ruling);
    const settings = found.find((ruling) => ruling.type === 'place-settings');
    const mutes = found.filter((ruling) => ruling.type === 'mute').map((mute) => Mute.parse(mute));
    return { ...(settings && { settings: PlaceSettings.parse(settings) }), mutes };
  }

  /** Saves a place's settings. Throws `Conflict` when they have changed since version `after`, 0 for none. */
  async save(settings: PlaceSettings, { after }: { after: number }, now: Instant): Promise<void> {
    const put = { ...keys.placeSettings(settings.placeId), type: 'place-settings', ...settings };
    const when = after === 0 ? 'new' : { version: after };
    await orConflict(`What holds at “${settings.placeId}”`, () =>
      this.#table.commit([{ put, when }, ...lookAt(settings.placeId, now)]),
    );
  }

  /** Keeps a mute. */
  async mute(mute: Mute, now: Instant): Promise<void> {
    await this.#table.commit([muteItem(mute), ...lookAt(mute.placeId, now)]);
  }

  /** Keeps what became of a mute in place of what it was. */
  async change(before: Mute, after: Mute, now: Instant): Promise<void> {
    const remove = keys.mute(before.placeId, before.until, before.id);
    await this.#table.commit([{ remove }, muteItem(after), ...lookAt(after.placeId, now)]);
  }

  /** Has every device of some places looked at again, though nothing of their rules has changed. */
  async lookAgainAt(placeIds: readonly string[], now: Instant): Promise<void> {
    await Promise.all(placeIds.map((placeId) => this.#table.commit(lookAt(placeId, now))));
  }
}

/** The write that has every device of a place looked at again, by rules read anew. */
function lookAt(placeId: string, now: Instant): Write[] {
  return DeadlineStore.writes(
    [{ id: `place/${placeId}/${now}`, at: now, wakes: { what: 'place', placeId } }],
    now,
  );
}

function muteItem(mute: Mute): Write {
  return { put: { ...keys.mute(mute.placeId, mute.until, mute.id), type: 'mute', ...mute } };
}
