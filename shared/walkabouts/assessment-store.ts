import { type Quarter, quarterOf } from '../platform/day.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import { Assessment } from './assessment.ts';
import { Assessor } from './assessor.ts';

/** Tenant assessors, and the forms that they sent, in the table. */
export class AssessmentStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Saves an assessor: a new one at version 1. Throws `Conflict` when they have changed since the version before. */
  async saveAssessor(assessor: Assessor): Promise<void> {
    const filed = { queuePk: keys.assessors(), queueSk: assessor.id };
    const put = { ...keys.assessor(assessor.id), type: 'assessor', ...filed, ...assessor };
    const when = assessor.version === 1 ? ('new' as const) : { version: assessor.version - 1 };
    await orConflict(`Assessor ${assessor.id}`, () => this.#table.commit([{ put, when }]));
  }

  /** An assessor by id. One GetItem. */
  async assessor(assessorId: string): Promise<Assessor | undefined> {
    return this.#table.get(keys.assessor(assessorId), Assessor);
  }

  /** Every assessor, those whose key was withdrawn too. One Query. */
  async assessors(): Promise<Assessor[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.assessors() }, Assessor);
  }

  /** Keeps a form: a new one at version 1. Throws `LostRace` when it has changed since the version before. */
  async keep(assessment: Assessment): Promise<void> {
    const { id, day, version } = assessment;
    const filed = { queuePk: keys.quarterAssessments(quarterOf(day)), queueSk: `${day}#${id}` };
    const put = { ...keys.assessment(id), type: 'assessment', ...filed, ...assessment };
    await this.#table.commit([{ put, when: version === 1 ? 'new' : { version: version - 1 } }]);
  }

  /** A form by its reference. One GetItem. */
  async get(assessmentId: string): Promise<Assessment | undefined> {
    return this.#table.get(keys.assessment(assessmentId), Assessment);
  }

  /** The forms of a quarter, by their day. One Query a page of 1 MB. */
  async ofQuarter(quarter: Quarter): Promise<Assessment[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.quarterAssessments(quarter) }, Assessment);
  }
}
