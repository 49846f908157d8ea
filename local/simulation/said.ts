/** What a device tells, before it has a way to travel: bytes on a port, or fields by their names. */
export type Telling =
  | { readonly port: number; readonly bytes: readonly number[] }
  | { readonly onvif: { readonly topic: string; readonly state: string | boolean; readonly again?: true } }
  | { readonly resources: Readonly<Record<number, number | boolean>> };

/**
 * Something that a device said at a moment (milliseconds since 1970). `shows` is true when it is word of the fault that
 * was injected into the device.
 */
export interface Said {
  readonly atMillis: number;
  readonly telling: Telling;
  readonly shows?: boolean;
}

/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  readonly fromMillis: number;
  readonly untilMillis: number;
}

/** Whether a moment lies in a stretch. */
export const isIn = (atMillis: number, { fromMillis, untilMillis }: Stretch): boolean =>
  fromMillis <= atMillis && atMillis < untilMillis;
