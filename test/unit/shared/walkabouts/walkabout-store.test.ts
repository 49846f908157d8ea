import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { LostRace } from '../../../../shared/platform/table.ts';
import { Answer } from '../../../../shared/walkabouts/answer.ts';
import { moveWalkabout, planWalkabout } from '../../../../shared/walkabouts/walkabout.ts';
import { WalkaboutStore } from '../../../../shared/walkabouts/walkabout-store.ts';
import { aPerson, at, aWalkabout } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-26T10:00:00Z');
const officer = byPerson(aPerson());

let walkabouts: WalkaboutStore;

beforeEach(() => {
  walkabouts = new WalkaboutStore(tables.fresh());
});

const plan = (said: Parameters<typeof aWalkabout>[0] = {}) =>
  walkabouts.plan(planWalkabout(aWalkabout(said), officer, NOW));

const anAnswer = (item: string) =>
  Answer.parse({
    walkaboutId: aWalkabout().id,
    assetId: 'ash-court',
    item,
    answer: 'yes',
    lookedAt: NOW,
    by: 'officer-north',
    photos: [],
  });

describe('walkabouts in the table', () => {
  it('are planned once: a second of the same id is not entered', async () => {
    expect(await plan()).toBe(true);
    expect(await plan({ leader: 'somebody-else' })).toBe(false);
    expect(await walkabouts.get('W-0000000001')).toEqual(aWalkabout());
    expect(await walkabouts.get('W-0000000002')).toBeUndefined();
    expect(await walkabouts.file('W-0000000002')).toBeUndefined();
  });

  it('are read with their answers, and with their history in order', async () => {
    await plan();
    const started = moveWalkabout(aWalkabout(), 'start', {}, officer, NOW);
    await walkabouts.save(started, { after: 1 });
    await walkabouts.keep([anAnswer('no-graffiti'), anAnswer('bin-store')], started.walkabout);
    expect(await walkabouts.file('W-0000000001')).toEqual({
      walkabout: { ...started.walkabout, version: 3 },
      answers: [anAnswer('bin-store'), anAnswer('no-graffiti')],
      history: [expect.objectContaining({ did: 'planned' }), expect.objectContaining({ did: 'start' })],
    });
  });

  it('are not changed by who looked at an earlier version', async () => {
    await plan();
    const started = moveWalkabout(aWalkabout(), 'start', {}, officer, NOW);
    await walkabouts.save(started, { after: 1 });
    const late = moveWalkabout(aWalkabout(), 'cancel', { note: 'rain' }, officer, NOW);
    await expect(walkabouts.save(late, { after: 1 })).rejects.toThrow(Conflict);
    expect(await walkabouts.get('W-0000000001')).toMatchObject({ status: 'under-way' });
  });

  it('keep no answer once they were completed', async () => {
    await plan();
    const started = moveWalkabout(aWalkabout(), 'start', {}, officer, NOW);
    await walkabouts.save(started, { after: 1 });
    await walkabouts.save(moveWalkabout(started.walkabout, 'complete', {}, officer, NOW), { after: 2 });
    await expect(walkabouts.keep([anAnswer('bin-store')], started.walkabout)).rejects.toThrow(LostRace);
    expect(await walkabouts.file('W-0000000001')).toMatchObject({ answers: [] });
  });

  it('of a patch are listed by day, the latest first, within the days that are asked for', async () => {
    for (const day of ['2026-11-26', '2026-10-01', '2027-01-14']) await plan({ id: `W-${day}`, day });
    await plan({ id: 'W-SOUTH', patch: 'south' });
    const days = ['2026-10-01', '2026-11-26'] as const;
    const page = await walkabouts.ofPatch('north', days, 25);
    expect(page.items.map(({ id }) => id)).toEqual(['W-2026-11-26', 'W-2026-10-01']);
    const first = await walkabouts.ofPatch('north', days, 1);
    const second = await walkabouts.ofPatch('north', days, 1, first.next);
    expect(second.items.map(({ id }) => id)).toEqual(['W-2026-10-01']);
  });
});
