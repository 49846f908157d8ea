import { instant } from '../../shared/platform/instant.ts';
import type { WebhookSource } from '../../shared/sensors/uplink.ts';
import { dayMillis, minuteMillis, secondMillis } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Device } from './estates.ts';
import { messageOf, type Network, ownTime } from './messages.ts';
import { isIn, type Said, type Stretch } from './said.ts';

/** What arrives at the webhook: when, from whose, and what. */
export interface Delivery {
  readonly atMillis: number;
  readonly deviceId: string;
  readonly source: WebhookSource;
  readonly message: object;
  /** Set where it is the first word of an injected fault in this telling of it. */
  readonly word?: Word;
}

/** A word of an injected fault: when it was said and when it arrived, and the how manieth it was of all that was said. */
export interface Word {
  readonly saidMillis: number;
  readonly arrivedMillis: number;
  readonly ordinal: number;
}

/** What goes wrong on the way, as shares of the uplinks and as lengths of time. */
const wrong = {
  lost: 0.02,
  twice: 0.01,
  late: 0.005,
  latestMillis: 90 * secondMillis,
  /** Now and then a network's server holds everything back, and then sends it in one go, in no order. */
  stallsPerDay: 0.25,
  stallMinutes: [5, 25],
  joinsPerDay: 0.05,
  plainlyWrongClocks: 0.07,
} as const;

/** A gateway that is off for a while, and by when that is to be found. */
export interface Outage {
  readonly gateway: string;
  readonly stretch: Stretch;
  readonly dueMillis: number;
}

/** When the networks' servers hold back what they took in. */
export class Stalls {
  readonly #stretches = new Map<string, Stretch[]>();
  readonly #chance: Chance;
  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Makes a day's stalls for a source, that begins at `fromMillis`. */
  dawn(source: string, fromMillis: number): void {
    const stretches = Array.from({ length: this.#chance.times(wrong.stallsPerDay) }, () => {
      const from = fromMillis + this.#chance.share() * dayMillis;
      return {
        fromMillis: from,
        untilMillis: from + this.#chance.between(...wrong.stallMinutes) * minuteMillis,
      };
    });
    // Yesterday's last may reach into today.
    const before = this.#stretches.get(source)?.filter(({ untilMillis }) => untilMillis > fromMillis) ?? [];
    this.#stretches.set(source, [...before, ...stretches]);
  }

  /** When what is ready at a moment is sent on. */
  sentOn(source: string, atMillis: number, chance: Chance): number {
    const stall = this.#stretches.get(source)?.find((stretch) => isIn(atMillis, stretch));
    return stall === undefined ? atMillis : stall.untilMillis + chance.between(0, 10) * secondMillis;
  }
}

/** One device's way to us: counted, sent, received by gateways, and passed on by its network's webhook. */
export class Way {
  readonly network: Network;
  readonly #device: Device;
  readonly #chance: Chance;
  readonly #outages: readonly Outage[];
  readonly #clock: { aheadMillis: number; driftPerMillis: number };
  readonly #beganMillis: number;
  readonly #devEui: string;
  #session = 0;
  #counter = 0;
  #ordinal = 0;

  constructor(device: Device, outages: readonly Outage[], beganMillis: number, chance: Chance) {
    this.#device = device;
    this.#outages = outages.filter(({ gateway }) => device.gateways.includes(gateway));
    this.#beganMillis = beganMillis;
    this.#chance = chance;
    this.network = chance.oneOf('the-things-stack', 'the-things-stack', 'chirpstack', 'aws-iot-lorawan');
    this.#devEui = Math.floor(chance.share() * 2 ** 32)
      .toString(16)
      .padStart(16, '0')
      .toUpperCase();
    this.#clock = chance.happens(wrong.plainlyWrongClocks)
      ? { aheadMillis: chance.oneOf(-40 * 24, 5) * 60 * minuteMillis, driftPerMillis: 0 }
      : {
          aheadMillis: chance.between(-30, 30) * secondMillis,
          driftPerMillis: chance.between(-2, 2) / 86_400,
        };
  }

  /** Once a day: a device that restarts joins its network anew, and counts from 0. */
  dawn(): void {
    if (!this.#chance.happens(wrong.joinsPerDay)) return;
    this.#session += 1;
    // Across a join nobody can tell what was lost.
    this.#ordinal += 1;
    this.#counter = 0;
  }

  /** What of this arrives, and when: nothing, one delivery or two. */
  deliver({ atMillis, telling, shows = false }: Said, stalls: Stalls): Delivery[] {
    const chance = this.#chance;
    const counter = this.#counter;
    this.#counter += 1;
    this.#ordinal += 1;
    const isLost = chance.happens(wrong.lost);
    const off = this.#outages.filter(({ stretch }) => isIn(atMillis, stretch)).map(({ gateway }) => gateway);
    const gateways = this.#device.gateways.filter((gateway) => !off.includes(gateway));
    const isHeard = this.#device.gateways.length === 0 || gateways.length > 0;
    if (isLost || !isHeard) return [];
    const takenInMillis = Math.round(atMillis + chance.between(60, 400));
    const { source, message } = messageOf(
      telling,
      {
        deviceId: this.#device.id,
        devEui: this.#devEui,
        counter,
        session: `${this.#devEui}-${this.#session}`,
        gateways,
        takenIn: instant(takenInMillis),
        ownTime: ownTime(atMillis, this.#clock, this.#beganMillis),
      },
      this.network,
    );
    const lateMillis = chance.happens(wrong.late)
      ? chance.share() * wrong.latestMillis
      : chance.between(50, 1_500);
    const first = Math.round(stalls.sentOn(source, takenInMillis + lateMillis, chance));
    const word = { saidMillis: atMillis, arrivedMillis: first, ordinal: this.#ordinal };
    const delivery = { atMillis: first, deviceId: this.#device.id, source, message };
    const firstDelivery = shows ? { ...delivery, word } : delivery;
    if (!chance.happens(wrong.twice)) return [firstDelivery];
    const again = Math.round(first + chance.between(1, 120) * secondMillis);
    return [firstDelivery, { ...delivery, atMillis: again }];
  }
}
