import type { IncidentFile } from '../incidents/incident-file.ts';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import { LostRace, type Page, type Table } from '../platform/table.ts';
import type { Item } from '../platform/write.ts';
import { publicUpdates } from './public-status.ts';
import { Contact, Report, ReportUpdate } from './report.ts';

const LONGEST_REFERENCE = 100;

/** From one moment to another, both included. */
export interface Span {
  readonly since: Instant;
  readonly until: Instant;
}

/** What residents and partners reported, in the table: who it was, and what the public was told, each apart. */
export class ReportStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Keeps a report and who made it, in one transaction. The same report again changes nothing. Returns it as it is
   * kept.
   */
  async keep(report: Report, contact: Contact): Promise<Report> {
    const puts = [{ put: reportItem(report), when: 'new' as const }];
    const item = {
      ...keys.reportContact(report.id),
      type: 'report-contact',
      reportId: report.id,
      ...contact,
    };
    const isSaid = Object.values(contact).some((each) => each !== undefined);
    try {
      await this.#table.commit(isSaid ? [...puts, { put: item }] : puts);
      return report;
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      return (await this.get(report.id)) ?? report;
    }
  }

  /** A report by its reference; undefined too for what is none. One GetItem. */
  async get(reportId: string): Promise<Report | undefined> {
    // Whatever the public asks for comes here, and a key holds 2 KB.
    return reportId.length > LONGEST_REFERENCE ? undefined : this.#table.get(keys.report(reportId), Report);
  }

  /** Reports received within a span, the newest first, up to so many. One Query a month and 1 MB. */
  async received(span: Span, fits: (report: Report) => boolean, most: number): Promise<Report[]> {
    const found: Report[] = [];
    for (const month of monthsOf(span).reverse()) {
      const selection = { index: 'byQueue', pk: keys.monthReports(month), between: within(span) } as const;
      let from: string | undefined;
      do {
        const page = await this.#table.query({ ...selection, newestFirst: true, from }, Report);
        found.push(...page.items.filter(fits));
        from = found.length < most ? page.next : undefined;
      } while (from !== undefined);
      if (found.length >= most) break;
    }
    return found.slice(0, most);
  }

  /** Reports of an estate received within a span, oldest first. One Query a page of 1 MB. */
  async ofEstate(estateId: string, span: Span): Promise<Report[]> {
    const selection = { index: 'byPlace', pk: keys.estateReports(estateId), between: within(span) } as const;
    return this.#table.all(selection, Report);
  }

  /** A page of what was reported of an estate within a span, the newest first. One Query. */
  async pageOfEstate(estateId: string, span: Span, limit: number, from?: string): Promise<Page<Report>> {
    const selection = { index: 'byPlace', pk: keys.estateReports(estateId), between: within(span) } as const;
    return this.#table.query({ ...selection, newestFirst: true, limit, from }, Report);
  }

  /** Who made a report, as far as they said; undefined when they did not. One GetItem. */
  async contact(reportId: string): Promise<Contact | undefined> {
    return this.#table.get(keys.reportContact(reportId), Contact);
  }

  /** What the public was told within a span: the last so many, oldest first. One Query a month. */
  async updates(span: Span, most: number): Promise<ReportUpdate[]> {
    const found: ReportUpdate[] = [];
    for (const month of monthsOf(span).reverse()) {
      const limit = most - found.length;
      if (limit === 0) break;
      const selection = { pk: keys.reportUpdates(month), between: within(span), newestFirst: true, limit };
      found.push(...(await this.#table.query(selection, ReportUpdate)).items);
    }
    return found.reverse();
  }

  /**
   * Tells the public what became of a report, from its incident as it is now: the report's status and an update for
   * each change of it. What was told before is not told again. Returns the report, or undefined when there is none.
   */
  async follow(
    reportId: string,
    file: Pick<IncidentFile, 'incident' | 'history'>,
    now: Instant,
  ): Promise<Report | undefined> {
    return decideAgainAfterLostRaces(async () => {
      const report = await this.get(reportId);
      if (report === undefined) return undefined;
      const updates = publicUpdates(file, report);
      const [last] = updates.slice(-1);
      if (last === undefined && report.incidentId === file.incident.id) return report;
      const next: Report = {
        ...report,
        incidentId: file.incident.id,
        ...(last && { status: last.status, sentence: last.sentence, updatedAt: now, told: last.version }),
        version: report.version + 1,
      };
      const told = updates.map(({ version, ...state }) => ({
        put: {
          ...keys.reportUpdate(now, reportId, version),
          type: 'report-update',
          id: `${reportId}-${version}`,
          reportId,
          at: now,
          ...state,
        },
      }));
      await this.#table.commit([{ put: reportItem(next), when: { version: report.version } }, ...told]);
      return next;
    });
  }
}

function reportItem(report: Report): Item {
  const order = `${report.receivedAt}#${report.id}`;
  const placed = report.place && {
    placePk: keys.estateReports(report.place.estateId),
    placeSk: order,
  };
  return {
    ...keys.report(report.id),
    type: 'report',
    queuePk: keys.monthReports(report.receivedAt.slice(0, 7)),
    queueSk: order,
    ...placed,
    ...report,
  };
}

// '~' sorts after every id, so that the last instant is included.
const within = ({ since, until }: Span) => [since, `${until}~`] as const;

/** The months that a span touches, such as 2026-11, in order. */
function monthsOf({ since, until }: Span): string[] {
  const months: string[] = [];
  for (let month = since.slice(0, 7); month <= until.slice(0, 7); month = nextMonth(month))
    months.push(month);
  return months;
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
