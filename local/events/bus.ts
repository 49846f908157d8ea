import { z } from 'zod';
import { NotFound, Rejected } from '../../shared/platform/errors.ts';
import type { OutgoingMessage } from '../sqs/outgoing-message.ts';
import type { Queues } from '../sqs/queues.ts';
import { asBusEvent, type BusEvent, EventEntry } from './event.ts';
import { FunctionDeliveries, type Invoke } from './function-deliveries.ts';
import { type Match, readPattern } from './pattern.ts';
import { Rule } from './rule.ts';
import { type NextBoundary, readSchedule } from './schedule.ts';
import { readTargetInput, type TargetText } from './target-input.ts';

interface ReadyRule {
  readonly arn: string;
  readonly bus: string;
  readonly matches: Match | undefined;
  readonly nextBoundary: NextBoundary | undefined;
  readonly targets: readonly { queueName: string; textFor: TargetText }[];
}

/**
 * The event buses of the local system. What `put` has answered lies in the queues of all its targets and survives
 * `kill -9`. A schedule fires at its boundaries while the system runs; boundaries that passed before are not made up
 * for, as in EventBridge.
 */
export class EventBus {
  private readonly queues: Queues;
  private readonly deliveries: FunctionDeliveries;
  private readonly buses = new Set(['default']);
  private readonly rules = new Map<string, ReadyRule>();
  private readonly alarms = new Map<string, () => void>();
  private started = false;

  constructor(queues: Queues, invoke: Invoke, onLost: (functionName: string, error: unknown) => void) {
    this.queues = queues;
    this.deliveries = new FunctionDeliveries(queues, invoke, onLost);
  }

  /** Makes a bus known. The bus `default` always is. */
  ensureBus(name: string): void {
    this.buses.add(name);
  }

  /**
   * Makes a rule known or replaces it. Its bus and the queues of its targets must be known before. Throws `Rejected`
   * that names the rule and the piece when the pattern, the schedule or a target's input is not one that is known here.
   */
  ensureRule(rule: Rule): void {
    const parsed = Rule.safeParse(rule);
    if (!parsed.success) throw new Rejected(`Rule "${rule.name}": ${z.prettifyError(parsed.error)}`);
    const { name, bus, pattern, schedule, targets } = parsed.data;
    this.mustKnow(bus);
    if (pattern === undefined && schedule === undefined) {
      throw new Rejected(`Rule "${name}" has neither a pattern nor a schedule.`);
    }
    if (schedule !== undefined && bus !== 'default') {
      throw new Rejected(`Rule "${name}" has a schedule, which only rules of the default bus may have.`);
    }
    const path = bus === 'default' ? name : `${bus}/${name}`;
    const arn = `arn:aws:events:${this.queues.region}:${this.queues.account}:rule/${path}`;
    this.rules.set(path, {
      arn,
      bus,
      matches: pattern === undefined ? undefined : readPattern(pattern, name),
      nextBoundary: schedule === undefined ? undefined : readSchedule(schedule, name),
      targets: targets.map((target) => ({
        queueName:
          target.kind === 'queue'
            ? this.queues.definition(target.queueName).name
            : this.deliveries.queueFor(target.functionName),
        textFor: readTargetInput(target, { name, arn }),
      })),
    });
    if (this.started) this.schedule(path);
  }

  private mustKnow(bus: string): void {
    if (!this.buses.has(bus)) throw new NotFound(`The event bus "${bus}" does not exist.`);
  }

  /** Begins to fire schedules and to hand events to functions, with those that waited from before. */
  start(): void {
    this.started = true;
    this.deliveries.start();
    for (const path of this.rules.keys()) this.schedule(path);
  }

  private schedule(path: string): void {
    this.alarms.get(path)?.();
    this.alarms.delete(path);
    const rule = this.rules.get(path);
    const boundaryMillis = rule?.nextBoundary?.(this.queues.clock.nowMillis());
    if (rule === undefined || boundaryMillis === undefined) return;
    const fire = (): void => {
      this.schedule(path);
      const entry: EventEntry = {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        detail: {},
        resources: [rule.arn],
      };
      const event = asBusEvent(entry, this.queues, boundaryMillis);
      this.queues.sendAll(messagesFor(rule, event));
    };
    this.alarms.set(path, this.queues.clock.wakeAt(boundaryMillis, fire));
  }

  /**
   * Puts events on a bus, all in one transaction with every queue that a rule sends them to. Answers with their ids.
   * Throws `NotFound` for an unknown bus and `Rejected` for an entry of another shape; then nothing has been put.
   */
  put(busName: string, entries: readonly EventEntry[]): string[] {
    this.mustKnow(busName);
    const parsed = z.array(EventEntry).safeParse(entries);
    if (!parsed.success) throw new Rejected(`Events for "${busName}": ${z.prettifyError(parsed.error)}`);
    const nowMillis = this.queues.clock.nowMillis();
    const events = parsed.data.map((entry) => asBusEvent(entry, this.queues, nowMillis));
    this.queues.sendAll(
      events.flatMap((event) =>
        [...this.rules.values()]
          .filter(
            (rule) => rule.bus === busName && rule.matches?.({ ...event, resources: [...event.resources] }),
          )
          .flatMap((rule) => messagesFor(rule, event)),
      ),
    );
    return events.map((event) => event.id);
  }

  /** Fires no more schedules, hands over nothing more, and waits for the functions that run. The queues stay open. */
  async close(): Promise<void> {
    this.started = false;
    for (const callOff of this.alarms.values()) callOff();
    this.alarms.clear();
    await this.deliveries.close();
  }
}

function messagesFor(rule: ReadyRule, event: BusEvent): OutgoingMessage[] {
  return rule.targets.map(({ queueName, textFor }) => ({ queueName, body: textFor(event) }));
}

/**
 * Opens the buses over the queues. `invoke` runs a function; `onLost` is told when the last try for an event failed.
 * Nothing fires before `start`.
 */
export function openBus(options: {
  queues: Queues;
  invoke: Invoke;
  onLost: (functionName: string, error: unknown) => void;
}): EventBus {
  return new EventBus(options.queues, options.invoke, options.onLost);
}
