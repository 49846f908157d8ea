import { z } from 'zod';
import { Hazard, IncidentKind } from '../incidents/kinds.ts';
import { placeOf, ReportPhoto, type Sighting } from '../incidents/sighting.ts';
import { derivedId } from '../platform/derived-id.ts';
import { Instant } from '../platform/instant.ts';
import type { Asset } from '../register/asset.ts';
import { Coordinates } from '../register/place.ts';
import { PublicStatus } from './public-status.ts';
import { type Answers, chosen, type Service } from './services.ts';

/** Where a report is, as the register has it: an asset with what it belongs to, its estate by name, and its point. */
export const ReportPlace = z.object({
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  estateName: z.string(),
  patch: z.string(),
  coordinates: Coordinates,
});
export type ReportPlace = z.infer<typeof ReportPlace>;

/** Where the reporter said that it is: a point (WGS 84), an address in words, an id of ours or a UPRN; at least one. */
export const SaidWhere = z.object({
  coordinates: Coordinates.optional(),
  address: z.string().optional(),
  addressId: z.string().optional(),
});
export type SaidWhere = z.infer<typeof SaidWhere>;

/**
 * What somebody reported. The public sees the service, the place in the register's words, the status and its
 * sentence; the reporter's own words, answers and pictures are for staff. Who it was is kept apart ({@link Contact}).
 */
export const Report = z.object({
  id: z.string(),
  serviceCode: z.string(),
  kind: IncidentKind,
  receivedAt: Instant,
  /** The partner whose key was shown; none for anybody else. */
  partner: z.string().optional(),
  description: z.string(),
  answers: z.record(z.string(), z.string()),
  /** The reporter says that it is waste which must not be touched. */
  hazard: Hazard.optional(),
  said: SaidWhere,
  /** None for what is on no estate of ours. */
  place: ReportPlace.optional(),
  photos: z.array(ReportPhoto),
  /** Where pictures of it are elsewhere, as the reporter said. We do not fetch them. */
  mediaUrls: z.array(z.string()),
  incidentId: z.string().optional(),
  status: PublicStatus,
  sentence: z.string(),
  updatedAt: Instant,
  /** The line of its incident's history that the public was last told of; 0 when of none. */
  told: z.int().min(0),
  version: z.int().min(1),
});
export type Report = z.infer<typeof Report>;

/** Who reported, as far as they said. Only for staff who have to ask them something. */
export const Contact = z.object({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** One thing that the public was told of a report. `id` is its own for good: clients know by it what they have read. */
export const ReportUpdate = z.object({
  id: z.string(),
  reportId: z.string(),
  at: Instant,
  status: PublicStatus,
  sentence: z.string(),
});
export type ReportUpdate = z.infer<typeof ReportUpdate>;

/** A report's reference, such as `R-7K2M9QX4DA`, that follows from what makes it this report and no other. */
export function reference(from: string): string {
  return derivedId('R', `report/${from}`);
}

/** A place of the register as reports keep it. */
export function reportPlace(asset: Asset, estateName: string): ReportPlace {
  return { ...placeOf(asset), estateName, coordinates: asset.coordinates };
}

/** What the officer reads of it: who reports, what they chose and what they wrote. */
const WORDS_SHOWN = 300;

/** A report as a sighting of what is wrong there. Pure. */
export function sightingOf(
  report: Omit<Report, 'place'>,
  { coordinates: _, estateName: __, ...place }: ReportPlace,
  service: Service,
): Sighting {
  const { id, kind, receivedAt, partner, hazard, answers, description, photos } = report;
  const picked = chosen(service, answers);
  const words = description.replaceAll(/\s+/g, ' ').trim();
  const shown = words.length > WORDS_SHOWN ? `${words.slice(0, WORDS_SHOWN)}…` : words;
  return {
    id: `report/${id}`,
    kind,
    at: receivedAt,
    ...place,
    reasons: [
      `reported ${partner === undefined ? 'by a resident' : `through ${partner}`} (${id}): ${service.name}`,
      ...(hazard ? [`hazardous waste (${hazard}), they say: keep away from it`] : []),
      ...picked.map(({ name }) => `they say: ${name}`),
      ...(shown === '' ? [] : [`in their words: “${shown}”`]),
    ],
    insecure: picked.some(({ insecure }) => insecure),
    emergency: hazard !== undefined,
    ...(hazard && { hazard }),
    planned: false,
    source: { from: 'report', reportId: id, photos },
  };
}

/** Which hazard somebody says that it is. */
export function hazardOf(service: Service, answers: Answers): Hazard | undefined {
  return chosen(service, answers).find(({ hazard }) => hazard !== undefined)?.hazard;
}
