import { Logger } from '@aws-lambda-powertools/logger';
import { type LogCode, logCodes } from './log-codes.ts';

/** The functions' log: structured lines, each with a code of {@link logCodes} and the ids it is about. */
export interface Log {
  info(code: LogCode, about?: Readonly<Record<string, unknown>>): void;
  warn(code: LogCode, about?: Readonly<Record<string, unknown>>, cause?: unknown): void;
  error(code: LogCode, about?: Readonly<Record<string, unknown>>, cause?: unknown): void;
}

/** A log that names its function; level and service come from Powertools' own environment variables. */
export function openLog(): Log {
  const logger = new Logger();
  const rest = (code: LogCode, about: Readonly<Record<string, unknown>> = {}, cause?: unknown) => ({
    ...about,
    code,
    ...(cause instanceof Error ? { error: cause } : {}),
  });
  return {
    info: (code, about) => logger.info(logCodes[code], rest(code, about)),
    warn: (code, about, cause) => logger.warn(logCodes[code], rest(code, about, cause)),
    error: (code, about, cause) => logger.error(logCodes[code], rest(code, about, cause)),
  };
}
