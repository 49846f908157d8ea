import { isDeepStrictEqual } from 'node:util';
import type { Decoded, Reading } from '../reading.ts';
import { remembered } from '../remembered.ts';
import type { DecodedFields, FieldValue } from '../uplink.ts';
import { bareName, type Finding, numberIn, shown, truth, within } from './field-value.ts';
import { brightestLux } from './milesight.ts';

/** The fields by their names without case, blanks and punctuation: `DOOR_OPEN_STATUS` is `dooropenstatus`. */
type Fields = ReadonlyMap<string, FieldValue>;

interface Reader {
  names: readonly string[];
  /** What the field says; `undefined` when it is about something else. `name` is as the sender writes it. */
  read: (value: FieldValue, fields: Fields, name: string) => Finding | undefined;
}

const eitherOf =
  (yes: readonly string[], no: readonly string[], fact: (is: boolean) => Reading): Reader['read'] =>
  (value, _, name) => {
    const is = truth(value, yes, no);
    return is === undefined ? `${name} ${shown(value)} is neither ${yes[0]} nor ${no[0]}` : fact(is);
  };

const door = eitherOf(['open', 'opened'], ['close', 'closed'], (open) => ({ what: 'door', open }));
const daylight = eitherOf(['light', 'bright'], ['dark'], (light) => ({ what: 'daylight', light }));

const lightLevel: Reader['read'] = (value, _, name) =>
  within(name, value, { from: 0, to: brightestLux, unit: 'lux' }, (lux) => ({ what: 'light-level', lux }));

/** `light` is a word of a sensor for day and night, and a number of lux of one that measures. */
const light: Reader['read'] = (value, fields, name) =>
  typeof value === 'string' && numberIn(value) === undefined
    ? daylight(value, fields, name)
    : typeof value === 'boolean'
      ? daylight(value, fields, name)
      : lightLevel(value, fields, name);

/** Some servers give a battery's voltage under the name that others give its charge. */
const battery: Reader['read'] = (value, _, name) => {
  const number = numberIn(value);
  if (number !== undefined && number < 5 && !Number.isInteger(number)) {
    return `${name} ${number} may be volts or per cent`;
  }
  return within(name, value, { from: 0, to: 100, unit: '%' }, (percent) => ({ what: 'battery', percent }));
};

const voltage: Reader['read'] = (value, _, name) => {
  const number = numberIn(value) ?? Number.NaN;
  // No sensor's battery has more than 20 V, or less than 20 mV.
  const millivolts: FieldValue = Number.isNaN(number)
    ? value
    : Math.round(number < 20 ? number * 1000 : number);
  return within(name, millivolts, { from: 500, to: 20_000, unit: 'mV' }, (whole) => ({
    what: 'battery-voltage',
    millivolts: whole,
  }));
};

/** Openings and how long the last one took are one fact; either alone is none. */
const openings: Reader['read'] = (value, fields, name) => {
  const last = fields.get('lastdooropenduration');
  const [count, minutes] = [numberIn(value), last === undefined ? undefined : numberIn(last)];
  const isWhole = (number: number | undefined): number is number =>
    number !== undefined && Number.isSafeInteger(number) && number >= 0;
  if (!isWhole(count)) return `${name} ${shown(value)} is no count`;
  return isWhole(minutes) ? { what: 'openings', count, lastOpenMinutes: minutes } : undefined;
};

/** `ALARM` may be about anything; beside a door's state it is Dragino's for a door that is open too long. */
const alarm: Reader['read'] = (value, fields, name) =>
  fields.has('dooropenstatus')
    ? eitherOf(['on'], ['off'], (is) => ({ what: 'open-too-long', alarm: is }))(value, fields, name)
    : undefined;

// Names seen in the decoders of makers (Milesight's SensorDecoders, Dragino's end-node decoders), of The Things
// Network's device repository, and in what people built from them.
const readers: readonly Reader[] = [
  {
    names: ['magnetstatus', 'door', 'doorstatus', 'doorstate', 'magnet', 'dooropenstatus', 'dooropen'],
    read: door,
  },
  {
    names: ['tamperstatus', 'tamper', 'tampered'],
    read: eitherOf(['uninstalled', 'tampered', 'alarm'], ['installed', 'normal'], (tampered) => ({
      what: 'tamper',
      tampered,
    })),
  },
  {
    names: ['install', 'installed'],
    read: eitherOf(['yes'], ['no'], (installed) => ({ what: 'tamper', tampered: !installed })),
  },
  {
    names: ['pir', 'pirstatus', 'motion', 'motionstatus', 'movement', 'occupancy'],
    read: eitherOf(
      ['trigger', 'triggered', 'motion', 'occupied'],
      ['normal', 'idle', 'vacant', 'no motion'],
      (moving) => ({ what: 'movement', moving }),
    ),
  },
  { names: ['daylight'], read: daylight },
  { names: ['light'], read: light },
  { names: ['illumination', 'illuminance', 'lux', 'lightlevel'], read: lightLevel },
  { names: ['battery', 'batterylevel', 'batterypercent', 'batterypercentage'], read: battery },
  { names: ['batv', 'bat', 'batteryvoltage', 'batterymv'], read: voltage },
  { names: ['dooropentimes'], read: openings },
  { names: ['alarm'], read: alarm },
  {
    names: ['temperature'],
    read: (value, _, name) =>
      within(name, value, { from: -60, to: 100, unit: '°C' }, (celsius) => ({
        what: 'temperature',
        celsius,
      })),
  },
  {
    names: ['humidity'],
    read: (value, _, name) =>
      within(name, value, { from: 0, to: 100, unit: '%' }, (percent) => ({ what: 'humidity', percent })),
  },
];
const readerByName = new Map(
  readers.flatMap(({ names, read }) => names.map((name) => [name, read] as const)),
);
const readerOf = remembered(1000, (name: string) => readerByName.get(bareName(name)) ?? null);

/**
 * What a network server made of the bytes by itself, whatever names its decoder uses. A name that is not known is
 * passed over: servers add many of their own. Two names that contradict each other are a note, and neither counts.
 */
export function decodeNetworkFields(decoded: DecodedFields): Decoded {
  const entries = Object.entries(decoded);
  if (entries.every(([name]) => readerOf(name) === null)) return { readings: [], notes: [] };
  const fields: Fields = new Map(entries.map(([name, value]) => [bareName(name), value]));
  const readings = new Map<Reading['what'], Reading>();
  const contradicted = new Set<Reading['what']>();
  const notes: string[] = [];
  for (const [name, value] of entries) {
    const finding = readerOf(name)?.(value, fields, name);
    if (typeof finding === 'string') notes.push(finding);
    if (finding === undefined || typeof finding === 'string') continue;
    const known = readings.get(finding.what);
    if (known !== undefined && !isDeepStrictEqual(known, finding)) contradicted.add(finding.what);
    readings.set(finding.what, finding);
  }
  for (const what of contradicted) notes.push(`the fields contradict each other about the ${what}`);
  return { readings: [...readings.values()].filter(({ what }) => !contradicted.has(what)), notes };
}
