import { minutesToCheck } from '../../shared/deadlines/deadline.ts';
import { DEADLINE_SHARDS, DeadlineStore } from '../../shared/deadlines/deadline-store.ts';
import { DeviceFaults } from '../../shared/incidents/device-faults.ts';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { type Instant, instant } from '../../shared/platform/instant.ts';
import type { Register } from '../../shared/register/register.ts';
import { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { fromWebhook } from '../../shared/sensors/webhook-message.ts';
import type { Delivery } from './air.ts';

import { OpenedFaults } from './opened-faults.ts';
import { DevicesAtHand, RegisterAtHand } from './stores-in-memory.ts';
import { TableInMemory } from './table-in-memory.ts';

// A message waits this long in its queue and for its function.
const queueMillis = 300;

/**
 * The product's own way from a webhook's message to faults, over a table in memory: the decoders, the rules and the
 * stores that the functions use, told the time instead of asking for it.
 */
export class Product {
  readonly opened = new OpenedFaults();
  readonly #room: ConstructorParameters<typeof DeviceFaults>[0];
  readonly #register: RegisterAtHand;
  readonly #deadlines: DeadlineStore;
  readonly #looking: DeviceFaults;
  // One a device, as functions of their own: what one remembers of a device is old once it was looked at, and finding
  // that out takes a wait of real time.
  readonly #hearing = new Map<string, DeviceFaults>();
  #checked: Instant;

  constructor(beginsMillis: number) {
    const table = new TableInMemory((item) => this.opened.see(item));
    this.#register = new RegisterAtHand(table);
    this.#deadlines = new DeadlineStore(table);
    this.#room = {
      register: this.#register,
      places: new PlaceRulesStore(table),
      devices: new DevicesAtHand(table),
      deadlines: this.#deadlines,
      incidents: new IncidentStore(table, RecurrenceDays.parse(undefined)),
      settings: SensorSettings.parse({}),
    };
    this.#looking = new DeviceFaults(this.#room);
    this.#checked = instant(beginsMillis);
  }

  /** Enters the estates' register. */
  async enter(register: Register): Promise<void> {
    await this.#register.import(register);
  }

  /** Takes in what arrived within a minute, in order, and looks at the end of it whose deadline has come. */
  async minute(endsMillis: number, arrived: readonly Delivery[]): Promise<void> {
    for (const { atMillis, deviceId, source, message } of arrived) {
      const delivery = fromWebhook[source](message, instant(atMillis));
      if (delivery.kind !== 'uplink') throw new Error(`A simulated message was ${delivery.what}, no uplink.`);
      const faults = this.#hearing.get(deviceId) ?? new DeviceFaults(this.#room);
      this.#hearing.set(deviceId, faults);
      this.opened.nowMillis = atMillis + queueMillis;
      await faults.hear(delivery.uplink, instant(this.opened.nowMillis));
    }
    this.opened.nowMillis = endsMillis;
    const now = instant(endsMillis);
    for (const minute of minutesToCheck(this.#checked, now)) {
      for (let shard = 0; shard < DEADLINE_SHARDS; shard += 1) await this.#wake(minute, shard, now);
    }
    this.#checked = now;
  }

  async #wake(minute: string, shard: number, now: Instant): Promise<void> {
    for (const deadline of await this.#deadlines.of(minute, shard)) {
      if (deadline.at > now) continue;
      const { wakes } = deadline;
      if (wakes.what !== 'device') throw new Error(`A ${wakes.what} is woken, which no simulated life has.`);
      await this.#looking.lookAgain(wakes.deviceId, now);
      this.#hearing.delete(wakes.deviceId);
      await this.#deadlines.done(minute, shard, deadline);
    }
  }
}
