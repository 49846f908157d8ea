import type { Asset } from '../../shared/register/asset.ts';

const RIVERSIDE = { latitude: 51.4812, longitude: -0.0521 };
const HILLSIDE = { latitude: 51.4475, longitude: -0.0203 };
const onRiverside = { patch: 'north', estateId: 'riverside', coordinates: RIVERSIDE };
const onHillside = { patch: 'south', estateId: 'hillside', coordinates: HILLSIDE };

/** What stands on the imagined estates of the builders. */
export const ASSETS: Asset[] = [
  { kind: 'estate', id: 'riverside', name: 'Riverside', patch: 'north', coordinates: RIVERSIDE },
  { kind: 'block', id: 'ash-court', name: 'Ash Court', ...onRiverside, uprn: '10008000001', homes: 48 },
  {
    kind: 'camera',
    id: 'ash-court-bin-camera',
    name: 'Ash Court bin store camera',
    ...onRiverside,
    blockId: 'ash-court',
  },
  {
    kind: 'door',
    id: 'ash-court-door',
    name: 'Ash Court front door',
    ...onRiverside,
    blockId: 'ash-court',
    outer: true,
  },
  {
    kind: 'light',
    id: 'ash-court-light',
    name: 'Ash Court path light',
    ...onRiverside,
    blockId: 'ash-court',
  },
  {
    kind: 'sensor',
    id: 'ash-court-door-sensor',
    name: 'Ash Court front door sensor',
    ...onRiverside,
    blockId: 'ash-court',
    model: 'milesight-ws301',
    devEui: '24E124141B000001',
    watches: 'ash-court-door',
  },
  { kind: 'estate', id: 'hillside', name: 'Hillside', patch: 'south', coordinates: HILLSIDE },
  { kind: 'block', id: 'elm-house', name: 'Elm House', ...onHillside, uprn: '10008000002', homes: 20 },
  {
    kind: 'camera',
    id: 'elm-house-yard-camera',
    name: 'Elm House yard camera',
    ...onHillside,
    blockId: 'elm-house',
  },
];
