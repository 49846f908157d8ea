import type { FaultName } from '../../shared/sensors/fault.ts';
import type { Kind } from './estates.ts';
import type { Limit } from './limit.ts';

/** A kind of fault to inject: into which devices, from when, for how long, and by when it is to be found. */
export interface FaultKind {
  readonly name: string;
  readonly fault: FaultName;
  readonly suits: (kind: Kind) => boolean;
  /** The first day on which it may begin, for what is judged by a device's usual weeks. */
  readonly fromDay: number;
  /** When on that day it begins, in hours of the clock on the wall, and for how many hours it lasts. */
  readonly hours: readonly [from: number, until: number];
  readonly lastsHours: number;
  readonly also?: readonly FaultName[];
  readonly orFoundAs?: FaultName;
  readonly limit: Limit;
}

const isContact = (kind: Kind, mostMinutes = 30): boolean =>
  kind.is === 'contact' && kind.reportMinutes <= mostMinutes;
const isUsed = (kind: Kind, leastPerDay: number): boolean =>
  'use' in kind && kind.use.by === 'residents' && kind.use.openingsPerDay >= leastPerDay;

/** What is injected: every fault that the rules know, some in the ways that differ. */
export const faultKinds: readonly FaultKind[] = [
  {
    name: 'wedged open by day',
    fault: 'held-open',
    suits: (kind) => isContact(kind),
    fromDay: 1,
    hours: [9, 17],
    lastsHours: 4,
    limit: { openMinutes: 60 },
  },
  {
    name: 'wedged open by day, where the contact reports seldom',
    fault: 'held-open',
    suits: (kind) => kind.is === 'contact' && kind.reportMinutes >= 360 && kind.reportMinutes < 1440,
    fromDay: 1,
    hours: [9, 17],
    lastsHours: 72,
    limit: { openMinutes: 60 },
  },
  {
    name: 'wedged open at night',
    fault: 'held-open',
    suits: (kind) => isContact(kind, 20),
    fromDay: 1,
    hours: [22.6, 23.8],
    lastsHours: 5,
    limit: { openMinutes: 30 },
  },
  {
    name: 'left open at lock-up',
    fault: 'open-overnight',
    suits: (kind) => isContact(kind, 20),
    fromDay: 1,
    hours: [21.78, 21.97],
    lastsHours: 9,
    orFoundAs: 'held-open',
    limit: { openMinutes: 30, afterLockUp: true },
  },
  {
    name: 'forced, as its controller says',
    fault: 'forced',
    suits: (kind) => kind.is === 'controller' && kind.tells === 'alarms',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 0.4,
    limit: { words: 1 },
  },
  {
    name: 'forced, as nobody was let in',
    fault: 'forced',
    suits: (kind) => kind.is === 'controller' && kind.tells === 'access',
    fromDay: 2,
    hours: [0, 24],
    lastsHours: 0.6,
    limit: { words: 5, afterWordMinutes: 0.5 },
  },
  {
    name: 'bouncing on its frame',
    fault: 'not-latching',
    suits: (kind) => kind.is === 'contact' && kind.reportMinutes <= 60,
    fromDay: 1,
    hours: [6, 22],
    lastsHours: 4,
    limit: { words: 3 },
  },
  {
    name: 'stuck shut',
    fault: 'never-opens',
    suits: (kind) => isContact(kind) && isUsed(kind, 20),
    fromDay: 16,
    hours: [0, 24],
    lastsHours: 24 * 4,
    limit: { afterStartMinutes: 3 * 24 * 60 },
  },
  {
    name: 'contact taken off',
    fault: 'tampered',
    suits: (kind) => kind.is === 'contact' && kind.model === 'Milesight WS301',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 8,
    limit: { words: 1 },
  },
  {
    name: 'controller opened',
    fault: 'tampered',
    suits: (kind) => kind.is === 'controller',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 8,
    limit: { words: 1 },
  },
  {
    name: 'door fault reported',
    fault: 'reported-faulty',
    suits: (kind) => kind.is === 'controller',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 12,
    limit: { words: 1 },
  },
  {
    name: 'dark, as the meter beside it says',
    fault: 'dark-when-due',
    suits: (kind) => kind.is === 'light-meter',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 60,
    limit: { words: 1, afterWordMinutes: 15 },
  },
  {
    name: 'dark, as its controller says',
    fault: 'dark-when-due',
    suits: (kind) => kind.is === 'luminaire',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 60,
    limit: { words: 1, afterWordMinutes: 15 },
  },
  {
    name: 'burning by day',
    fault: 'burning-by-day',
    suits: (kind) => kind.is === 'luminaire',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 60,
    limit: { words: 1, afterWordMinutes: 60 },
  },
  {
    name: 'on and off every four minutes',
    fault: 'cycling',
    suits: (kind) => kind.is === 'luminaire',
    fromDay: 1,
    hours: [20, 22],
    lastsHours: 8,
    // Half of the time it is dark; where word of a cycle is lost, that is what it seems to be.
    also: ['dark-when-due'],
    limit: { words: 10 },
  },
  {
    name: 'nobody is lit',
    fault: 'movement-unlit',
    suits: (kind) => kind.is === 'detector',
    fromDay: 1,
    hours: [8, 16],
    lastsHours: 60,
    limit: { words: 5 },
  },
  {
    name: 'lamp failure reported',
    fault: 'lamp-failed',
    suits: (kind) => kind.is === 'luminaire',
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 48,
    also: ['dark-when-due'],
    limit: { words: 1 },
  },
  {
    name: 'silent, of one that reports often',
    fault: 'silent',
    suits: (kind) => kind.reportMinutes <= 30,
    fromDay: 10,
    hours: [0, 24],
    lastsHours: 24,
    limit: 'own-rhythm',
  },
  {
    name: 'silent, of one that reports seldom',
    fault: 'silent',
    suits: (kind) => kind.reportMinutes >= 360 && kind.reportMinutes < 1440,
    fromDay: 10,
    hours: [0, 24],
    lastsHours: 96,
    limit: 'own-rhythm',
  },
  {
    name: 'battery low',
    fault: 'battery-low',
    suits: (kind) =>
      kind.is === 'light-meter' ||
      kind.is === 'detector' ||
      (kind.is === 'contact' && kind.model.startsWith('Milesight')),
    fromDay: 1,
    hours: [0, 24],
    lastsHours: 24 * 60,
    limit: { words: 1 },
  },
];
