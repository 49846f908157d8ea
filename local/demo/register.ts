import type { z } from 'zod';
import type { Register } from '../../shared/register/register.ts';
import { hilltopEntries } from './hilltop.ts';
import type { DemoDevice } from './life.ts';
import { riversideEntries } from './riverside.ts';

/**
 * The demo landlord's register: two made-up estates where no estate is, with numbers that only look like UPRNs; their
 * blocks, cameras, communal doors, security lights and sensors.
 */
export const demoRegister: z.input<typeof Register> = { assets: [...riversideEntries, ...hilltopEntries] };

/** The sensors of the demo register, as their lives are played. */
export const demoDevices: readonly DemoDevice[] = demoRegister.assets.flatMap((asset) =>
  asset.kind === 'sensor'
    ? [{ deviceId: asset.id, devEui: asset.devEui, estateId: asset.estateId, coordinates: asset.coordinates }]
    : [],
);

/** What the demo landlord is asked to spend money on. */
export const demoBids = [
  {
    id: 'bid-kestrel-doors',
    title: 'Security doors for Kestrel Court',
    works: 'security-doors',
    programme: 'environment-2026',
    scope: ['kestrel-court'],
    estateIds: ['riverside'],
    costPence: 2_480_000,
    yearlyPence: 60_000,
    homes: 48,
  },
  {
    id: 'bid-riverside-bin-store',
    title: 'Enclosed bin store, Riverside',
    works: 'bin-store',
    programme: 'environment-2026',
    scope: ['riverside'],
    estateIds: ['riverside'],
    costPence: 1_650_000,
    yearlyPence: 25_000,
    homes: 80,
  },
  {
    id: 'bid-larch-lighting',
    title: 'Security lighting, Larch Rise',
    works: 'security-lighting',
    programme: 'environment-2026',
    scope: ['larch-rise'],
    estateIds: ['hilltop'],
    costPence: 1_120_000,
    yearlyPence: 90_000,
    homes: 60,
  },
] as const;
