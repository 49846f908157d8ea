import type { SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { Queues } from '../sqs/queues.ts';

/** Runs a function with an event. A rejection counts as a failed try. */
export type Invoke = (functionName: string, event: unknown) => Promise<unknown>;

// Lambda tries an asynchronous invocation three times: at once, after a minute, and after two more.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const waitsSeconds = [60, 120];
// Longer than the 900 s a function may run, so that a running one is never started beside itself.
const triedForSeconds = 960;
// Lambda keeps an event for at most six hours.
const keptSeconds = 21_600;

const FunctionEvent = z.string().transform((text): unknown => JSON.parse(text));

/**
 * Hands events to functions as Lambda's asynchronous invocation does. What is to be handed over waits in a queue of its
 * own for each function, so that it survives `kill -9`; after the last failed try it is given up and `onLost` is told.
 */
export class FunctionDeliveries {
  private readonly queues: Queues;
  private readonly invoke: Invoke;
  private readonly onLost: (functionName: string, error: unknown) => void;
  private readonly functions = new Map<string, string>();
  private readonly stops: (() => void)[] = [];
  private readonly running = new Set<Promise<void>>();
  private state: 'waiting' | 'started' | 'closed' = 'waiting';

  constructor(queues: Queues, invoke: Invoke, onLost: (functionName: string, error: unknown) => void) {
    this.queues = queues;
    this.invoke = invoke;
    this.onLost = onLost;
  }

  /** The queue whose messages are handed to the function. Its name is none that SQS allows, so nobody meets it. */
  queueFor(functionName: string): string {
    const queueName = `function:${functionName}`;
    if (!this.functions.has(functionName)) {
      this.queues.ensure({
        name: queueName,
        visibilityTimeoutSeconds: triedForSeconds,
        retentionSeconds: keptSeconds,
        delaySeconds: 0,
      });
      this.functions.set(functionName, queueName);
      if (this.state === 'started') this.watch(functionName, queueName);
    }
    return queueName;
  }

  /** Begins to hand over, with what waited. */
  start(): void {
    if (this.state !== 'waiting') return;
    this.state = 'started';
    for (const [functionName, queueName] of this.functions) this.watch(functionName, queueName);
  }

  private watch(functionName: string, queueName: string): void {
    const handOver = (): void => {
      const work = this.handOver(queueName, functionName)
        .catch((error: unknown) => this.onLost(functionName, error))
        .finally(() => this.running.delete(work));
      this.running.add(work);
    };
    this.stops.push(this.queues.onMessage(queueName, handOver));
    handOver();
  }

  private async handOver(queueName: string, functionName: string): Promise<void> {
    while (this.state === 'started') {
      const records = await this.queues.receive(queueName, 10);
      if (records.length === 0) return;
      await Promise.all(records.map((record) => this.tryOnce(queueName, functionName, record)));
    }
  }

  private async tryOnce(queueName: string, functionName: string, record: SQSRecord): Promise<void> {
    let failure: { error: unknown } | undefined;
    try {
      await this.invoke(functionName, FunctionEvent.parse(record.body));
    } catch (error) {
      failure = { error };
    }
    if (this.state !== 'started' && failure !== undefined) return;
    const waitSeconds = waitsSeconds[Number(record.attributes.ApproximateReceiveCount) - 1];
    if (failure !== undefined && waitSeconds !== undefined) {
      this.queues.changeVisibility(queueName, record.receiptHandle, waitSeconds);
      return;
    }
    this.queues.delete(queueName, record.receiptHandle);
    if (failure !== undefined) this.onLost(functionName, failure.error);
  }

  /** Hands over nothing more and waits for what is running. What has not ended well is handed over after a restart. */
  async close(): Promise<void> {
    this.state = 'closed';
    for (const stop of this.stops) stop();
    await Promise.allSettled(this.running);
  }
}
