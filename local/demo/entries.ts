import type { z } from 'zod';
import type { Register } from '../../shared/register/register.ts';

/** An asset as the register takes it in. */
export type Entry = z.input<typeof Register>['assets'][number];

/** Where an asset of the demo is: an estate, and there a block if it belongs to one. */
export interface Site {
  estateId: string;
  patch: string;
  blockId?: string;
}

type Place = readonly [latitude: number, longitude: number];

const coordinates = ([latitude, longitude]: Place) => ({ latitude, longitude });

/** An estate that is a patch of its own. */
export function estate(id: string, name: string, uprn: string, place: Place): { site: Site; entry: Entry } {
  const entry: Entry = { kind: 'estate', id, name, patch: id, uprn, coordinates: coordinates(place) };
  return { site: { estateId: id, patch: id }, entry };
}

/** A block of so many homes. */
export function block(
  on: Site,
  id: string,
  name: string,
  { uprn, homes, place }: { uprn: string; homes: number; place: Place },
): { site: Required<Site>; entry: Entry } {
  const entry: Entry = { kind: 'block', id, name, ...on, uprn, homes, coordinates: coordinates(place) };
  return { site: { ...on, blockId: id }, entry };
}

/** A camera over a hotspot. */
export function camera(on: Site, id: string, name: string, place: Place): Entry {
  return { kind: 'camera', id, name, ...on, coordinates: coordinates(place) };
}

/** A sensor: its id, what it is called, its model, and for one of LoRaWAN its DevEUI. */
type SensorSaid = readonly [id: string, name: string, model: string, devEui?: string];

function sensor(on: Site, watches: string, [id, name, model, devEui]: SensorSaid, place: Place): Entry {
  const its = { model, ...(devEui !== undefined && { devEui }), watches };
  return { kind: 'sensor', id, name, ...on, ...its, coordinates: coordinates(place) };
}

/** A communal door of a block, an outer one unless said otherwise, and the sensor that watches it. */
export function door(
  on: Required<Site>,
  [id, name, outer = true]: readonly [id: string, name: string, outer?: boolean],
  watchedBy: SensorSaid,
  place: Place,
): Entry[] {
  return [
    { kind: 'door', id, name, ...on, outer, coordinates: coordinates(place) },
    sensor(on, id, watchedBy, place),
  ];
}

/** A light, and the sensor or controller that watches it. */
export function light(
  on: Site,
  [id, name]: readonly [id: string, name: string],
  watchedBy: SensorSaid,
  place: Place,
): Entry[] {
  return [
    { kind: 'light', id, name, ...on, coordinates: coordinates(place) },
    sensor(on, id, watchedBy, place),
  ];
}
