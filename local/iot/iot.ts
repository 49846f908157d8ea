import { createServer } from 'node:net';
import { Aedes, type AedesOptions } from 'aedes';
import { Rejected } from '../../shared/platform/errors.ts';
import { listenOn, stopListening } from '../machine/listen.ts';
import { mustBeSendable, type OutgoingMessage } from '../sqs/outgoing-message.ts';
import type { Queues } from '../sqs/queues.ts';
import { type MqttMessage, type RuleStatement, readStatement } from './rule-sql.ts';
import { matchesFilter } from './topic-filter.ts';

/** A topic rule as its template defines it. */
export interface TopicRule {
  readonly name: string;
  readonly sql: string;
  readonly targets: readonly { readonly queueName: string; readonly useBase64?: boolean }[];
}

/** The running broker. */
export interface LocalIot {
  /** `mqtt://127.0.0.1:port` */
  readonly endpoint: string;
  close(): Promise<void>;
}

// Limits of AWS IoT Core: https://docs.aws.amazon.com/general/latest/gr/iot-core.html
const largestPayloadBytes = 131_072;
const longestTopicBytes = 256;
const mostTopicLevels = 8;
const longestClientId = 128;

type PublishPacket = Parameters<NonNullable<AedesOptions['authorizePublish']>>[1];

/**
 * Starts the MQTT broker on 127.0.0.1. Every message goes through the rules into the queues, in one transaction, before
 * its PUBACK leaves: what was acknowledged survives `kill -9`. Nobody has to sign in. A rule that cannot be applied to
 * a message drops it for that rule, as AWS does, and `report` is told; a publish that AWS would refuse ends the connection.
 */
export async function startIot(options: {
  port?: number;
  rules: readonly TopicRule[];
  queues: Queues;
  report: (error: Error) => void;
}): Promise<LocalIot> {
  const { queues, report } = options;
  const rules = options.rules.map((rule) => ({ ...rule, statement: readStatement(rule.sql, rule.name) }));
  for (const target of rules.flatMap((rule) => rule.targets)) queues.definition(target.queueName);

  const broker = await Aedes.createBroker({
    maxClientsIdLength: longestClientId,
    maxTopicLevels: mostTopicLevels,
    // The one hook that aedes waits for before it acknowledges; `published` comes after the PUBACK.
    authorizePublish: (client, packet, done) => {
      try {
        mustBePublishable(packet);
        queues.sendAll(
          messagesFor(rules, messageOf(client?.id ?? '', packet, queues.clock.nowMillis()), report),
        );
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done(null);
    },
  });
  broker.on('clientError', (client, error) => {
    if (!isBrokenOff(error))
      report(new Error(`The device "${client.id}" was cut off: ${error.message}`, { cause: error }));
  });

  const server = createServer((socket) => void broker.handle(socket));
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => broker.close(resolve));
    if (server.listening) await stopListening(server);
  };
  try {
    const port = await listenOn(server, options.port ?? 0, 'MQTT');
    return { endpoint: `mqtt://127.0.0.1:${port}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function mustBePublishable(packet: PublishPacket): void {
  const bytes = Buffer.byteLength(packet.payload);
  if (bytes > largestPayloadBytes) {
    throw new Rejected(
      `A payload of ${bytes} bytes is more than the ${largestPayloadBytes} that AWS IoT takes.`,
    );
  }
  if (Buffer.byteLength(packet.topic) > longestTopicBytes) {
    throw new Rejected(`A topic has at most ${longestTopicBytes} bytes.`);
  }
  if (packet.topic.startsWith('$')) throw new Rejected(`The topic ${packet.topic} is reserved.`);
  if (packet.qos === 2) throw new Rejected('AWS IoT does not take messages of quality of service 2.');
}

function messageOf(clientId: string, packet: PublishPacket, atMillis: number): MqttMessage {
  return { topic: packet.topic, payload: Buffer.from(packet.payload), clientId, atMillis };
}

function messagesFor(
  rules: readonly (TopicRule & { statement: RuleStatement })[],
  message: MqttMessage,
  report: (error: Error) => void,
): OutgoingMessage[] {
  return rules
    .filter((rule) => matchesFilter(rule.statement.filter, message.topic))
    .flatMap((rule) => {
      try {
        const bytes = rule.statement.apply(message);
        return rule.targets.map(({ queueName, useBase64 = false }) => {
          const body = bytes.toString(useBase64 ? 'base64' : 'utf8');
          mustBeSendable(body, {}, 0);
          return { queueName, body };
        });
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        report(new Error(`Rule "${rule.name}" dropped a message on ${message.topic}: ${reason}`, { cause }));
        return [];
      }
    });
}

function isBrokenOff(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
