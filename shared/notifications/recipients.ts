import type { Instant } from '../platform/instant.ts';
import type { Log } from '../platform/log.ts';
import type { WorkingHours } from '../tasks/working-time.ts';
import { canBeTold } from './contact.ts';
import type { ContactStore } from './contact-store.ts';
import { ESCALATION_CONTACT } from './notification.ts';
import { escalationOf, officersOf, onDuty } from './rota.ts';
import type { RotaStore } from './rota-store.ts';

interface Room {
  readonly rotas: RotaStore;
  readonly contacts: ContactStore;
  readonly hours: WorkingHours;
  readonly log: Log;
}

/**
 * Who is told of something on a patch: those whom the rota names and who said where. When there is nobody it is the
 * escalation contact, and the log says so: something is never told to nobody in silence.
 */
export class Recipients {
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /** Whoever is on duty for a patch now. */
  async onDuty(patch: string, now: Instant): Promise<string[]> {
    const { rota } = await this.#room.rotas.get();
    const { usernames, by } = onDuty(rota, patch, now, this.#room.hours);
    return this.#reachable(usernames, { patch, asked: 'on duty', by });
  }

  /** The managers who are told when work on a patch is in breach. */
  async escalation(patch: string): Promise<string[]> {
    const { rota } = await this.#room.rotas.get();
    return this.#reachable(escalationOf(rota, patch), { patch, asked: 'escalation' });
  }

  /** Those who read a patch's digest. */
  async ofDigest(patch: string): Promise<string[]> {
    const { rota } = await this.#room.rotas.get();
    return this.#reachable(officersOf(rota, patch), { patch, asked: 'digest' });
  }

  async #reachable(usernames: readonly string[], about: Readonly<Record<string, string>>): Promise<string[]> {
    const contacts = await Promise.all(usernames.map((username) => this.#room.contacts.get(username)));
    const reachable = usernames.filter((_, index) => {
      const contact = contacts[index];
      return contact !== undefined && canBeTold(contact);
    });
    if (reachable.length > 0) return reachable;
    this.#room.log.error('NOBODY_ON_DUTY', { ...about, named: usernames.length });
    return [ESCALATION_CONTACT];
  }
}
