import { z } from 'zod';

// What people write into cells, each as a schema from text. Blank cells never come here.

const GROUPED = /^(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$/;
const MOST_POUNDS = 1_000_000;

/** An amount in pounds, such as `£1,234.50`, in whole pence; Excel writes nothing as `£-`. */
export const PoundsCell = z.string().transform((text, context): number => {
  const amount = text.replace(/^(£|GBP)\s*/i, '').replace(/\s*GBP$/i, '');
  if (amount === '-') return 0;
  if (!GROUPED.test(amount)) {
    const message = `“${text}” is no amount in pounds: write it as 1234.50 or £1,234.50, with no minus`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  const [pounds = '', pence = ''] = amount.replaceAll(',', '').split('.');
  if (Number(pounds) >= MOST_POUNDS) {
    context.addIssue({ code: 'custom', message: `“${text}” is more than a task can cost` });
    return z.NEVER;
  }
  return Number(pounds) * 100 + Number(pence.padEnd(2, '0'));
});

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as Britain writes it (`31/12/2026`, `31.12.26`, `31 Dec 2026`) or as ISO 8601 does, as `2026-12-31`. */
export const DayCell = z.string().transform((text, context): string => {
  const day = dayIn(text.replace(/ 00:00(:00)?$/, ''));
  if (z.iso.date().safeParse(day).success) return day;
  const message = `“${text}” is no day: write day, month and year as 31/12/2026`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function dayIn(text: string): string {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[/.\- ](\d{1,2}|[a-z]{3,9})[/.\- ](\d{4}|\d{2})$/i.exec(text) ?? [];
  if (day === '') return text;
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const number = /^\d/.test(month) ? month : `${named}`;
  return `${year.padStart(4, '20')}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A whole number, with or without commas between thousands. */
export const WholeNumberCell = z
  .string()
  .regex(/^(\d{1,3}(,\d{3})+|\d{1,9})(\.0+)?$/, 'write a whole number')
  .transform((text) => Number(text.replaceAll(',', '')));

/** Decimal degrees, such as -3.1791. */
export const DegreesCell = z
  .string()
  .regex(/^[+-]?\d{1,3}(\.\d{1,15})?$/, 'write decimal degrees such as 51.4816 or -3.1791')
  .transform(Number);

const YES = ['yes', 'y', 'true', '1', 'x'];
const NO = ['no', 'n', 'false', '0'];

/** Yes or no, in the ways that spreadsheets say it. */
export const YesOrNoCell = z
  .string()
  .toLowerCase()
  .refine((text) => YES.includes(text) || NO.includes(text), 'write yes or no')
  .transform((text) => YES.includes(text));

/** Digits that a spreadsheet may have cut to `1.00081E+11`, which nobody can undo. */
export const DigitsCell = z
  .string()
  .refine(
    (text) => !/^\d(\.\d+)?E\+\d+$/i.test(text),
    'the spreadsheet has cut its digits: format the column as text, enter it again and export anew',
  )
  .transform((text) => text.replace(/\.0+$/, ''));
