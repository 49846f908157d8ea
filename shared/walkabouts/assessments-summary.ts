import { z } from 'zod';
import type { IncidentStatus } from '../incidents/incident.ts';
import type { Assessment, AssessmentAnswer } from './assessment.ts';
import { assessorsItems } from './checklist.ts';

const Count = z.int().min(0);

/** What tenant assessors said of one question on one estate. What was asked is yes, no or not looked at. */
export const QuestionSummary = z.object({
  estateId: z.string(),
  item: z.string(),
  asks: z.string(),
  asked: Count,
  notLookedAt: Count,
  /** Answered no. Each is one of the three that follow. */
  wrong: Count,
  /** Its incident is resolved or closed now. */
  putRight: Count,
  /** An officer looked and dismissed it. */
  dismissed: Count,
  /** It waits for an officer or for work. */
  open: Count,
});
export type QuestionSummary = z.infer<typeof QuestionSummary>;

/** The incidents that the forms' answers of no became, each once. */
export function incidentsOf(assessments: readonly Assessment[]): string[] {
  const ids = assessments.flatMap(({ answers }) =>
    answers.filter(isWrong).flatMap(({ incidentId }) => incidentId ?? []),
  );
  return [...new Set(ids)];
}

/** The forms by estate and question, as their incidents stand now. Pure. */
export function summaryOf(
  assessments: readonly Assessment[],
  statusOf: ReadonlyMap<string, IncidentStatus>,
): QuestionSummary[] {
  const byEstate = Map.groupBy(assessments, ({ estateId }) => estateId);
  return [...byEstate.keys()].sort().flatMap((estateId) => {
    const given = (byEstate.get(estateId) ?? []).flatMap(({ answers }) => answers);
    return assessorsItems.map(({ id, asks }) => {
      const answers = given.filter(({ item }) => item === id);
      const wrong = answers.filter(isWrong);
      const are = (...statuses: IncidentStatus[]) =>
        wrong.filter(({ incidentId = '' }) => statuses.some((status) => status === statusOf.get(incidentId)))
          .length;
      const [putRight, dismissed] = [are('resolved', 'closed'), are('dismissed')];
      return {
        estateId,
        item: id,
        asks,
        asked: answers.length,
        notLookedAt: answers.filter(({ answer }) => answer === 'not-looked-at').length,
        wrong: wrong.length,
        putRight,
        dismissed,
        open: wrong.length - putRight - dismissed,
      };
    });
  });
}

function isWrong({ answer }: AssessmentAnswer): boolean {
  return answer === 'no';
}
