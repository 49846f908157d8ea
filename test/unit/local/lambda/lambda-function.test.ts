import { describe, expect, it, vi } from 'vitest';
import { FunctionFailure } from '../../../../local/lambda/lambda-function.ts';
import { functionOf } from '../../../support/local-function.ts';

// Counts in the instance, so that a warm one is told from a new one.
const counting = `
  let count = 0;
  export const handler = async ({ does, millis }) => {
    count += 1;
    if (does === 'throw') throw new TypeError('no such door');
    if (does === 'exit') process.exit(3);
    if (does === 'break') setTimeout(() => { throw new Error('broken later'); });
    if (millis !== undefined) await new Promise((resolve) => setTimeout(resolve, millis));
    return count;
  };`;

describe('a function', () => {
  it('answers with what its handler returns, from one instance that stays warm', async () => {
    const { lambda } = functionOf(counting);
    expect([await lambda.invoke({}), await lambda.invoke({}), await lambda.invoke({})]).toEqual([1, 2, 3]);
  });

  it('that returns nothing answers null, as Lambda does', async () => {
    const { lambda } = functionOf('export const handler = async () => undefined;');
    expect(await lambda.invoke({})).toBeNull();
  });

  it('knows its own environment and nothing of ours', async () => {
    vi.stubEnv('ESTATEWATCH_SECRET', 'ours');
    const { lambda } = functionOf('export const handler = async () => ({ ...process.env });', {
      environment: { TABLE: 'estatewatch' },
    });
    const environment = await lambda.invoke({});
    vi.unstubAllEnvs();
    expect(environment).toEqual({ TABLE: 'estatewatch' });
  });

  it('is told its name, its memory and the time that it has left', async () => {
    const module = `export const handler = async (event, context) => ({
      name: context.functionName, memory: context.memoryLimitInMB, id: context.awsRequestId,
      left: context.getRemainingTimeInMillis() });`;
    const { lambda } = functionOf(module, { timeoutSeconds: 5 });
    const told = await lambda.invoke({});
    expect(told).toMatchObject({
      name: 'watch',
      memory: '256',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(told).toHaveProperty(
      'left',
      expect.toSatisfy((left: number) => left > 0 && left <= 5_000),
    );
  });

  it('runs two events at once in two instances, and keeps both', async () => {
    const { lambda } = functionOf(counting);
    expect(await Promise.all([lambda.invoke({ millis: 100 }), lambda.invoke({ millis: 100 })])).toEqual([
      1, 1,
    ]);
    expect(await Promise.all([lambda.invoke({ millis: 100 }), lambda.invoke({ millis: 100 })])).toEqual([
      2, 2,
    ]);
  });
});

describe('a function that fails', () => {
  it('by an error says its name and message, logs it, and goes on in the same instance', async () => {
    const { lambda, log } = functionOf(counting);
    const failing = lambda.invoke({ does: 'throw' });
    await expect(failing).rejects.toBeInstanceOf(FunctionFailure);
    await expect(failing).rejects.toThrow('TypeError: no such door');
    expect(await lambda.invoke({})).toBe(2);
    await vi.waitFor(() => expect(log()).toContain('TypeError: no such door\n    at '));
  });

  it('by taking too long is ended, and the next event has a new instance', async () => {
    const { lambda } = functionOf(counting, { timeoutSeconds: 1 });
    expect(await lambda.invoke({})).toBe(1);
    await expect(lambda.invoke({ millis: 60_000 })).rejects.toThrow('watch timed out after 1 s.');
    expect(await lambda.invoke({})).toBe(1);
  });

  it('by ending its process takes nothing else with it', async () => {
    const { lambda, log } = functionOf(counting);
    await expect(lambda.invoke({ does: 'exit' })).rejects.toThrow('watch ended with code 3.');
    expect(await lambda.invoke({})).toBe(1);
    await vi.waitFor(() => expect(log()).toContain('watch ended with code 3.'));
  });

  it('by an error that nobody caught takes nothing else with it', async () => {
    const { lambda } = functionOf(counting);
    await expect(lambda.invoke({ does: 'break', millis: 5_000 })).rejects.toThrow(
      'watch ended: broken later',
    );
    expect(await lambda.invoke({})).toBe(1);
  });

  it('as it loads says why', async () => {
    const { lambda } = functionOf("throw new Error('This function is not deployed as it must be: TABLE');");
    await expect(lambda.invoke({})).rejects.toThrow(
      'watch ended: This function is not deployed as it must be: TABLE',
    );
  });

  it('for want of its handler says so', async () => {
    const { lambda } = functionOf('export const other = 1;');
    await expect(lambda.invoke({})).rejects.toThrow(/^watch ended: /);
  });
});

describe('a function that is stopped', () => {
  it('fails at what it was doing, and takes nothing more', async () => {
    const { lambda } = functionOf(counting);
    await lambda.invoke({});
    const doing = lambda.invoke({ millis: 60_000 });
    const failed = expect(doing).rejects.toThrow('watch was stopped.');
    await lambda.close();
    await failed;
    await expect(lambda.invoke({})).rejects.toThrow('watch has been stopped.');
  });
});
