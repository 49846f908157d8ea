import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, WrongState } from '../../../../shared/platform/errors.ts';
import { AssessmentStore } from '../../../../shared/walkabouts/assessment-store.ts';
import {
  Assessor,
  admittedBy,
  assessorNamedBy,
  keyFor,
  keySha256,
  revoked,
} from '../../../../shared/walkabouts/assessor.ts';
import { at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-26T10:00:00Z');
const KEY = keyFor('TA-7K2M9QX4DA', 'a-secret-that-nobody-guesses');

const anAssessor = (said: Partial<Assessor> = {}) =>
  Assessor.parse({
    id: 'TA-7K2M9QX4DA',
    name: 'Ada Example',
    estateIds: ['riverside'],
    keySha256: keySha256(KEY),
    namedAt: NOW,
    namedBy: 'manager',
    version: 1,
    ...said,
  });

describe('an assessor’s key', () => {
  it('says whose it is and admits them', () => {
    expect(assessorNamedBy(KEY)).toBe('TA-7K2M9QX4DA');
    expect(admittedBy(KEY, anAssessor())).toEqual(anAssessor());
  });

  it.each([
    '',
    'TA-7K2M9QX4DA',
    'TA-7K2M9QX4DA.short',
    `${KEY} `,
    `x${KEY}`,
    'ASSESSOR#1.a-secret-that-nobody-guesses',
  ])('is not “%s”', (text) => {
    expect(assessorNamedBy(text)).toBeUndefined();
  });

  it('admits nobody else, nobody unknown, and nobody once it was withdrawn', () => {
    const another = anAssessor({ keySha256: keySha256(keyFor('TA-7K2M9QX4DA', 'another-secret-of-theirs')) });
    expect(admittedBy(KEY, another)).toBeUndefined();
    expect(admittedBy(KEY, undefined)).toBeUndefined();
    expect(admittedBy(KEY, revoked(anAssessor(), 'manager', NOW))).toBeUndefined();
  });

  it('is withdrawn once', () => {
    const gone = revoked(anAssessor(), 'manager', NOW);
    expect(gone).toMatchObject({ revokedAt: NOW, revokedBy: 'manager', version: 2 });
    expect(() => revoked(gone, 'manager', NOW)).toThrow(WrongState);
  });
});

describe('assessors in the table', () => {
  let store: AssessmentStore;
  beforeEach(() => {
    store = new AssessmentStore(tables.fresh());
  });

  it('are found by their id, and listed with those whose key was withdrawn', async () => {
    await store.saveAssessor(anAssessor());
    await store.saveAssessor(anAssessor({ id: 'TA-0000000002' }));
    await store.saveAssessor(revoked(anAssessor(), 'manager', NOW));
    expect(await store.assessor('TA-7K2M9QX4DA')).toMatchObject({ revokedAt: NOW });
    expect((await store.assessors()).map(({ id }) => id)).toEqual(['TA-0000000002', 'TA-7K2M9QX4DA']);
  });

  it('are not changed by who looked at an earlier version', async () => {
    await store.saveAssessor(anAssessor());
    await store.saveAssessor(revoked(anAssessor(), 'manager', NOW));
    await expect(store.saveAssessor(revoked(anAssessor(), 'late', NOW))).rejects.toThrow(Conflict);
  });
});
