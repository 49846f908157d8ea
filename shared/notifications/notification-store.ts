import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { type Instant, secondsBetween } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import { LostRace, type Page, type Table } from '../platform/table.ts';
import type { Write } from '../platform/write.ts';
import { closeWindow, GatheringWindow, Notification, type Told, tellOrGather } from './notification.ts';
import { Notice } from './urgency.ts';

// Sending takes a function's 30 seconds at most; whoever began before that has ended, in whatever way.
const SENDING_SECONDS = 60;

/** Notifications in the table: what is gathered, due, sent and failed, with every try to deliver them. */
export class NotificationStore {
  readonly #table: Table;
  readonly #gatherMinutes: number;
  constructor(table: Table, gatherMinutes: number) {
    this.#table = table;
    this.#gatherMinutes = gatherMinutes;
  }

  /**
   * Has people told of something urgent, each at once or with what is gathered for them. Answers false when it was told
   * before: nothing is written then. Three GetItems a person.
   */
  async tell(notice: Notice, people: readonly string[], now: Instant): Promise<boolean> {
    return decideAgainAfterLostRaces(async () => {
      if ((await this.#table.get(keys.notice(notice.id), Notice)) !== undefined) return false;
      const told = await Promise.all([...new Set(people)].map((to) => this.#told(notice, to, now)));
      const marker: Write = { put: { ...keys.notice(notice.id), type: 'notice', ...notice }, when: 'new' };
      await this.#table.commit([marker, ...told.flatMap((each) => toldWrites(each, now))]);
      return true;
    });
  }

  async #told(notice: Notice, to: string, now: Instant): Promise<Told> {
    const { window, gathering } = await this.#gathering(to);
    return tellOrGather(notice, to, window, gathering, this.#gatherMinutes, now);
  }

  /** Has what was gathered for somebody go out, if its time has come. Two GetItems. */
  async release(to: string, now: Instant): Promise<void> {
    await decideAgainAfterLostRaces(async () => {
      const { window, gathering } = await this.#gathering(to);
      const told = closeWindow(window, gathering, this.#gatherMinutes, now);
      if (told !== undefined) await this.#table.commit(toldWrites(told, now));
    });
  }

  async #gathering(to: string) {
    const window = await this.#table.get(keys.gatheringWindow(to), GatheringWindow);
    const gathering = window?.notificationId && (await this.get(window.notificationId));
    return { window, gathering: gathering || undefined };
  }

  /** The writes that put new notifications beside whatever calls for them; there must be none of their ids yet. */
  static writes(notifications: readonly Notification[]): Write[] {
    return notifications.map((notification) => ({ put: itemOf(notification), when: 'new' }));
  }

  /** Keeps a notification that nothing else is written with. One that is there already stays. */
  async decide(notification: Notification): Promise<void> {
    try {
      await this.#table.commit(NotificationStore.writes([notification]));
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }

  /** A notification by id. One GetItem. */
  async get(notificationId: string): Promise<Notification | undefined> {
    return this.#table.get(keys.notification(notificationId), Notification);
  }

  /**
   * Takes a notification for sending: it is due, or failed and put back by hand, and nobody else is sending it at this
   * moment. Undefined otherwise.
   */
  async claim(notificationId: string, now: Instant): Promise<Notification | undefined> {
    const found = await this.get(notificationId);
    if (found === undefined || found.status === 'sent' || found.status === 'gathering') return undefined;
    const { sendingSince } = found;
    if (sendingSince !== undefined && secondsBetween(sendingSince, now) < SENDING_SECONDS) return undefined;
    const claimed = { ...found, sendingSince: now, version: found.version + 1 };
    try {
      await this.save(claimed);
      return claimed;
    } catch (error) {
      if (error instanceof LostRace) return undefined;
      throw error;
    }
  }

  /** Saves a notification that was decided on the version before. Throws `LostRace` when it has changed since. */
  async save(notification: Notification): Promise<void> {
    const when = { version: notification.version - 1 };
    await this.#table.commit([{ put: itemOf(notification), when }]);
  }

  /** The notifications that were decided on a day such as `2026-11-22` (UTC), newest first. One Query. */
  async ofDay(day: string, limit: number, from?: string): Promise<Page<Notification>> {
    const pk = keys.dayNotifications(day);
    return this.#table.query({ index: 'byQueue', pk, newestFirst: true, limit, from }, Notification);
  }
}

/** A notification with the window it belongs to, and the deadline at which what it gathers goes out. */
function toldWrites({ notification, window }: Told, now: Instant): Write[] {
  const isNew = notification.version === 1;
  const deadline: Deadline = {
    id: `gathered/${window.to}/${window.until}`,
    at: window.until,
    wakes: { what: 'gathered', to: window.to },
  };
  return [
    { put: itemOf(notification), when: isNew ? 'new' : { version: notification.version - 1 } },
    {
      put: { ...keys.gatheringWindow(window.to), type: 'gathering-window', ...window },
      when: window.version === 1 ? 'new' : { version: window.version - 1 },
    },
    ...(isNew && notification.status === 'gathering' ? DeadlineStore.writes([deadline], now) : []),
  ];
}

function itemOf(notification: Notification) {
  const { id, decidedAt } = notification;
  return {
    ...keys.notification(id),
    type: 'notification',
    queuePk: keys.dayNotifications(decidedAt.slice(0, 10)),
    queueSk: `${decidedAt}#${id}`,
    ...notification,
  };
}
