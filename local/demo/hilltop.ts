import { block, camera, door, type Entry, estate, light } from './entries.ts';

const contact = 'Milesight WS301';
const lightLevel = 'Milesight EM500-LGT';
const movement = 'Milesight WS202';
const luminaire = 'uCIFI 3416';

const hilltop = estate('hilltop', 'Hilltop', '100090000002', [51.505, -3.21]);
const on = hilltop.site;
const larch = block(on, 'larch-rise', 'Larch Rise', {
  uprn: '100090000201',
  homes: 60,
  place: [51.5052, -3.2103],
});
const rowan = block(on, 'rowan-court', 'Rowan Court', {
  uprn: '100090000202',
  homes: 36,
  place: [51.5056, -3.2097],
});
const juniper = block(on, 'juniper-house', 'Juniper House', {
  uprn: '100090000203',
  homes: 28,
  place: [51.5044, -3.2108],
});

/** The estate of Hilltop: three blocks, a camera, lights with sensors and luminaires with controllers, and some doors. */
export const hilltopEntries: readonly Entry[] = [
  hilltop.entry,
  larch.entry,
  rowan.entry,
  juniper.entry,
  camera(on, 'cam-hilltop-path', 'Footpath, Hilltop', [51.5047, -3.2095]),
  ...light(
    larch.site,
    ['light-larch-car-park', 'Car park light, Larch Rise'],
    ['sensor-larch-car-park', 'Light level, car park, Larch Rise', lightLevel, '24E124FFFE000003'],
    [51.5053, -3.2106],
  ),
  ...light(
    larch.site,
    ['light-larch-steps', 'Light over the steps, Larch Rise'],
    ['sensor-larch-steps', 'Light level, steps, Larch Rise', lightLevel, '24E124FFFE000004'],
    [51.5051, -3.2101],
  ),
  ...light(
    larch.site,
    ['light-larch-underpass', 'Underpass light, Larch Rise'],
    ['sensor-larch-underpass', 'Movement, underpass, Larch Rise', movement, '24E124FFFE00000A'],
    [51.505, -3.2104],
  ),
  ...light(
    larch.site,
    ['light-larch-garages', 'Garage light, Larch Rise'],
    ['luminaire-larch-garages', 'Controller, garage light, Larch Rise', luminaire],
    [51.5054, -3.2102],
  ),
  ...light(
    larch.site,
    ['light-larch-footpath', 'Footpath light, Larch Rise'],
    ['luminaire-larch-footpath', 'Controller, footpath light, Larch Rise', luminaire],
    [51.5049, -3.2099],
  ),
  ...light(
    rowan.site,
    ['light-rowan-entrance', 'Entrance light, Rowan Court'],
    ['sensor-rowan-entrance', 'Light level, entrance, Rowan Court', lightLevel, '24E124FFFE00000B'],
    [51.5056, -3.2096],
  ),
  ...light(
    rowan.site,
    ['light-rowan-stairs', 'Stair light, Rowan Court'],
    ['sensor-rowan-stairs', 'Light level, stairs, Rowan Court', lightLevel, '24E124FFFE00000C'],
    [51.5056, -3.2097],
  ),
  ...light(
    rowan.site,
    ['light-rowan-bins', 'Bin store light, Rowan Court'],
    ['sensor-rowan-bins', 'Light level, bin store, Rowan Court', lightLevel, '24E124FFFE00000D'],
    [51.5057, -3.2098],
  ),
  ...light(
    juniper.site,
    ['light-juniper-play-area', 'Play area light, Juniper House'],
    ['luminaire-juniper-play-area', 'Controller, play area light, Juniper House', luminaire],
    [51.5043, -3.2107],
  ),
  ...door(
    juniper.site,
    ['door-juniper-front', 'Front door, Juniper House'],
    ['sensor-juniper-front', 'Contact, front door, Juniper House', contact, '24E124FFFE00000E'],
    [51.5044, -3.2107],
  ),
  ...door(
    juniper.site,
    ['door-juniper-rear', 'Rear door, Juniper House'],
    ['sensor-juniper-rear', 'Contact, rear door, Juniper House', contact, '24E124FFFE00000F'],
    [51.5044, -3.2109],
  ),
  ...door(
    juniper.site,
    ['door-juniper-cellar', 'Cellar door, Juniper House', false],
    ['sensor-juniper-cellar', 'Contact, cellar door, Juniper House', contact, '24E124FFFE000010'],
    [51.5045, -3.2108],
  ),
];
