import { describe, expect, it } from 'vitest';
import type { Synthesised } from './synthesised.ts';

/** What must hold for telling people. */
export function describeNotifications(deployed: () => Synthesised): void {
  describe('telling people', () => {
    it('is by mail from the domain of the settings, whose records the deployment tells', () => {
      deployed().notifications.hasResourceProperties('AWS::SES::EmailIdentity', {
        EmailIdentity: 'demo-homes.example',
      });
      for (const record of [1, 2, 3]) deployed().notifications.hasOutput(`SenderRecord${record}`, {});
    });

    it('may send from that identity, and from nothing else', () => {
      const policies = deployed()
        .all('AWS::IAM::Policy')
        .flatMap(({ Properties }) => JSON.stringify(Properties).match(/"ses:[^"]+"[^}]*/g) ?? []);
      expect(policies).toEqual([expect.stringContaining('"ses:SendEmail"')]);
      expect(JSON.stringify(deployed().notifications.findResources('AWS::IAM::Policy'))).toContain(
        ':identity/',
      );
    });

    it('to nobody counts, and one is too many', () => {
      deployed().notifications.hasResourceProperties('AWS::Logs::MetricFilter', {
        FilterPattern: '{ $.code = "NOBODY_ON_DUTY" }',
        MetricTransformations: [
          { MetricName: 'NobodyOnDuty', MetricNamespace: 'Estatewatch/demo', MetricValue: '1' },
        ],
      });
      deployed().notifications.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'NobodyOnDuty',
        Namespace: 'Estatewatch/demo',
        Threshold: 0,
      });
    });
  });
}
