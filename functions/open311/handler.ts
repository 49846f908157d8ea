import { randomUUID } from 'node:crypto';
import { handle } from 'hono/aws-lambda';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { openLog } from '../../shared/platform/log.ts';
import { PhotosBucket } from '../../shared/platform/photos-bucket.ts';
import { Table } from '../../shared/platform/table.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { ReportAllowance } from '../../shared/reports/report-allowance.ts';
import { ReportStore } from '../../shared/reports/report-store.ts';
import { open311Over } from './app.ts';
import { Environment } from './environment.ts';

const environment = readEnvironment(Environment);
const table = new Table(environment.TABLE);

/** A request of a resident or partner comes in from the HTTP API, without an account; an answer goes out. */
export const handler = handle(
  open311Over({
    landlord: environment.LANDLORD,
    settings: environment.REPORTS,
    register: new RegisterStore(table),
    incidents: new IncidentStore(table, environment.RECURRENCE_DAYS),
    reports: new ReportStore(table),
    allowance: new ReportAllowance(table),
    photos: new PhotosBucket(environment.STILLS_BUCKET),
    clock: machineClock,
    chance: randomUUID,
    log: openLog(),
  }),
);
