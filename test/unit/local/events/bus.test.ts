import { describe, expect, it } from 'vitest';

import { eventsIn, room, uploaded } from './bus-room.ts';

describe('a bus', () => {
  it('sends an event to the queues of every rule that matches, and to no others', async () => {
    const { bus, queues } = await room();
    const rule = { bus: 'landlord', pattern: { source: ['camera'] } };
    bus.ensureRule({ ...rule, name: 'a', targets: [{ kind: 'queue', queueName: 'clips' }] });
    bus.ensureRule({
      ...rule,
      name: 'b',
      targets: [{ kind: 'queue', queueName: 'audit', inputPath: '$.detail' }],
    });
    bus.ensureRule({ ...rule, name: 'c', bus: 'default', targets: [{ kind: 'queue', queueName: 'audit' }] });
    const [id] = bus.put('landlord', [uploaded]);
    expect(await eventsIn(queues, 'clips')).toMatchObject([
      { id, time: '2026-11-22T08:03:00Z', ...uploaded },
    ]);
    expect(await eventsIn(queues, 'audit')).toEqual([{ camera: 'yard-3' }]);
  });

  it('puts all events or none', async () => {
    const { bus, queues } = await room();
    bus.ensureRule({
      name: 'a',
      bus: 'default',
      pattern: { source: ['camera'] },
      targets: [
        { kind: 'queue', queueName: 'clips' },
        { kind: 'queue', queueName: 'audit', inputPath: '$.detail.note' },
      ],
    });
    const tooLarge = { ...uploaded, detail: { note: 'x'.repeat(1_048_577) } };
    expect(() => bus.put('default', [uploaded, tooLarge])).toThrow('longer than');
    expect(queues.counts('clips').visible).toBe(0);
    expect(queues.counts('audit').visible).toBe(0);
  });

  it('refuses a rule for a bus or a queue that does not exist, and one with nothing to go by', async () => {
    const { bus } = await room();
    const target = { kind: 'queue' as const, queueName: 'clips' };
    expect(() =>
      bus.ensureRule({ name: 'a', bus: 'gone', pattern: { source: ['x'] }, targets: [target] }),
    ).toThrow('The event bus "gone" does not exist.');
    expect(() =>
      bus.ensureRule({
        name: 'a',
        bus: 'default',
        pattern: { source: ['x'] },
        targets: [{ kind: 'queue', queueName: 'gone' }],
      }),
    ).toThrow('The queue "gone" does not exist.');
    expect(() => bus.ensureRule({ name: 'a', bus: 'default', targets: [target] })).toThrow(
      'Rule "a" has neither a pattern nor a schedule.',
    );
    expect(() => bus.put('gone', [uploaded])).toThrow('The event bus "gone" does not exist.');
  });
});

describe('a schedule rule', () => {
  it('calls its function at each boundary, once, and not after closing', async () => {
    const calls: unknown[] = [];
    const { bus, clock } = await room({
      invoke: async (functionName, event) => {
        calls.push([functionName, event]);
      },
    });
    bus.ensureRule({
      name: 'sweep',
      bus: 'default',
      schedule: 'rate(5 minutes)',
      targets: [{ kind: 'function', functionName: 'check-deadlines' }],
    });
    await clock.pass(600);
    expect(calls).toEqual([]);
    bus.start();
    await clock.pass(119);
    expect(calls).toEqual([]);
    await clock.pass(1);
    expect(calls).toMatchObject([
      [
        'check-deadlines',
        {
          source: 'aws.events',
          'detail-type': 'Scheduled Event',
          time: '2026-11-22T08:15:00Z',
          resources: ['arn:aws:events:eu-west-2:000000000000:rule/sweep'],
          detail: {},
        },
      ],
    ]);
    await clock.pass(300);
    expect(calls).toHaveLength(2);
    await bus.close();
    await clock.pass(300);
    expect(calls).toHaveLength(2);
  });

  it('does not make up for boundaries that passed while the system was down', async () => {
    const calls: unknown[] = [];
    const { bus, clock } = await room({ invoke: async (_, event) => calls.push(event) });
    bus.ensureRule({
      name: 'sweep',
      bus: 'default',
      schedule: 'cron(0 * * * ? *)',
      targets: [{ kind: 'function', functionName: 'check-deadlines', input: '{"sweep":true}' }],
    });
    await clock.pass(4 * 3600);
    bus.start();
    await clock.pass(3600);
    expect(calls).toEqual([{ sweep: true }]);
  });
});
