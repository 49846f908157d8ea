import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** What an alarm must say: when it sounds, what is hurt while it does, and the page of the runbook that tells what to do. */
export interface HurtAlarm {
  readonly metric: IMetric;
  readonly above: number;
  /** For how many of the metric's periods in a row. */
  readonly periods?: number;
  /** In words for whoever is woken: what the landlord's staff or residents notice. */
  readonly hurts: string;
  /** A heading of docs/runbook.md. */
  readonly runbook: string;
  readonly tells: ITopic;
}

/** An alarm whose description says what is hurt and where to read on. */
export function alarm(
  scope: Construct,
  id: string,
  { metric, above, periods = 1, hurts, runbook, tells }: HurtAlarm,
): void {
  new Alarm(scope, id, {
    metric,
    threshold: above,
    // CDK's own choice is “at least”, with which an alarm above nought never falls silent.
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods,
    alarmDescription: `${hurts} What to do: docs/runbook.md#${runbook}`,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(tells));
}

/** The time over which most of our alarms look. */
export const FIVE_MINUTES = Duration.minutes(5);
