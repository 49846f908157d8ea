import type { Asset, Door, Light, Sensor } from '../../shared/register/asset.ts';
import type { Chance } from './chance.ts';

/** How a door is used: how often it is opened on a weekday, and by whom. */
export interface DoorUse {
  readonly openingsPerDay: number;
  readonly by: 'residents' | 'staff';
}

/** What a device is, as far as its life depends on it. `reportMinutes` is how often it reports though nothing changed. */
export type Kind =
  | { readonly is: 'contact'; readonly model: string; readonly reportMinutes: number; readonly use: DoorUse }
  | {
      readonly is: 'controller';
      readonly model: 'onvif-door-controller';
      readonly reportMinutes: number;
      readonly use: DoorUse;
      /** Whether it raises alarms of its own, and whether whoever leaves from inside is known to it. */
      readonly tells: 'alarms' | 'access';
    }
  | { readonly is: 'light-meter'; readonly model: string; readonly reportMinutes: number }
  | {
      readonly is: 'luminaire';
      readonly model: 'ucifi-3416';
      readonly reportMinutes: number;
      readonly tellsPower: boolean;
    }
  | { readonly is: 'detector'; readonly model: string; readonly reportMinutes: number };

/** A device on an estate, and which gateways hear it (none where it is on the estate's own network). */
export interface Device {
  readonly id: string;
  readonly estateId: string;
  readonly kind: Kind;
  readonly gateways: readonly string[];
}

/** The landlord of a simulation. */
export interface Estates {
  readonly register: readonly Asset[];
  readonly devices: readonly Device[];
  /** Each estate's middle, in degrees. */
  readonly places: ReadonlyMap<string, { latitude: number; longitude: number }>;
}

const residents = (openingsPerDay: number): DoorUse => ({ openingsPerDay, by: 'residents' });
const staff = (openingsPerDay: number): DoorUse => ({ openingsPerDay, by: 'staff' });
const contact = (model: string, reportMinutes: number, use: DoorUse): Kind => ({
  is: 'contact',
  model,
  reportMinutes,
  use,
});
const controller = (tells: 'alarms' | 'access', openingsPerDay: number): Kind => ({
  is: 'controller',
  model: 'onvif-door-controller',
  reportMinutes: 120,
  use: residents(openingsPerDay),
  tells,
});
const lightMeter = (reportMinutes: number): Kind => ({
  is: 'light-meter',
  model: 'Milesight EM500-LGT',
  reportMinutes,
});
const luminaire = (reportMinutes: number, tellsPower: boolean): Kind => ({
  is: 'luminaire',
  model: 'ucifi-3416',
  reportMinutes,
  tellsPower,
});
const detector: Kind = { is: 'detector', model: 'Milesight WS202', reportMinutes: 60 };

/**
 * Two or three blocks' devices, over and over. Contacts report as installers set them: some as they were shipped (18
 * hours for a WS301, a day for an LDS02), some so often that an hour's opening is confirmed.
 */
const fitted: readonly Kind[] = [
  contact('Milesight WS301', 20, residents(26)),
  contact('Milesight EM300-MCS', 20, residents(20)),
  contact('Dragino LDS02', 60, residents(12)),
  contact('Dragino LDS03A', 30, residents(24)),
  contact('Milesight WS301', 1080, staff(1.5)),
  controller('alarms', 20),
  controller('access', 20),
  contact('Milesight WS301', 360, residents(15)),
  contact('Milesight EM300-MCS', 30, residents(20)),
  contact('Dragino LDS02', 1440, residents(6)),
  lightMeter(20),
  lightMeter(30),
  lightMeter(15),
  luminaire(20, true),
  luminaire(30, true),
  luminaire(20, false),
  luminaire(60, true),
  detector,
  detector,
  contact('Milesight WS301', 1080, residents(30)),
];

const devicesPerBlock = 10;
const blocksPerEstate = 4;
const patch = 'simulated';

/** A landlord with so many devices: on four blocks to an estate, each estate with two gateways of its own. */
export function estatesWith(deviceCount: number, chance: Chance): Estates {
  const register: Asset[] = [];
  const places = new Map<string, { latitude: number; longitude: number }>();
  const devices = Array.from({ length: deviceCount }, (_, index): Device => {
    const blockNumber = Math.floor(index / devicesPerBlock);
    const estateId = `estate-${Math.floor(blockNumber / blocksPerEstate) + 1}`;
    const blockId = `block-${blockNumber + 1}`;
    const kind = fitted[index % fitted.length] ?? detector;
    let coordinates = places.get(estateId);
    if (coordinates === undefined) {
      // From Southampton to Newcastle.
      coordinates = { latitude: round(chance.between(50.9, 55)), longitude: round(chance.between(-2.5, 0)) };
      places.set(estateId, coordinates);
      register.push({ kind: 'estate', id: estateId, name: estateId, patch, coordinates });
    }
    const common = { patch, estateId, blockId, coordinates };
    if (index % devicesPerBlock === 0) {
      const uprn = String(100_000_000 + blockNumber);
      register.push({
        kind: 'block',
        id: blockId,
        name: blockId,
        patch,
        estateId,
        coordinates,
        uprn,
        homes: 24,
      });
    }
    const id = `sensor-${index + 1}`;
    const asset: Door | Light =
      'use' in kind
        ? {
            kind: 'door',
            id: `door-${index + 1}`,
            name: `Door ${index + 1}`,
            outer: kind.use.by === 'residents',
            ...common,
          }
        : { kind: 'light', id: `light-${index + 1}`, name: `Light ${index + 1}`, ...common };
    const sensor: Sensor = { kind: 'sensor', id, name: id, model: kind.model, watches: asset.id, ...common };
    register.push(asset, sensor);
    return { id, estateId, kind, gateways: gatewaysOf(kind, estateId, chance) };
  });
  return { register, devices, places };
}

/** Half of the devices on the radio are heard by both gateways of their estate, the others by one of them. */
function gatewaysOf(kind: Kind, estateId: string, chance: Chance): string[] {
  if (kind.is === 'controller' || kind.is === 'luminaire') return [];
  const both = [`${estateId}-roof`, `${estateId}-depot`];
  return chance.happens(0.5) ? both : [chance.oneOf(`${estateId}-roof`, `${estateId}-depot`)];
}

const round = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;
