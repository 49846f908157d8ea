import { describe, expect, it } from 'vitest';
import { costSheetIn } from '../../../../shared/tasks/cost-sheet.ts';

const read = (text: string) => costSheetIn(Buffer.from(text), '2026-11-22');

describe('a spreadsheet of costs', () => {
  it('is read in pence, with the day of the bill', () => {
    const { rows, bad } = read(
      '\uFEFFJob ref;Labour (£);Disposal;Materials;Invoice date\r\nt-3qx4da7k2m;"£1,234.50";£-;12;21/11/2026\r\n',
    );
    expect(bad).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        taskId: 'T-3QX4DA7K2M',
        costs: { labourPence: 123_450, disposalPence: 0, materialsPence: 1_200 },
        billedOn: '2026-11-21',
      },
    ]);
  });

  it('says nothing of amounts whose column it does not have, and 0 for a blank cell', () => {
    expect(read('Task,Labour,Disposal\nT-1,5,\n').rows).toEqual([
      { line: 2, taskId: 'T-1', costs: { labourPence: 500, disposalPence: 0 } },
    ]);
  });

  it.each([
    ['without a task', ',5,21/11/2026', 'Task', 'say which task'],
    ['with a task’s address for its reference', '12 High Street,5,', 'Task', 'such as T-3QX4DA7K2M'],
    ['with a comma for the point', 'T-1,"12,50",', 'Labour', 'no amount in pounds'],
    ['with a day of another country', 'T-1,5,11/21/2026', 'Date', '31/12/2026'],
    ['with a bill that is still to come', 'T-1,5,24/11/2026', 'Date', 'still to come'],
  ])('has a bad row %s', (_, row, column, words) => {
    expect(read(`Task,Labour,Date\n${row}\nT-2,6,\n`)).toMatchObject({
      rows: [{ line: 3 }],
      bad: [{ line: 2, column, reason: expect.stringContaining(words) }],
    });
  });

  it('has a bad row with no amount at all', () => {
    expect(read('Task,Labour\nT-1,\n').bad).toEqual([
      { line: 2, reason: expect.stringContaining('no amount') },
    ]);
  });

  it('takes one row a task', () => {
    expect(read('Task,Labour\nT-1,5\nT-1,6\n')).toMatchObject({
      rows: [{ line: 2 }],
      bad: [{ line: 3, column: 'Task', reason: expect.stringContaining('line 2 already') }],
    });
  });
});
