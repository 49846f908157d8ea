import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import type { FieldPhoto } from '../../../../shared/tasks/task.ts';
import { moveTask, type TaskMoveDetail } from '../../../../shared/tasks/task-moves.ts';
import { Crews, crewFor } from '../../../../shared/tasks/trade.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aPerson, aStill, aTask, at } from '../../../support/builders.ts';

const NOW = at('2026-11-23T10:00:00Z');
const officer = byPerson(aPerson());
const crews = Crews.parse([
  { trade: 'doors', assignee: 'joiners-ltd' },
  { trade: 'doors', patch: 'north', assignee: 'dan' },
]);
const settings = { hours: WorkingHours.parse({}), crews };
const move = (
  task: ReturnType<typeof aTask>,
  name: 'hand-over' | 'complete' | 'cancel',
  said: TaskMoveDetail,
) => moveTask(task, name, said, officer, NOW, settings);

const photo = (shows: FieldPhoto['shows']): FieldPhoto => {
  const { key, sha256 } = aStill('after', 26);
  return { key, sha256, shows, at: NOW, by: 'officer-north' };
};

describe('a crew', () => {
  it('has its own patch before one that has every patch', () => {
    expect(crewFor('doors', 'north', crews)).toBe('dan');
    expect(crewFor('doors', 'south', crews)).toBe('joiners-ltd');
    expect(crewFor('electrical', 'north', crews)).toBeUndefined();
  });

  it('is refused beside another with the same trade and patch', () => {
    const twice = [...crews, { trade: 'doors', patch: 'north', assignee: 'eve' }];
    expect(Crews.safeParse(twice).error?.issues.map(({ message }) => message)).toEqual([
      'Two crews have “doors” on “north”: leave one out.',
    ]);
  });
});

describe('handing a task over', () => {
  const held = aTask({ assignee: 'officer-north' });
  const said = { trade: 'doors', note: 'the closer is to be replaced' } as const;

  it('gives it to the crew of that trade on the patch, by the same time', () => {
    const { task, history } = move(held, 'hand-over', said);
    expect(task).toMatchObject({ trade: 'doors', assignee: 'dan', status: 'open', dueAt: held.dueAt });
    expect(history.said).toBe('to doors, dan: the closer is to be replaced');
  });

  it('gives it to whoever is named', () => {
    const { task } = move(held, 'hand-over', { ...said, assignee: 'eve' });
    expect(task).toMatchObject({ trade: 'doors', assignee: 'eve' });
  });

  it('to a trade without a crew leaves it to be assigned', () => {
    const { task, history } = move(held, 'hand-over', { trade: 'electrical', note: 'the lamp is out' });
    expect(task).not.toHaveProperty('assignee');
    expect(history.said).toBe('to electrical: the lamp is out');
  });
});

describe('completing a task', () => {
  it.each([
    [
      'a camera saw it',
      { proposed: { doneAt: at('2026-11-23T08:00:00Z'), because: 'seen cleared' } },
      'camera',
    ],
    ['a photo shows it', { photos: [photo('after')] }, 'photo'],
  ])('needs no other word when %s', (_, known, shownBy) => {
    expect(move(aTask({ kind: 'clear', ...known }), 'complete', {}).task).toMatchObject({ shownBy });
  });

  it('rests on somebody’s word when no photo shows how it was after', () => {
    const task = aTask({ kind: 'clear', photos: [photo('before')] });
    expect(() => move(task, 'complete', {})).toThrow(Rejected);
    expect(move(task, 'complete', { note: 'two bags taken' }).task).toMatchObject({
      shownBy: 'word',
      doneAt: NOW,
    });
  });
});

describe('cancelling a task', () => {
  it.each([
    ['resident-cleared', 'the resident whose it was has cleared it'],
    ['not-our-land', 'it is not on our land'],
  ] as const)('as %s says all', (reason, words) => {
    const { task, history } = move(aTask(), 'cancel', { reason });
    expect(task).toMatchObject({ status: 'cancelled', endedAs: reason });
    expect(history.said).toBe(words);
    expect(move(aTask(), 'cancel', { reason, note: 'flat 3' }).history.said).toBe(`${words}: flat 3`);
  });

  it('as not needed needs a word', () => {
    expect(() => move(aTask(), 'cancel', {})).toThrow('Say in “note” why it is not needed.');
    expect(move(aTask(), 'cancel', { note: 'there is nothing' }).task).toMatchObject({
      endedAs: 'not-needed',
    });
  });
});
