import { createHash } from 'node:crypto';
import type { ReportSettings } from '../../shared/reports/report-settings.ts';
import { Refusal } from './refusal.ts';

/** Who sends a report: a partner by its key, or whoever is at an address. `name` counts what they send. */
export interface Sender {
  readonly name: string;
  readonly partner?: string;
  readonly perHour: number;
}

/** The sender of a report. Throws {@link Refusal} for a key that is nobody's, or where only partners may report. */
export function senderOf(
  apiKey: string | undefined,
  address: string,
  { partners, partnersOnly, perHour, perHourOfPartner }: ReportSettings,
): Sender {
  if (apiKey !== undefined) {
    const digest = createHash('sha256').update(apiKey).digest('hex');
    const partner = partners.find(({ keySha256 }) => keySha256 === digest)?.name;
    if (partner === undefined)
      throw new Refusal(403, [
        'The api_key is not one of ours: leave it out, or ask the landlord for yours.',
      ]);
    return { name: `partner/${partner}`, partner, perHour: perHourOfPartner };
  }
  if (partnersOnly)
    throw new Refusal(403, ['Reports are taken from partners only: send the api_key that you were given.']);
  return { name: `address/${address}`, perHour };
}
