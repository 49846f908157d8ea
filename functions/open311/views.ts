import { isOpen } from '../../shared/reports/public-status.ts';
import type { Report, ReportUpdate } from '../../shared/reports/report.ts';
import {
  type Question,
  SERVICES_CHANGED,
  type Service,
  serviceOf,
  services,
} from '../../shared/reports/services.ts';
import type { Room } from './room.ts';
import type { TakenReport } from './take-report.ts';
import type { Told } from './xml.ts';

/** The services as GeoReport lists them. */
export function serviceList(): Told {
  return services.map(({ code, name, description, group, keywords }) => ({
    service_code: code,
    service_name: name,
    description,
    metadata: true,
    type: 'realtime',
    keywords: keywords.join(', '),
    group,
  }));
}

/** What a service asks, as GeoReport defines it. */
export function serviceDefinition({ code, questions }: Service): Told {
  return {
    service_code: code,
    attributes: questions.map((question, index) => attribute(question, index + 1)),
  };
}

function attribute({ code, asks, datatype, required, choices, automated }: Question, order: number): Told {
  return {
    variable: true,
    code,
    datatype,
    required,
    datatype_description: null,
    order,
    description: asks,
    ...(automated && { automated }),
    ...(choices && { values: choices.map(({ key, name }) => ({ key, name })) }),
  };
}

/** Where this server is and what it speaks, as Open311's service discovery has it. */
export function discovery(url: string, { landlord, settings }: Room): Told {
  return {
    changeset: SERVICES_CHANGED,
    contact: `${landlord}: ${settings.contact}`,
    key_service: settings.partnersOnly
      ? 'Ask the landlord for an api_key; reports are taken with one only.'
      : 'No api_key is needed. A partner that sends many reports asks the landlord for one.',
    endpoints: [
      {
        specification: 'http://wiki.open311.org/GeoReport_v2',
        url,
        changeset: SERVICES_CHANGED,
        type: 'production',
        formats: ['text/xml', 'application/json'],
      },
    ],
  };
}

/**
 * A report as anybody may see it. Its place is the register's, its words are ours: what the reporter wrote, said of
 * themselves or photographed is not in it.
 */
export function publicRequest(report: Report, landlord: string): Told {
  const { id, serviceCode, status, sentence, receivedAt, updatedAt, place } = report;
  const name = serviceOf(serviceCode)?.name ?? serviceCode;
  return {
    service_request_id: id,
    status: isOpen(status) ? 'open' : 'closed',
    status_notes: sentence,
    service_name: name,
    service_code: serviceCode,
    description: place === undefined ? `${name}, not on our land` : `${name} at ${place.assetName}`,
    agency_responsible: place === undefined ? null : landlord,
    service_notice: null,
    requested_datetime: receivedAt,
    updated_datetime: updatedAt,
    expected_datetime: null,
    address: place === undefined ? null : `${place.assetName}, ${place.estateName}`,
    address_id: place?.assetId ?? null,
    zipcode: null,
    lat: place?.coordinates.latitude ?? null,
    long: place?.coordinates.longitude ?? null,
    media_url: null,
  };
}

/** One thing that the public was told of a report, as mySociety's extension has it. */
export function publicUpdate({ id, reportId, at, status, sentence }: ReportUpdate): Told {
  return {
    update_id: id,
    service_request_id: reportId,
    status,
    updated_datetime: at,
    description: sentence,
    media_url: null,
  };
}

/** The answer to whoever reported: the reference, and what they should know now. */
export function receipt({ report, isKnown, unasked }: TakenReport): Told {
  const notice = [
    report.sentence,
    ...(isKnown && report.place !== undefined ? ['It was known already: yours was added to it.'] : []),
    ...(report.hazard ? ['Keep away from it, and do not touch it.'] : []),
    ...(unasked.length > 0 ? [`Kept, though nobody asks for it: ${unasked.join(', ')}.`] : []),
  ];
  return { service_request_id: report.id, service_notice: notice.join(' '), account_id: null };
}
