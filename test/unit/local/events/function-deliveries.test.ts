import { describe, expect, it } from 'vitest';

import { room, uploaded } from './bus-room.ts';

describe('an event for a function', () => {
  const toFunction = {
    name: 'a',
    bus: 'default',
    pattern: { source: ['camera'] },
    targets: [{ kind: 'function' as const, functionName: 'note-clip' }],
  };

  it('is tried again after one minute and after two, and then given up with its reason', async () => {
    const times: number[] = [];
    const { bus, clock, lost } = await room({
      invoke: async () => {
        times.push(clock.nowMillis());
        throw new Error('no table');
      },
    });
    bus.ensureRule(toFunction);
    bus.start();
    bus.put('default', [uploaded]);
    await clock.pass(3600);
    const [first = 0] = times;
    expect(times.map((millis) => (millis - first) / 1000)).toEqual([0, 60, 180]);
    expect(lost).toEqual([{ functionName: 'note-clip', error: new Error('no table') }]);
  });

  it('is handed over after a restart when the system went down before the function ended', async () => {
    const before = await room({ invoke: () => new Promise(() => {}) });
    before.bus.ensureRule(toFunction);
    before.bus.start();
    before.bus.put('default', [uploaded]);
    await before.clock.pass(1);
    before.queues.close();
    const calls: unknown[] = [];
    const after = await room({ ...before, invoke: async (_, event) => calls.push(event) });
    after.bus.ensureRule(toFunction);
    after.bus.start();
    await after.clock.pass(1);
    expect(calls).toMatchObject([uploaded]);
    await after.clock.pass(7200);
    expect(calls).toHaveLength(1);
  });

  it('is handed over however many wait', async () => {
    const calls: unknown[] = [];
    const { bus, clock } = await room({ invoke: async (_, event) => calls.push(event) });
    bus.ensureRule(toFunction);
    bus.put(
      'default',
      Array.from({ length: 25 }, () => uploaded),
    );
    bus.start();
    await clock.pass(1);
    expect(calls).toHaveLength(25);
  });
});
