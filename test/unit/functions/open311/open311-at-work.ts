import { randomUUID } from 'node:crypto';
import { handle } from 'hono/aws-lambda';
import { open311Over } from '../../../../functions/open311/app.ts';
import type { Room } from '../../../../functions/open311/room.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import type { Instant } from '../../../../shared/platform/instant.ts';
import type { Photo } from '../../../../shared/platform/photo.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { ReportAllowance } from '../../../../shared/reports/report-allowance.ts';
import { ReportSettings } from '../../../../shared/reports/report-settings.ts';
import { ReportStore } from '../../../../shared/reports/report-store.ts';
import { at } from '../../../support/builders.ts';
import { type KeptLog, keptLog } from '../../../support/kept-log.ts';

/** When it is in these tests, unless one says otherwise. */
export const NOW = at('2026-11-22T09:30:00Z');

/** Beside the bin store of Ash Court, as the builders' register has it. */
export const ASH_COURT = { lat: '51.48121', long: '-0.05212' };

/** What comes back from a request. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: unknown;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** The Open311 server over a table, asked as the HTTP API asks it. */
export interface Open311AtWork {
  readonly room: Room & { readonly log: KeptLog };
  readonly kept: { readonly reportId: string; readonly photo: Photo }[];
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Posts a form-encoded report, with a list for a field that stands more than once. */
  report(fields: Fields, said?: { readonly path?: string; readonly from?: string }): Promise<Answered>;
  post(body: Uint8Array | string, contentType: string): Promise<Answered>;
  /** Lets time pass. */
  at(now: Instant): void;
}

/** The plainest report of a fly-tip beside the bin store of Ash Court. */
export const aReport = {
  service_code: 'fly-tipping',
  ...ASH_COURT,
  'attribute[type_of_waste]': 'white-goods',
};

/** The server over a table, with these settings. */
export function open311On(table: Table, settings: Partial<ReportSettings> = {}): Open311AtWork {
  let now = NOW;
  const kept: Open311AtWork['kept'] = [];
  const room = {
    landlord: 'Northside Homes',
    settings: ReportSettings.parse(settings),
    register: new RegisterStore(table),
    incidents: new IncidentStore(table, RecurrenceDays.parse(undefined)),
    reports: new ReportStore(table),
    allowance: new ReportAllowance(table),
    photos: {
      async keep(reportId: string, photo: Photo) {
        kept.push({ reportId, photo });
        return { key: `reports/${reportId}/${photo.sha256.slice(0, 16)}.jpg`, sha256: photo.sha256 };
      },
    },
    clock: () => now,
    chance: randomUUID,
    log: keptLog(),
  };
  const handler = handle(open311Over(room));
  const ask = async (method: string, path: string, said: Partial<Asked>): Promise<Answered> => {
    const answer = await handler(eventOf(method, `/open311/v2/${path}`, said));
    const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString() : answer.body;
    return {
      status: answer.statusCode,
      type: String(answer.headers?.['content-type']),
      text,
      get json(): unknown {
        return JSON.parse(text);
      },
    };
  };
  return {
    room,
    kept,
    get: (path, query = {}) => ask('GET', path, { query }),
    report: (fields, { path = 'requests.json', from = '192.0.2.1' } = {}) =>
      ask('POST', path, { body: formOf(fields), contentType: FORM, from }),
    post: (body, contentType) => ask('POST', 'requests.json', { body, contentType }),
    at(later) {
      now = later;
    },
  };
}

interface Asked {
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly from: string;
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

function formOf(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}

function eventOf(
  method: string,
  path: string,
  { query = {}, body, contentType, from = '192.0.2.1' }: Partial<Asked>,
) {
  return {
    version: '2.0',
    routeKey: `${method} /open311/v2/{proxy+}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      host: 'api.example.org',
      'x-forwarded-proto': 'https',
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authentication: null,
      authorizer: {},
      domainName: 'api.example.org',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: from, userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} /open311/v2/{proxy+}`,
      stage: '$default',
      time: '22/Nov/2026:09:30:00 +0000',
      timeEpoch: Date.parse(NOW),
    },
  };
}
