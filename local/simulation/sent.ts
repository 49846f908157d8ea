import { WebhookSource } from '../../shared/sensors/uplink.ts';
import { type Delivery, type Outage, Stalls, Way } from './air.ts';
import { type Day, minuteMillis } from './calendar.ts';
import { Chance } from './chance.ts';
import type { Estates } from './estates.ts';
import type { Injected } from './injected.ts';
import { lifeOf } from './life.ts';
import { Sky } from './sky.ts';

/** What all devices of the estates send, lived through a day at a time, and in which minute it arrives. */
export class Sent {
  readonly #seed: number;
  readonly #skies: ReadonlyMap<string, Sky>;
  readonly #stalls: Stalls;
  readonly #lives: readonly { readonly life: ReturnType<typeof lifeOf>; readonly way: Way }[];
  /** By the minute in which they arrive, counted from 1970. */
  readonly #underWay = new Map<number, Delivery[]>();

  constructor(
    { devices, places }: Estates,
    injected: readonly Injected[],
    outages: readonly Outage[],
    beganMillis: number,
    seed: number,
  ) {
    this.#seed = seed;
    this.#stalls = new Stalls(new Chance(seed, 'stalls'));
    const skies = new Map([...places].map(([estateId, place]) => [estateId, new Sky(place)]));
    this.#skies = skies;
    this.#lives = devices.flatMap((device) => {
      const sky = skies.get(device.estateId);
      if (sky === undefined) return [];
      const its = injected.find(({ deviceId }) => deviceId === device.id);
      const life = lifeOf(device, sky, its, beganMillis, new Chance(seed, device.id, 'life'));
      return [{ life, way: new Way(device, outages, beganMillis, new Chance(seed, device.id, 'way')) }];
    });
  }

  /** Lives through a day; the days must be told one after the other. */
  live(day: Day): void {
    for (const [estateId, sky] of this.#skies)
      sky.dawn(day, new Chance(this.#seed, estateId, `day ${day.index}`));
    for (const source of WebhookSource.options) this.#stalls.dawn(source, day.fromMillis);
    for (const { life, way } of this.#lives) {
      way.dawn();
      for (const said of life(day)) {
        for (const delivery of way.deliver(said, this.#stalls)) this.#send(delivery);
      }
    }
  }

  /** What arrives in the minute that begins at a moment, in order. It is told once. */
  arriving(minuteBeginsMillis: number): Delivery[] {
    const minute = Math.floor(minuteBeginsMillis / minuteMillis);
    const arriving = this.#underWay.get(minute) ?? [];
    this.#underWay.delete(minute);
    return arriving.sort((a, b) => a.atMillis - b.atMillis);
  }

  #send(delivery: Delivery): void {
    const minute = Math.floor(delivery.atMillis / minuteMillis);
    const others = this.#underWay.get(minute);
    if (others === undefined) this.#underWay.set(minute, [delivery]);
    else others.push(delivery);
  }
}
