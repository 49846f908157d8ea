import { z } from 'zod';
import type { Contact, SaidWhere } from '../../shared/reports/report.ts';
import type { SentForm } from './body.ts';
import { Refusal } from './refusal.ts';
import { pointSaid } from './said-point.ts';

/** A report as its form says it. Attributes are by their codes, each with all that was sent under it. */
export interface ReportForm {
  readonly serviceCode: string;
  readonly apiKey: string | undefined;
  readonly description: string;
  readonly said: SaidWhere;
  readonly contact: Contact;
  readonly mediaUrls: readonly string[];
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

const LONGEST_DESCRIPTION = 4_000;
const MOST_MEDIA = 10;
const ATTRIBUTE = /^attribute\[([A-Za-z][\w.-]{0,59})\](\[\d*\])?$/;
const ATTRIBUTE_CODE = /^[A-Za-z][\w.-]{0,59}$/;

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `is longer than ${most.toLocaleString('en-GB')} characters`)
    // The standard: an empty field is one that was not sent.
    .transform((said) => (said === '' ? undefined : said))
    .optional();

const Fields = z.object({
  service_code: text(100),
  api_key: text(500),
  description: text(LONGEST_DESCRIPTION),
  lat: text(40),
  long: text(40),
  address_string: text(1_000),
  address_id: text(100),
  first_name: text(100),
  last_name: text(100),
  email: text(254),
  phone: text(60),
  media_url: z
    .array(z.url({ protocol: /^https?$/, error: 'is not the address of a picture on the web' }).max(2_000))
    .max(MOST_MEDIA, `stands more than ${MOST_MEDIA} times`),
});

// FixMyStreet sends these to some bodies as attributes; who reported is kept apart wherever it was said.
const WHO = ['first_name', 'last_name', 'email', 'phone'] as const;

// Read by the standard but not needed: one landlord, and no accounts or devices are told apart.
const LEFT_OUT = new Set(['jurisdiction_id', 'account_id', 'device_id', 'deviceid']);

/**
 * The report that a form says. Throws {@link Refusal} with all that is missing or wrong in it; what it holds besides
 * the standard's fields is taken for an attribute.
 */
export function reportIn({ fields }: SentForm): ReportForm {
  const known = new Map<string, string[]>();
  const attributes = new Map<string, string[]>();
  const wrong: string[] = [];
  for (const [name, value] of fields) {
    if (name in Fields.shape) {
      put(known, name, value);
      continue;
    }
    const code = ATTRIBUTE.exec(name)?.[1] ?? ATTRIBUTE_CODE.exec(name)?.[0];
    if (code === undefined) wrong.push(`“${name.slice(0, 80)}” is no name of a field or attribute.`);
    else if (!LEFT_OUT.has(code)) put(attributes, code, value.trim());
  }
  for (const field of WHO) {
    const [said] = attributes.get(field) ?? [];
    if (said !== undefined && !known.has(field)) known.set(field, [said]);
    attributes.delete(field);
  }
  const media = (known.get('media_url') ?? []).filter((url) => url.trim() !== '');
  known.delete('media_url');
  for (const [name, all] of known)
    if (all.length > 1) wrong.push(`“${name}” stands ${all.length} times: send it once.`);

  const once = Object.fromEntries([...known].map(([name, [value]]) => [name, value]));
  const read = Fields.safeParse({ ...once, media_url: media });
  if (!read.success) {
    throw new Refusal(400, [
      ...wrong,
      ...read.error.issues.map(({ path, message }) => `“${String(path[0])}” ${message}.`),
    ]);
  }
  const { lat, long, address_string: address, address_id, service_code, ...said } = read.data;
  if (service_code === undefined) wrong.push('“service_code” is missing: services.xml lists them.');
  const point = pointSaid(lat, long);
  if (typeof point === 'string') wrong.push(point);
  const addressId = address_id ?? attributes.get('uprn')?.find((uprn) => uprn !== '');
  if (point === undefined && address === undefined && addressId === undefined) {
    wrong.push(
      'Say where it is: lat and long, or address_id (an id or UPRN of ours), or address_string with the block’s name.',
    );
  }
  if (wrong.length > 0 || service_code === undefined || typeof point === 'string')
    throw new Refusal(400, wrong);
  return {
    serviceCode: service_code,
    apiKey: said.api_key,
    description: said.description ?? '',
    said: { coordinates: point, address, addressId },
    contact: {
      firstName: said.first_name,
      lastName: said.last_name,
      email: said.email,
      phone: said.phone,
    },
    mediaUrls: said.media_url,
    attributes,
  };
}

function put(into: Map<string, string[]>, name: string, value: string): void {
  into.set(name, [...(into.get(name) ?? []), value]);
}
