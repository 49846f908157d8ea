import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { Rejected } from '../../shared/platform/errors.ts';
import { AwsRefusal, invalidValue, noSuchQueue } from '../aws-protocol/aws-refusal.ts';
import { type Clock, systemClock } from '../machine/clock.ts';
import { DurableFile } from '../machine/durable-file.ts';
import { Arrivals } from './arrivals.ts';
import type { AwsPlace } from './message.ts';
import { MessageStore } from './message-store.ts';
import { asMessageAttributes, mustBeSendable, type OutgoingMessage } from './outgoing-message.ts';
import { QueueDefinition } from './queue-definition.ts';

/** How a receive may wait and hide. */
export interface ReceiveOptions {
  /** How long to wait for a first message when there is none, in milliseconds; 0 when left out. */
  readonly waitMillis?: number;
  /** How long the messages stay hidden; the queue's own time when left out. */
  readonly visibilityTimeoutSeconds?: number;
  /** Ends the waiting with nothing, for a receiver that has gone. */
  readonly signal?: AbortSignal;
}

/** How many messages can be received now, are out with a receiver, and wait for their delay to pass. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * The queues of the local system: standard SQS queues, in one file. What `send` or `sendAll` has answered survives
 * `kill -9` and is received at least once. Errors are those of SQS, as {@link AwsRefusal}.
 */
export class Queues implements AwsPlace {
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  private readonly file: DurableFile;
  private readonly store: MessageStore;
  private readonly definitions = new Map<string, QueueDefinition>();
  private readonly arrivals: Arrivals;
  private readonly waiting = new Set<() => void>();
  private open = true;

  constructor(file: DurableFile, place: AwsPlace, clock: Clock) {
    this.file = file;
    this.region = place.region;
    this.account = place.account;
    this.clock = clock;
    this.store = new MessageStore(file, clock.nowMillis());
    this.arrivals = new Arrivals(clock, (queueName) =>
      this.store.nextVisibleAt(queueName, clock.nowMillis()),
    );
  }

  /** Makes the queue known, or changes its settings. A dead-letter queue must be known before the queue it serves. */
  ensure(queue: QueueDefinition): void {
    const parsed = QueueDefinition.safeParse(queue);
    if (!parsed.success) throw new Rejected(`Queue "${queue.name}": ${z.prettifyError(parsed.error)}`);
    const deadLetters = parsed.data.redrive?.deadLetterQueue;
    if (deadLetters !== undefined && !this.definitions.has(deadLetters)) {
      throw new Rejected(
        `Queue "${queue.name}" names the dead-letter queue "${deadLetters}", which is not known yet.`,
      );
    }
    this.definitions.set(queue.name, parsed.data);
  }

  /** Names of all known queues, in the order in which they became known. */
  names(): string[] {
    return [...this.definitions.keys()];
  }

  /** The settings of a queue. */
  definition(queueName: string): QueueDefinition {
    const definition = this.definitions.get(queueName);
    if (definition === undefined) throw noSuchQueue(queueName);
    return definition;
  }

  /** Sends one message and answers with its id. */
  send(queueName: string, body: string, options: Omit<OutgoingMessage, 'queueName' | 'body'> = {}): string {
    const [id] = this.sendAll([{ queueName, body, ...options }]);
    if (id === undefined) throw new Error('A sent message has no id.');
    return id;
  }

  /** Sends messages to any queues in one transaction: all of them or, when one is refused, none. Ids in their order. */
  sendAll(messages: readonly OutgoingMessage[]): string[] {
    const nowMillis = this.clock.nowMillis();
    const checked = messages.map(({ queueName, body, ...rest }) => {
      const { delaySeconds: usualDelaySeconds } = this.definition(queueName);
      const delaySeconds = rest.delaySeconds ?? usualDelaySeconds;
      const attributes = asMessageAttributes(rest.attributes);
      mustBeSendable(body, attributes, delaySeconds);
      return { queueName, body, attributes, visibleAtMillis: nowMillis + delaySeconds * 1000 };
    });
    const ids = this.store.add(checked, nowMillis);
    this.tell(messages.map((message) => message.queueName));
    return ids;
  }

  private tell(queueNames: readonly string[]): void {
    for (const queueName of new Set(queueNames)) this.arrivals.tell(queueName);
  }

