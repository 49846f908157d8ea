import { describe, expect, it } from 'vitest';
import type { Synthesised } from './synthesised.ts';

/** What must hold for telling other systems. */
export function describeWebhooks(deployed: () => Synthesised): void {
  describe('webhooks', () => {
    it('are delivered one message at a time, so that nobody waits for another’s receiver', () => {
      deployed().webhooks.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 10 },
      });
    });

    it('follow changes of incidents and tasks, and deliveries that are new or set going anew', () => {
      const rules = deployed()
        .all('AWS::Events::Rule')
        .filter(({ stack }) => stack === 'webhooks');
      expect(rules.map(({ Properties }) => Properties.EventPattern)).toEqual([
        { source: ['estatewatch'], 'detail-type': ['incident', 'task'] },
        {
          source: ['estatewatch'],
          'detail-type': ['webhook-delivery'],
          detail: {
            status: ['pending'],
            previousStatus: [{ exists: false }, { 'anything-but': ['pending'] }],
          },
        },
      ]);
    });
  });
}
