// Runs one bundled function in a thread of its own, with its own environment, as Lambda runs it in a process.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

const { file, exported, functionName, memoryMegabytes } = z
  .object({ file: z.string(), exported: z.string(), functionName: z.string(), memoryMegabytes: z.number() })
  .parse(workerData);
const Call = z.object({ id: z.string(), event: z.unknown(), deadlineMillis: z.number() });
const Handler = z.function({ input: [z.unknown(), z.unknown()], output: z.promise(z.unknown()) });

const module: Record<string, unknown> = await import(file);
const handler = Handler.implementAsync(
  z
    .custom<(...input: unknown[]) => Promise<unknown>>((it) => typeof it === 'function')
    .parse(module[exported]),
);

parentPort?.on('message', async (message) => {
  const { id, event, deadlineMillis } = Call.parse(message);
  const context = {
    functionName,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(memoryMegabytes),
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMillis - Date.now()),
  };
  try {
    parentPort?.postMessage({ id, result: (await handler(event, context)) ?? null });
  } catch (failure) {
    const error = failure instanceof Error ? failure : new Error(String(failure));
    parentPort?.postMessage({ id, error: { name: error.name, message: error.message, stack: error.stack } });
  }
});
parentPort?.postMessage({ ready: true });
