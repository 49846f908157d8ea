import type { Incident } from '../incidents/incident.ts';
import type { IncidentKind } from '../incidents/kinds.ts';
import { derivedId } from '../platform/derived-id.ts';
import { Rejected } from '../platform/errors.ts';
import type { Instant } from '../platform/instant.ts';
import { byPerson, type Person } from '../platform/person.ts';
import type { Asset } from '../register/asset.ts';
import type { Referral, ReferralChange } from './referral.ts';
import type { ReferralPartner } from './referral-settings.ts';

const WHAT: Readonly<Record<IncidentKind, string>> = {
  'fly-tipping': 'Fly-tipping',
  'door-fault': 'A door that is not secure',
  'lighting-fault': 'A light that does not work as it should',
  'device-silent': 'A sensor that is silent',
  'camera-fault': 'A camera that does not work',
  'misuse-of-communal-space': 'Misuse of a shared space',
};
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

/** What an officer says when an incident is referred. */
export interface ReferralAsked {
  readonly partner: ReferralPartner;
  readonly note: string;
  readonly landlord: string;
  /** How many times it was referred to this partner before. */
  readonly timesBefore: number;
}

/**
 * A referral to be sent. What goes out is the kind, the day, the place by the register and the officer's note, in our
 * own words: no name of a resident, no still, no photo. Throws {@link Rejected} when the partner takes no such thing. Pure.
 */
export function openReferral(
  incident: Incident,
  at: Asset,
  { partner, note, landlord, timesBefore }: ReferralAsked,
  person: Person,
  now: Instant,
): ReferralChange {
  const service = partner.services[incident.kind];
  if (service === undefined)
    throw new Rejected(
      `${partner.name} takes no ${incident.kind}: the settings name no service of theirs for it.`,
    );
  const id = derivedId('RF', `${incident.id} ${partner.name} ${timesBefore}`);
  const referral: Referral = {
    id,
    incidentId: incident.id,
    patch: incident.patch,
    partner: partner.name,
    serviceCode: service.code,
    coordinates: at.coordinates,
    description: `${WHAT[incident.kind]} near ${at.name}, seen on ${DAY.format(new Date(incident.occurredAt))}. ${note} Referred by ${landlord}, our reference ${id}.`,
    status: 'waiting',
    sentence: `To be sent to ${partner.name}.`,
    openedAt: now,
    openedBy: person.username,
    tries: 0,
    updatesKnown: [],
    version: 1,
  };
  const said = `referred to ${partner.name}: ${note}`;
  const history = { referralId: id, version: 1, at: now, did: 'opened', status: 'waiting', said } as const;
  return { referral, history: { ...history, by: byPerson(person) } };
}
