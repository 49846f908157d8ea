import { Rejected } from '../platform/errors.ts';
import type { Instant } from '../platform/instant.ts';
import type { Asset, Sensor } from '../register/asset.ts';
import type { RegisterStore } from '../register/register-store.ts';
import { type WeekCoverage, weeksToCount } from '../sensors/coverage.ts';
import type { DeviceState } from '../sensors/device.ts';
import type { Judgement } from '../sensors/fault.ts';
import { judge } from '../sensors/fault-rules.ts';
import { mutedUntil } from '../sensors/mute.ts';
import { type PlaceRules, placesAbove } from '../sensors/place-rules.ts';
import type { PlaceRulesStore } from '../sensors/place-rules-store.ts';
import { type SensorSettings, settingsFor } from '../sensors/sensor-settings.ts';

/** A sensor, what it watches, and the rules that hold there, from the wide (its estate's) to the narrow (its own). */
export interface Watch {
  readonly sensor: Sensor;
  readonly watched: Asset;
  readonly rules: readonly PlaceRules[];
}

/** What sensors watch, out of the register and of what holds at each place. */
export class Watches {
  readonly #register: RegisterStore;
  readonly #places: PlaceRulesStore;
  constructor(register: RegisterStore, places: PlaceRulesStore) {
    this.#register = register;
    this.#places = places;
  }

  /** What a sensor watches; undefined for one that is not in the register, or watches what is not. */
  async of(sensorId: string, now: Instant): Promise<Watch | undefined> {
    const sensor = await this.#register.sensor(sensorId);
    const watched = sensor && (await this.#register.asset(sensor.watches));
    return sensor && watched && this.#ruled(sensor, watched, now);
  }

  /**
   * What the sensor watches that a delivery is from, by our id or by its DevEUI. Throws {@link Rejected} for one that the
   * register does not know.
   */
  async named(deviceId: string, devEui: string | undefined, now: Instant): Promise<Watch> {
    const sensor =
      (await this.#register.sensor(deviceId)) ??
      (devEui === undefined ? undefined : await this.#register.sensor(devEui));
    if (sensor === undefined)
      throw new Rejected(
        `No sensor “${deviceId}” is in the register: enter it, with what it watches, and send this again.`,
      );
    const watched = await this.#register.asset(sensor.watches);
    if (watched === undefined)
      throw new Rejected(`What sensor “${deviceId}” watches is not in the register.`);
    return this.#ruled(sensor, watched, now);
  }

  async #ruled(sensor: Sensor, watched: Asset, now: Instant): Promise<Watch> {
    const places = placesAbove(sensor, watched);
    return { sensor, watched, rules: await Promise.all(places.map((id) => this.#places.of(id, now))) };
  }
}

/** The settings that hold for a sensor, with all that its places have otherwise. */
export function settingsOf({ rules }: Watch, landlord: SensorSettings): SensorSettings {
  return settingsFor(landlord, ...rules.map(({ settings }) => settings?.overrides));
}

/** How much of the weeks that ended since `counted` a sensor observed what it watches. */
export function coverageOf(
  watch: Watch,
  state: DeviceState,
  landlord: SensorSettings,
  now: Instant,
): (counted: number) => WeekCoverage[] {
  return (counted) =>
    weeksToCount(state, watch.watched.id, settingsOf(watch, landlord).silence, counted, now);
}

/** What the rules say of a sensor by now, with all that holds where it is. Pure. */
export function judgeWatch(
  watch: Watch,
  state: DeviceState,
  landlord: SensorSettings,
  now: Instant,
): Judgement {
  const { watched, rules } = watch;
  const muted = mutedUntil(
    rules.flatMap(({ mutes }) => mutes),
    now,
  );
  const place = {
    ...watched.coordinates,
    outerDoor: watched.kind === 'door' && watched.outer,
    ...(muted && { mutedUntil: muted }),
  };
  return judge({}, state, settingsOf(watch, landlord), place, now);
}
