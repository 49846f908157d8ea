import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { millis } from '../../shared/platform/instant.ts';
import { queueConsumer } from '../../shared/platform/queue-consumer.ts';
import { Table } from '../../shared/platform/table.ts';
import { Open311Partner } from '../../shared/referrals/open311-partner.ts';
import { PartnerHttps } from '../../shared/referrals/partner-https.ts';
import { ReferralStore } from '../../shared/referrals/referral-store.ts';
import { Environment } from './environment.ts';
import { lookAtReferral } from './look-at-referral.ts';
import { PartnerKeys } from './partner-keys.ts';

const { REFERRALS, TABLE, PARTNER_KEYS_ID, REJECTED_QUEUE_URL } = readEnvironment(Environment);
const keys = new PartnerKeys(new SecretsManagerClient(), PARTNER_KEYS_ID);
const https = new PartnerHttps();
const room = {
  referrals: new ReferralStore(new Table(TABLE), REFERRALS),
  async partner(name: string) {
    const settings = REFERRALS.partners.find((each) => each.name === name);
    if (settings === undefined) return undefined;
    const apiKey = await keys.of(name, millis(machineClock()));
    return { settings, endpoint: new Open311Partner(settings, { ...REFERRALS, apiKey }, https) };
  },
  clock: machineClock,
};
const message = z.object({ incidentId: z.string(), referralId: z.string() });

/** A referral's deadline has come: it is sent, looked for, or asked after. */
export const handler = queueConsumer(
  { message, room, rejectedQueueUrl: REJECTED_QUEUE_URL },
  (woken, used, log) => lookAtReferral(woken, { ...used, log }),
);
