import { block, camera, door, type Entry, estate } from './entries.ts';

const contact = 'Milesight WS301';
const outdoorContact = 'Milesight EM300-MCS';
const countingContact = 'Dragino LDS02';
const controller = 'ONVIF door controller';

const riverside = estate('riverside', 'Riverside', '100090000001', [51.4816, -3.1791]);
const on = riverside.site;
const kestrel = block(on, 'kestrel-court', 'Kestrel Court', {
  uprn: '100090000101',
  homes: 48,
  place: [51.4818, -3.1788],
});
const heron = block(on, 'heron-house', 'Heron House', {
  uprn: '100090000102',
  homes: 32,
  place: [51.4813, -3.1795],
});
const swan = block(on, 'swan-house', 'Swan House', {
  uprn: '100090000103',
  homes: 24,
  place: [51.4809, -3.1785],
});

/** The estate of Riverside: three blocks, two cameras, and doors with contacts and door controllers. */
export const riversideEntries: readonly Entry[] = [
  riverside.entry,
  kestrel.entry,
  heron.entry,
  swan.entry,
  camera(kestrel.site, 'cam-kestrel-bins', 'Bin store, Kestrel Court', [51.4819, -3.1786]),
  camera(on, 'cam-riverside-garages', 'Garages, Riverside Way', [51.4811, -3.1799]),
  ...door(
    kestrel.site,
    ['door-kestrel-front', 'Front door, Kestrel Court'],
    ['sensor-kestrel-front', 'Contact, front door, Kestrel Court', contact, '24E124FFFE000001'],
    [51.4818, -3.1787],
  ),
  ...door(
    kestrel.site,
    ['door-kestrel-rear', 'Rear door, Kestrel Court'],
    ['sensor-kestrel-rear', 'Contact, rear door, Kestrel Court', contact, '24E124FFFE000005'],
    [51.4819, -3.1789],
  ),
  ...door(
    kestrel.site,
    ['door-kestrel-meters', 'Meter cupboard, Kestrel Court', false],
    ['sensor-kestrel-meters', 'Contact, meter cupboard, Kestrel Court', contact, '24E124FFFE000006'],
    [51.4818, -3.1788],
  ),
  ...door(
    kestrel.site,
    ['door-kestrel-plant', 'Plant room, Kestrel Court', false],
    ['sensor-kestrel-plant', 'Contact, plant room, Kestrel Court', contact, '24E124FFFE000007'],
    [51.4817, -3.1788],
  ),
  ...door(
    heron.site,
    ['door-heron-front', 'Front door, Heron House'],
    ['sensor-heron-front', 'Contact, front door, Heron House', contact, '24E124FFFE000002'],
    [51.4813, -3.1794],
  ),
  ...door(
    heron.site,
    ['door-heron-garden', 'Garden door, Heron House'],
    ['sensor-heron-garden', 'Contact, garden door, Heron House', contact, '24E124FFFE000008'],
    [51.4812, -3.1795],
  ),
  ...door(
    heron.site,
    ['door-heron-bikes', 'Bike store, Heron House', false],
    ['sensor-heron-bikes', 'Contact, bike store, Heron House', outdoorContact, '24E124FFFE000009'],
    [51.4812, -3.1796],
  ),
  ...door(
    swan.site,
    ['door-swan-front', 'Front door, Swan House'],
    ['sensor-swan-front', 'Controller, front door, Swan House', controller],
    [51.4809, -3.1784],
  ),
  ...door(
    swan.site,
    ['door-swan-yard', 'Yard door, Swan House'],
    ['sensor-swan-yard', 'Controller, yard door, Swan House', controller],
    [51.4808, -3.1785],
  ),
  ...door(
    swan.site,
    ['door-swan-side', 'Side door, Swan House'],
    ['sensor-swan-side', 'Contact, side door, Swan House', countingContact, 'A84041FFFE000001'],
    [51.4809, -3.1786],
  ),
];
