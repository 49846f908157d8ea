import type { IncidentStore } from '../incidents/incident-store.ts';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import type { Page } from '../platform/table.ts';
import type { TaskStore } from '../tasks/task-store.ts';
import { nextWorkingDayAt, type WorkingHours } from '../tasks/working-time.ts';
import { type Digest, digestOf, saysNothing } from './digest.ts';
import type { DigestStore } from './digest-store.ts';
import { decide, type Notification } from './notification.ts';
import type { Recipients } from './recipients.ts';

interface Room {
  readonly turns: DigestStore;
  readonly tasks: TaskStore;
  readonly incidents: IncidentStore;
  readonly recipients: Recipients;
  readonly hours: WorkingHours;
  /** Local time of day, such as `07:30`. */
  readonly digestAt: string;
}

const PAGE = 100;

/** The patches' morning digests. */
export class Digests {
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /** Sees to it that a patch where something happened has a digest the next morning. One GetItem, mostly. */
  async expect(patch: string, now: Instant): Promise<void> {
    if ((await this.#room.turns.turn(patch)) !== undefined) return;
    // What called for it is news in it.
    const since = plusSeconds(now, -60);
    await this.#room.turns.next({ patch, since, next: this.#nextAfter(now), version: 1 }, [], now);
  }

  /** Tells a patch's digest if its time has come and it has something to say, and sets the next one. */
  async tell(patch: string, now: Instant): Promise<void> {
    const turn = await this.#room.turns.turn(patch);
    if (turn === undefined || now < turn.next) return;
    const digest = await this.#compose(patch, turn.since, now);
    const people = saysNothing(digest) ? [] : await this.#room.recipients.ofDigest(patch);
    const notifications = people.map((to) => notificationOf(digest, `${patch} ${turn.next}`, to, now));
    const next = { ...turn, since: now, next: this.#nextAfter(now), version: turn.version + 1 };
    await this.#room.turns.next(next, notifications, now);
  }

  /** A patch's digest as it would be now, for somebody who asks; the morning's stays as it is. */
  async forOne(patch: string, username: string, now: Instant): Promise<Notification> {
    const turn = await this.#room.turns.turn(patch);
    const digest = await this.#compose(patch, turn?.since ?? plusSeconds(now, -86_400), now);
    return notificationOf(digest, `${patch} asked ${now}`, username, now);
  }

  async #compose(patch: string, since: Instant, now: Instant): Promise<Digest> {
    const { tasks, incidents, hours } = this.#room;
    const open = await everyPage((from) => tasks.ofPatch(patch, 'open', PAGE, from));
    const flagged = await everyPage((from) => incidents.ofPatch(patch, 'flagged', PAGE, from));
    return digestOf(patch, open, flagged, since, now, hours);
  }

  #nextAfter(now: Instant): Instant {
    return nextWorkingDayAt(now, this.#room.digestAt, this.#room.hours);
  }
}

function notificationOf(digest: Digest, from: string, to: string, now: Instant): Notification {
  return decide(`digest ${from}`, to, { tells: 'digest', digest }, 'due', now);
}

async function everyPage<T>(ask: (from: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let from: string | undefined;
  do {
    const page = await ask(from);
    found.push(...page.items);
    from = page.next;
  } while (from !== undefined);
  return found;
}