  /** Receives up to `max` messages, oldest visible first. One received too often goes to the dead-letter queue first. */
  async receive(queueName: string, max: number, options: ReceiveOptions = {}): Promise<SQSRecord[]> {
    const queue = this.definition(queueName);
    const hiddenSeconds = options.visibilityTimeoutSeconds ?? queue.visibilityTimeoutSeconds;
    const untilMillis = this.clock.nowMillis() + (options.waitMillis ?? 0);
    while (this.open && options.signal?.aborted !== true) {
      const nowMillis = this.clock.nowMillis();
      const { records, deadLetters } = this.store.take(queue, max, hiddenSeconds, nowMillis, this);
      if (deadLetters > 0 && queue.redrive !== undefined) this.tell([queue.redrive.deadLetterQueue]);
      if (records.length > 0) this.arrivals.watch(queueName);
      if (records.length > 0 || nowMillis >= untilMillis) return records;
      await this.arrivalOr(queueName, untilMillis, options.signal);
    }
    return [];
  }

  private arrivalOr(queueName: string, untilMillis: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stopListening();
        callOff();
        signal?.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve();
      };
      const stopListening = this.arrivals.on(queueName, done);
      const callOff = this.clock.wakeAt(untilMillis, done);
      signal?.addEventListener('abort', done, { once: true });
      this.waiting.add(done);
    });
  }

  /** Deletes a received message. A handle that a later receive has replaced deletes nothing, as in SQS. */
  delete(queueName: string, receiptHandle: string): void {
    this.definition(queueName);
    mustBeHandle(receiptHandle);
    this.store.delete(queueName, receiptHandle);
    this.arrivals.watch(queueName);
  }

  /** Hides a message in flight for so many seconds from now (0 to 43 200); 0 gives it back at once. */
  changeVisibility(queueName: string, receiptHandle: string, seconds: number): void {
    this.definition(queueName);
    mustBeHandle(receiptHandle);
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200) {
      throw invalidValue('The visibility timeout must be a whole number of seconds from 0 to 43200.');
    }
    const nowMillis = this.clock.nowMillis();
    if (!this.store.hideUntil(queueName, receiptHandle, nowMillis + seconds * 1000, nowMillis)) {
      throw new AwsRefusal('MessageNotInflight', 'The message is not in flight.', {
        olderCode: 'AWS.SimpleQueueService.MessageNotInflight',
      });
    }
    if (seconds === 0) this.arrivals.tell(queueName);
    else this.arrivals.watch(queueName);
  }

  counts(queueName: string): QueueCounts {
    return this.store.counts(this.definition(queueName), this.clock.nowMillis());
  }

  /** Calls the listener whenever a message of the queue has become visible; the answer takes the listener away. */
  onMessage(queueName: string, listener: () => void): () => void {
    this.definition(queueName);
    return this.arrivals.on(queueName, listener);
  }

  /**
   * Moves the visible messages of a dead-letter queue to `to` or, without it, each back to the queue it came from.
   * As in SQS they become new messages there: new id, sent now, never received. Answers with how many were moved.
   */
  moveTask(from: string, to?: string): number {
    this.definition(from);
    if (to !== undefined) this.definition(to);
    const moved = this.store.move(from, to, new Set(this.definitions.keys()), this.clock.nowMillis());
    this.tell(moved);
    return moved.length;
  }

  /** Deletes every message of the queue, in flight or not. */
  purge(queueName: string): void {
    this.definition(queueName);
    this.store.purge(queueName);
  }

  /** Ends all waiting receives with nothing and closes the file. */
  close(): void {
    this.open = false;
    for (const done of [...this.waiting]) done();
    this.arrivals.close();
    this.file.close();
  }
}

function mustBeHandle(receiptHandle: string): void {
  if (!z.uuid().safeParse(receiptHandle).success) {
    throw new AwsRefusal('ReceiptHandleIsInvalid', `The receipt handle "${receiptHandle}" is not valid.`);
  }
}

/**
 * Opens the queues kept in `folder` (one SQLite file there). Region and account appear in ARNs and events.
 * Throws `CannotRunHere` with a sentence when the folder cannot be used or another process has it open.
 */
export function openQueues(options: {
  folder: string;
  region?: string;
  account?: string;
  clock?: Clock;
}): Queues {
  const { folder, region = 'eu-west-2', account = '000000000000', clock = systemClock } = options;
  return new Queues(new DurableFile(join(folder, 'queues.sqlite')), { region, account }, clock);
}
