import { Rejected } from '../../shared/platform/errors.ts';
import { readCron } from './cron.ts';

/** The first boundary after a moment, both milliseconds since 1970; undefined when there is none any more. */
export type NextBoundary = (afterMillis: number) => number | undefined;

const unitMillis = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 22 * * ? *)` (UTC). A rate's boundaries are counted from 1970, so that they are the
 * same after a restart; in AWS they are counted from the rule's making. Throws `Rejected` for anything else.
 */
export function readSchedule(expression: string, ruleName: string): NextBoundary {
  const refuse = (reason: string): never => {
    throw new Rejected(
      `The schedule "${expression}" of rule "${ruleName}" is not known to the local system: ${reason}.`,
    );
  };
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) {
    const [, count = '', unit, plural] = rate;
    const every = Number(count);
    if (every < 1) return refuse('the rate must be at least 1');
    if ((every === 1) === (plural === 's'))
      return refuse('the unit is singular after 1 and plural after any other number');
    const periodMillis =
      every * (unit === 'minute' || unit === 'hour' || unit === 'day' ? unitMillis[unit] : 0);
    return (afterMillis) => (Math.floor(afterMillis / periodMillis) + 1) * periodMillis;
  }
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1];
  if (cron === undefined) return refuse('it is neither rate(…) nor cron(…)');
  return readCron(cron, refuse);
}
