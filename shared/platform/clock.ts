import { type Instant, instant } from './instant.ts';

/** Where the time is read: once per thing handled, at the edge, and passed on as `now`. */
export type Clock = () => Instant;

/** The machine's own clock. */
export const machineClock: Clock = () => instant(Date.now());
