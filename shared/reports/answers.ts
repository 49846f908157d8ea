import { z } from 'zod';
import type { Answers, Question, Service } from './services.ts';

const LONGEST_ANSWER = 2_000;

/** Answers that fit a service's questions; what does not fit, in sentences; and what it asks for nowhere. */
export interface CheckedAnswers {
  readonly answers: Answers;
  readonly wrong: readonly string[];
  readonly unasked: readonly string[];
}

/**
 * Holds what somebody sent to a service's questions. An answer may be given once, a choice must be one of those
 * offered, in any case, and what is required must be there. What nobody asked for is kept under its own name. Pure.
 */
export function checkAnswers(
  { questions, name }: Service,
  given: ReadonlyMap<string, readonly string[]>,
): CheckedAnswers {
  const wrong: string[] = [];
  const answers: Record<string, string> = {};
  for (const question of questions) {
    const all = (given.get(question.code) ?? []).filter((answer) => answer !== '');
    const [answer, ...more] = all;
    if (answer === undefined) {
      if (question.required)
        wrong.push(
          `“attribute[${question.code}]” is missing: ${name} needs it (${question.asks}).${offer(question)}`,
        );
      continue;
    }
    if (more.length > 0) {
      wrong.push(`“attribute[${question.code}]” stands ${all.length} times: send one answer.`);
      continue;
    }
    const read = readAnswer(question, answer);
    if (read === undefined)
      wrong.push(
        `“attribute[${question.code}]” cannot be “${answer.slice(0, 80)}”: ${expectation(question)}.`,
      );
    else answers[question.code] = read;
  }
  const asked = new Set(questions.map(({ code }) => code));
  const unasked = [...given].filter(([code, all]) => !asked.has(code) && all.some((each) => each !== ''));
  for (const [code, all] of unasked) answers[code] = all.join('; ').slice(0, LONGEST_ANSWER);
  return { answers, wrong, unasked: unasked.map(([code]) => code) };
}

// Without an offset a time is local, as a form's field for date and time gives it.
const DateTime = z.iso.datetime({ offset: true, local: true });
const FORMATS: Readonly<Record<string, RegExp>> = { uprn: /^\d{1,12}$/ };

function readAnswer({ code, datatype, choices }: Question, answer: string): string | undefined {
  if (answer.length > LONGEST_ANSWER) return undefined;
  if (datatype === 'datetime') return DateTime.safeParse(answer).data;
  if (choices === undefined) return (FORMATS[code]?.test(answer) ?? true) ? answer : undefined;
  const plain = answer.trim().toLowerCase();
  // Some clients send what the person read instead of its key.
  return choices.find(({ key, name }) => key === plain || name.toLowerCase() === plain)?.key;
}

function expectation({ code, datatype, choices }: Question): string {
  if (choices !== undefined) return `choose one of ${keysOf(choices)}`;
  if (datatype === 'datetime') return 'write a date and time such as 2026-11-22T16:05:00Z';
  if (FORMATS[code] !== undefined) return 'a UPRN is up to twelve digits';
  return `write ${LONGEST_ANSWER} characters at most`;
}

const offer = ({ choices }: Question) => (choices === undefined ? '' : ` Choose one of ${keysOf(choices)}.`);
const keysOf = (choices: NonNullable<Question['choices']>) => choices.map(({ key }) => key).join(', ');
