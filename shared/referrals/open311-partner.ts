import { type Instant, plusSeconds } from '../platform/instant.ts';
import { itemsIn, NotOpen311, Receipt, TheirError, TheirRequest, TheirUpdate } from './open311-answer.ts';
import { type Answered, AnswerLost, NotReached, type PartnerHttps } from './partner-https.ts';
import type { Referral } from './referral.ts';
import type { ReferralPartner, ReferralSettings } from './referral-settings.ts';
import type { Sent, TheirWord } from './referral-steps.ts';

/** A partner did not answer a question of ours as it should have; it is asked again later. */
export class NoWord extends Error {
  override readonly name = 'NoWord';
}

// A partner may publish an update minutes after the time that it is dated.
const OVERLAP_SECONDS = 900;
// "Default query limit is a span of 90 days".
const LONGEST_SPAN_SECONDS = 89 * 86_400;

/** A partner's Open311 endpoint: GeoReport v2, with mySociety's updates where it has them. */
export class Open311Partner {
  readonly #partner: ReferralPartner;
  readonly #sender: Pick<ReferralSettings, 'contactEmail'> & { readonly apiKey?: string | undefined };
  readonly #https: PartnerHttps;

  constructor(
    partner: ReferralPartner,
    sender: Pick<ReferralSettings, 'contactEmail'> & { readonly apiKey?: string | undefined },
    https: PartnerHttps,
  ) {
    this.#partner = partner;
    this.#sender = sender;
    this.#https = https;
  }

  /** Sends a referral. Never rejects: what came of it says how far it is known. */
  async send(referral: Referral): Promise<Sent> {
    try {
      return sentBy(await this.#ask('requests', {}, this.#form(referral)), this.#partner.format);
    } catch (error) {
      if (error instanceof NotReached) return { what: 'not-taken', because: error.message };
      if (error instanceof AnswerLost || error instanceof NotOpen311)
        return { what: 'lost', because: error.message };
      throw error;
    }
  }

  /** Their number of what they gave a token for; undefined while they have none. Throws {@link NoWord}. */
  async referenceOf(token: string): Promise<string | undefined> {
    const [receipt] = await this.#items(`tokens/${encodeURIComponent(token)}`, {}, Receipt);
    return receipt?.service_request_id;
  }

  /** Their number of a referral whose answer was lost, if they show our reference with it. Throws {@link NoWord}. */
  async find({ id, serviceCode, triedAt, openedAt }: Referral, now: Instant): Promise<string | undefined> {
    const since = plusSeconds(triedAt ?? openedAt, -OVERLAP_SECONDS);
    const asked = { service_code: serviceCode, ...this.#span(since, now) };
    const requests = await this.#items('requests', asked, TheirRequest);
    return requests.find(
      ({ external_id, description = '' }) => external_id === id || description.includes(id),
    )?.service_request_id;
  }

  /** What they say of a referral since they were last asked, oldest first. Throws {@link NoWord}. */
  async words({ theirReference = '', askedUntil, openedAt }: Referral, now: Instant): Promise<TheirWord[]> {
    if (!this.#partner.tellsUpdates) {
      const requests = await this.#items(`requests/${encodeURIComponent(theirReference)}`, {}, TheirRequest);
      return requests.flatMap(({ status, status_notes: notes }) =>
        status === undefined ? [] : [{ status, notes }],
      );
    }
    const since = plusSeconds(askedUntil ?? openedAt, -OVERLAP_SECONDS);
    const updates = await this.#items('servicerequestupdates', this.#span(since, now), TheirUpdate);
    return updates.flatMap(({ update_id: id, service_request_id, status, description: notes }) =>
      service_request_id === theirReference && status !== undefined ? [{ id, status, notes }] : [],
    );
  }

  #span(since: Instant, now: Instant) {
    const earliest = plusSeconds(now, -LONGEST_SPAN_SECONDS);
    return { start_date: since > earliest ? since : earliest, end_date: now };
  }

  #form({ id, serviceCode, coordinates, description }: Referral): URLSearchParams {
    const { services, referenceAttribute } = this.#partner;
    const { contactEmail, apiKey } = this.#sender;
    const service = Object.values(services).find((each) => each?.code === serviceCode);
    const form = new URLSearchParams({
      service_code: serviceCode,
      lat: `${coordinates.latitude}`,
      long: `${coordinates.longitude}`,
      description,
      [`attribute[${referenceAttribute}]`]: id,
    });
    for (const [code, answer] of Object.entries(service?.attributes ?? {}))
      form.set(`attribute[${code}]`, answer);
    if (contactEmail !== undefined) form.set('email', contactEmail);
    if (apiKey !== undefined) form.set('api_key', apiKey);
    return form;
  }

  async #items<T>(
    path: string,
    asked: Readonly<Record<string, string>>,
    schema: Parameters<typeof itemsIn<T>>[2],
  ) {
    try {
      const { status, text } = await this.#ask(path, asked);
      if (status !== 200) throw new NoWord(`They answered ${status}.`);
      return itemsIn(text, this.#partner.format, schema);
    } catch (cause) {
      if (cause instanceof NotReached || cause instanceof AnswerLost || cause instanceof NotOpen311)
        throw new NoWord(cause.message, { cause });
      throw cause;
    }
  }

  #ask(path: string, asked: Readonly<Record<string, string>>, form?: URLSearchParams): Promise<Answered> {
    const { url, format, jurisdictionId, onOwnNetwork } = this.#partner;
    const address = new URL(`${url}/${path}.${format}`);
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    // The standard has it in the address, for a POST too.
    if (jurisdictionId !== undefined) address.searchParams.set('jurisdiction_id', jurisdictionId);
    return this.#https.ask(address, { onOwnNetwork, ...(form && { form }) });
  }
}

// These say themselves that it was not done, and may be another time.
const ANOTHER_TIME = new Set([408, 425, 429, 503]);

function sentBy({ status, text }: Answered, format: 'json' | 'xml'): Sent {
  if (status >= 200 && status < 300) {
    const [receipt] = itemsIn(text, format, Receipt);
    const { service_request_id: reference, token, service_notice: notice } = receipt ?? {};
    if (reference !== undefined) return { what: 'reference', reference, notice };
    if (token !== undefined) return { what: 'token', token };
    return { what: 'lost', because: 'they answered without a reference.' };
  }
  if (ANOTHER_TIME.has(status)) return { what: 'not-taken', because: `they answered ${status}.` };
  if (status >= 500) return { what: 'lost', because: `they answered ${status}.` };
  return { what: 'refused', because: reasonsIn(text, format) ?? `they answered ${status}.` };
}

function reasonsIn(text: string, format: 'json' | 'xml'): string | undefined {
  try {
    const said = itemsIn(text, format, TheirError).flatMap(({ description = '' }) => description || []);
    return said.length === 0 ? undefined : said.join(' ');
  } catch (error) {
    if (error instanceof NotOpen311) return undefined;
    throw error;
  }
}
