import { Rejected } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import { byRule } from '../../shared/platform/person.ts';
import { takePhoto } from '../../shared/platform/photo.ts';
import { REPORT_PHOTOS } from '../../shared/platform/photos-bucket.ts';
import { decideAgainAfterLostRaces } from '../../shared/platform/races.ts';
import { checkAnswers } from '../../shared/reports/answers.ts';
import { findPlace } from '../../shared/reports/find-place.ts';
import { NOT_OURS, RECEIVED } from '../../shared/reports/public-status.ts';
import { hazardOf, type Report, reference, sightingOf } from '../../shared/reports/report.ts';
import { clientsNumber, type Service, serviceOf } from '../../shared/reports/services.ts';
import type { Upload } from './body.ts';
import { Refusal } from './refusal.ts';
import type { ReportForm } from './report-form.ts';
import type { Room } from './room.ts';
import { senderOf } from './sender.ts';

/** A report that was taken in, whether it was known already what it tells of, and what was sent that nobody asks for. */
export interface TakenReport {
  readonly report: Report;
  readonly isKnown: boolean;
  readonly unasked: readonly string[];
}

/**
 * Takes a report in: it is kept with its reference, and what it tells of becomes a sighting of an incident, new or
 * known. One from outside the landlord's land is kept and said to be so. Throws {@link Refusal} for one that cannot be
 * taken as it is.
 */
export async function takeReport(
  form: ReportForm,
  uploads: readonly Upload[],
  address: string,
  room: Room,
): Promise<TakenReport> {
  const now = room.clock();
  const sender = senderOf(form.apiKey, address, room.settings);
  if (!(await room.allowance.take(sender.name, sender.perHour, now))) {
    throw new Refusal(429, [
      `You have sent ${sender.perHour} reports in this hour, which is as many as we take: send the next after ${nextHour(now)} UTC.`,
    ]);
  }
  const service = serviceOf(form.serviceCode);
  if (service === undefined) {
    throw new Refusal(404, [`There is no service “${form.serviceCode}”: services.xml lists them.`]);
  }
  const { answers, wrong, unasked } = checkAnswers(service, form.attributes);
  if (wrong.length > 0) throw new Refusal(400, wrong);

  const number = clientsNumber(answers);
  const id = reference(number === undefined ? room.chance() : `${sender.name}/${number}`);
  const before = number === undefined ? undefined : await room.reports.get(id);
  if (before !== undefined && (before.incidentId !== undefined || before.place === undefined)) {
    return { report: before, isKnown: true, unasked };
  }
  const found = await findPlace(form.said, service, room.settings.withinMetres, room);
  if (found.found === 'unknown') throw new Refusal(400, [unknownPlace(form)]);
  const state = found.found === 'outside' ? NOT_OURS : RECEIVED;
  const hazard = hazardOf(service, answers);
  const report: Report = {
    id,
    serviceCode: service.code,
    kind: service.kind,
    receivedAt: now,
    ...(sender.partner === undefined ? {} : { partner: sender.partner }),
    description: form.description,
    answers,
    ...(hazard && { hazard }),
    said: form.said,
    ...(found.found === 'place' ? { place: found.place } : {}),
    photos: await keepPhotos(id, uploads, room),
    mediaUrls: [...form.mediaUrls],
    ...state,
    updatedAt: now,
    told: 0,
    version: 1,
  };
  // Kept before anything follows from it: whoever follows the incident's changes must find it.
  const kept = await room.reports.keep(report, form.contact);
  const filed = found.found === 'place' ? await file(kept, service, room, now) : kept;
  room.log.info('REPORT_TAKEN', {
    reportId: id,
    serviceCode: service.code,
    found: found.found,
    ...(filed.incidentId === undefined ? {} : { incidentId: filed.incidentId }),
  });
  return { report: filed, isKnown: found.found === 'place' && found.known !== undefined, unasked };
}

/** Files a report as a sighting of its incident, and tells the public how that stands. */
async function file(report: Report, service: Service, room: Room, now: Instant): Promise<Report> {
  const { place } = report;
  if (place === undefined) return report;
  const sighting = sightingOf(report, place, service);
  // Dozens may report one thing in the same second, and wait for each other longer than one decision does.
  const incident = await decideAgainAfterLostRaces(() =>
    room.incidents.take(sighting, byRule('open311'), now),
  );
  const filed = await room.incidents.file(incident.id);
  return (filed && (await room.reports.follow(report.id, filed, now))) ?? report;
}

async function keepPhotos(reportId: string, uploads: readonly Upload[], room: Room) {
  const photos = [];
  try {
    // One after the other: each is decoded whole.
    for (const { bytes, name } of uploads) photos.push(await takePhoto(bytes, name));
  } catch (cause) {
    throw cause instanceof Rejected ? new Refusal(400, [cause.message], { cause }) : cause;
  }
  return Promise.all(photos.map((photo) => room.photos.keep(`${REPORT_PHOTOS}${reportId}`, photo)));
}

function unknownPlace({ said: { addressId, address } }: ReportForm): string {
  const named = [addressId, address].filter((each) => each !== undefined).map((each) => `“${each}”`);
  return `We know no block or estate of ours by ${named.join(' or ')}: send lat and long, or the block’s name as its sign has it.`;
}

function nextHour(now: Instant): string {
  return `${String((Number(now.slice(11, 13)) + 1) % 24).padStart(2, '0')}:00`;
}
