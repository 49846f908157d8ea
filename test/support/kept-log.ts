import type { Log } from '../../shared/platform/log.ts';
import type { LogCode } from '../../shared/platform/log-codes.ts';

/** A log that keeps its lines in memory, for a test to read the codes. */
export interface KeptLog extends Log {
  readonly lines: { readonly code: LogCode; readonly about: Readonly<Record<string, unknown>> }[];
}

/** An empty one. */
export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  const keep = (code: LogCode, about: Readonly<Record<string, unknown>> = {}) => {
    lines.push({ code, about });
  };
  return { lines, info: keep, warn: keep, error: keep };
}
