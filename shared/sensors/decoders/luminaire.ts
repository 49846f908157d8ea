import type { Decoded, luminaireFailures } from '../reading.ts';
import { remembered } from '../remembered.ts';
import type { DecodedFields, FieldValue } from '../uplink.ts';
import { bareName, decodedOf, type Finding, shown, truth, within } from './field-value.ts';

/** One resource of object 3416: what the landlord's staff call it, and what its value says. */
interface Resource {
  name: string;
  read: (value: FieldValue) => Finding;
}

const failure = (name: string, what: (typeof luminaireFailures)[number]): Resource => ({
  name,
  read: (value) => {
    const failed = truth(value, [], []);
    return failed === undefined ? `${name} ${shown(value)} is neither true nor false` : { what, failed };
  },
});

// A hundred years; 5 kW is more than the floodlight of a stadium draws.
const longestHours = 876_600;
const mostWatts = 5_000;

// uCIFI's outdoor lamp controller, version 2.0: openmobilealliance.org, LwM2M registry, 3416.xml.
const resources = new Map<number, Resource>([
  [
    3,
    {
      name: 'dimming level',
      read: (value) =>
        within('dimming level', value, { from: 0, to: 100, unit: '%' }, (dimmingPercent) => ({
          what: 'lamp',
          dimmingPercent,
        })),
    },
  ],
  [5, failure('lamp failure', 'lamp-failure')],
  [
    6,
    {
      name: 'lamp failure reason',
      // A number whose meaning is the maker's, or its words.
      read: (value) => ({ what: 'lamp-failure-reason', reason: value.toString().trim().slice(0, 120) }),
    },
  ],
  [7, failure('control gear failure', 'control-gear-failure')],
  [9, failure('relay failure', 'relay-failure')],
  [10, failure('day burner', 'day-burner')],
  [11, failure('cycling failure', 'cycling-failure')],
  [12, failure('control gear communication failure', 'gear-communication-failure')],
  [
    15,
    {
      name: 'lamp operating hours',
      read: (value) =>
        within('operating hours', value, { from: 0, to: longestHours, unit: 'h' }, (hours) => ({
          what: 'operating-hours',
          hours,
        })),
    },
  ],
  [
    46,
    {
      name: 'light source active power',
      read: (value) =>
        within('active power', value, { from: 0, to: mostWatts, unit: 'W' }, (watts) => ({
          what: 'power',
          watts,
        })),
    },
  ],
]);

const numbersByName = new Map<string, number>(
  [...resources].map(([number, { name }]): [string, number] => [bareName(name), number]),
);
const otherNames: readonly [string, number][] = [
  ['operatingHours', 15],
  ['activePower', 46],
  ['gearCommunicationFailure', 12],
];
for (const [name, number] of otherNames) numbersByName.set(bareName(name), number);

/**
 * The instance and number of the resource that a path (`3416/0/5`) or a name (`lampFailure`) means, as far as it is of
 * object 3416: any of its numbers, but only the names of those that are read. `null` for any other key.
 */
export const luminaireResource = remembered(
  1000,
  (key: string): { instance: number; number: number } | null => {
    const [, instance, resource] = /^\/?3416\/(\d{1,5})\/(\d{1,5})$/.exec(key) ?? [];
    if (instance !== undefined && resource !== undefined) {
      return { instance: Number(instance), number: Number(resource) };
    }
    const number = numbersByName.get(bareName(key));
    return number === undefined ? null : { instance: 0, number };
  },
);

/**
 * What a luminaire's controller reports by LwM2M. Resources that say nothing about a light's working are passed over;
 * a second lamp on the same controller is a note, because a device's state is of one lamp.
 */
export function decodeLuminaire(fields: DecodedFields): Decoded {
  const findings = new Map<number | string, Finding>();
  for (const [key, value] of Object.entries(fields)) {
    const found = luminaireResource(key);
    if (found === null) continue;
    const resource = resources.get(found.number);
    if (resource === undefined) continue;
    if (found.instance === 0) {
      findings.set(found.number, resource.read(value));
    } else {
      const note = `lamp ${found.instance} of the controller is not read: enter it as a device of its own`;
      findings.set(note, note);
    }
  }
  return decodedOf(findings.values());
}
