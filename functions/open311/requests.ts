import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { metresBetween } from '../../shared/register/place.ts';
import { findPlace } from '../../shared/reports/find-place.ts';
import { isOpen } from '../../shared/reports/public-status.ts';
import type { Report, ReportUpdate } from '../../shared/reports/report.ts';
import { serviceOf } from '../../shared/reports/services.ts';
import { spanAsked } from './asked-span.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import { pointSaid } from './said-point.ts';

/** A query by its fields' names; an empty field is one that was not sent. */
export type Query = Readonly<Record<string, string>>;

// "Default query limit is a span of 90 days or first 1000 requests returned, whichever is smallest."
const MOST_REQUESTS = 1_000;
const MOST_IDS = 200;
const DUPLICATES_OFFERED = 10;
const DUPLICATES_SECONDS = 90 * 86_400;

/** The requests that a query asks for: those of its ids, or those of a span by service and status, newest first. */
export async function requestsAsked(query: Query, { reports, clock }: Room): Promise<Report[]> {
  const ids = listIn(query.service_request_id);
  if (ids.length > MOST_IDS) {
    throw new Refusal(400, [`That are ${ids.length} service_request_ids: ask for ${MOST_IDS} at once.`]);
  }
  // "This overrides all other arguments."
  if (ids.length > 0) {
    const found = await Promise.all([...new Set(ids)].map((id) => reports.get(id)));
    return found.filter((report) => report !== undefined);
  }
  const codes = listIn(query.service_code);
  const unknown = codes.filter((code) => serviceOf(code) === undefined);
  if (unknown.length > 0)
    throw new Refusal(404, [`There is no service “${unknown.join('”, “')}”: services.xml lists them.`]);
  const statuses = listIn(query.status).map((status) => status.toLowerCase());
  if (statuses.some((status) => status !== 'open' && status !== 'closed'))
    throw new Refusal(400, ['“status” is open or closed, or both with a comma between.']);
  const fits = ({ serviceCode, status }: Report) =>
    (codes.length === 0 || codes.includes(serviceCode)) &&
    (statuses.length === 0 || statuses.includes(isOpen(status) ? 'open' : 'closed'));
  return reports.received(spanAsked(query.start_date, query.end_date, clock()), fits, MOST_REQUESTS);
}

/** What the public was told of all reports within a span, oldest first. */
export async function updatesAsked(query: Query, { reports, clock }: Room): Promise<ReportUpdate[]> {
  return reports.updates(spanAsked(query.start_date, query.end_date, clock()), MOST_REQUESTS);
}

/**
 * Open reports that may be of what somebody is about to report: those at the same asset first, then those of its block,
 * then the nearest; of the same service, of the last 90 days, at most ten.
 */
export async function duplicatesOffered(query: Query, room: Room): Promise<Report[]> {
  const service = serviceOf(query.service_code ?? '');
  if (service === undefined)
    throw new Refusal(query.service_code ? 404 : 400, [
      `Say the service_code: there is none “${query.service_code ?? ''}”. services.xml lists them.`,
    ]);
  const point = pointSaid(query.lat || undefined, query.long || undefined);
  if (typeof point === 'string') throw new Refusal(400, [point]);
  const { address_id: addressId, address_string: address } = query;
  const said = {
    coordinates: point,
    addressId: addressId || undefined,
    address: address || undefined,
  };
  const found = await findPlace(said, service, room.settings.withinMetres, room);
  if (found.found !== 'place') return [];
  const { place } = found;
  const here = point ?? place.coordinates;
  const rankOf = (report: Report) =>
    report.place?.assetId === place.assetId ? 0 : report.place?.blockId === place.blockId ? 1 : 2;
  const awayOf = (report: Report) =>
    report.place === undefined ? Number.POSITIVE_INFINITY : metresBetween(here, report.place.coordinates);
  const reports = await room.reports.ofEstate(place.estateId, lastDays(room.clock()));
  return reports
    .filter(({ status, serviceCode }) => isOpen(status) && serviceCode === service.code)
    .sort((a, b) => rankOf(a) - rankOf(b) || awayOf(a) - awayOf(b) || (a.receivedAt < b.receivedAt ? 1 : -1))
    .slice(0, DUPLICATES_OFFERED);
}

const lastDays = (now: Instant) => ({ since: plusSeconds(now, -DUPLICATES_SECONDS), until: now });

function listIn(text = ''): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
