import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import mqtt from 'mqtt';
import { z } from 'zod';
import { ApiClient } from '../../local/api-client.ts';
import { demoBids, demoRegister } from '../../local/demo/register.ts';
import { uploadClip } from '../../local/upload.ts';
import { findRunning, type Whereabouts } from '../../local/whereabouts.ts';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { Instant } from '../../shared/platform/instant.ts';

const START = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
const PATCHES = ['riverside', 'hilltop'];
const STATUSES = ['flagged', 'confirmed', 'dismissed', 'resolved', 'closed'];
const IncidentList = z.object({ items: z.array(z.object({ id: z.string() })) });

/** The whole local system in a process of its own, with data of its own, driven through its real doors. */
export class RunningSystem {
  readonly folder = mkdtempSync(join(tmpdir(), 'estatewatch-system-'));
  readonly #assembly: string;
  #port = 0;
  #process: ChildProcess | undefined;
  #said = '';

  constructor(assembly: string) {
    this.#assembly = assembly;
  }

  /** Starts it, or starts it again on the same data, and waits until it answers. */
  async start(): Promise<void> {
    this.#port ||= await freePorts();
    const args = [
      START,
      '--folder',
      this.folder,
      '--assembly',
      this.#assembly,
      '--port',
      `${this.#port}`,
      '--no-demo',
    ];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = started;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (text) => {
        this.#said += text;
        if (this.#said.includes('Ctrl-C stops it')) resolve();
      });
    }
    started.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${this.#said}`)));
    await promise;
  }

  /** What a power cut does to it. */
  async kill(): Promise<void> {
    const ending = this.#process;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGKILL');
    await ended;
    this.#said = '';
  }

  /** Ends it as Ctrl-C does; resolves with its exit code. */
  async interrupt(): Promise<number | null> {
    const ending = this.#process;
    if (ending === undefined) return null;
    const ended = once(ending, 'exit');
    ending.kill('SIGINT');
    await ended;
    return ending.exitCode;
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get whereabouts(): Whereabouts {
    const whereabouts = findRunning(this.folder);
    if (whereabouts === undefined) throw new Error(`The system is not running:\n${this.#said}`);
    return whereabouts;
  }

  as(username: string): Promise<ApiClient> {
    return ApiClient.as(username, this.whereabouts);
  }

  /** Enters the demo register and its bids. */
  async register(): Promise<void> {
    const manager = await this.as('manager.riverside');
    await manager.send('PUT', '/register', demoRegister);
    for (const bid of demoBids) await manager.send('POST', '/bids', bid);
  }

  upload(cameraId: string, recordedAt: Instant, bytes: Uint8Array): Promise<void> {
    return uploadClip(this.whereabouts, cameraId, recordedAt, bytes);
  }

  /** Publishes over MQTT; resolves once the broker has acknowledged it. */
  async publish(topic: string, body: string): Promise<void> {
    const client = await mqtt.connectAsync(this.whereabouts.mqtt);
    await client.publishAsync(topic, body, { qos: 1 });
    await client.endAsync();
  }

  /** Posts to the webhook of The Things Stack. */
  webhook(body: string, secret = this.whereabouts.webhookSecret): Promise<Response> {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    return fetch(`${this.whereabouts.api}/webhooks/the-things-stack`, { method: 'POST', headers, body });
  }

  /** Every incident with all that is filed on it, by kind and place. */
  async incidents(): Promise<IncidentFile[]> {
    const manager = await this.as('manager.riverside');
    const found: IncidentFile[] = [];
    for (const patch of PATCHES) {
      for (const status of STATUSES) {
        const list = await manager.get(`/incidents?patch=${patch}&status=${status}&limit=100`, IncidentList);
        for (const { id } of list?.items ?? []) {
          const file = await manager.get(`/incidents/${id}`, IncidentFile);
          if (file !== undefined) found.push(file);
        }
      }
    }
    const order = ({ incident }: IncidentFile) =>
      `${incident.kind} ${incident.assetId} ${incident.occurredAt}`;
    return found.sort((a, b) => order(a).localeCompare(order(b)));
  }

  /** The reasons in a dead-letter queue, such as that of `clips` or `readings`. */
  async rejectedReasons(of: string): Promise<string[]> {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SQSClient({ endpoint: this.whereabouts.sqs, region: 'eu-west-2', credentials });
    const QueueName = this.whereabouts.deadLetters.find(({ queue }) =>
      queue.includes(`-${of}rejected`),
    )?.queue;
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['reason'],
      }),
    );
    client.destroy();
    return Messages.map(
      ({ MessageAttributes }) => MessageAttributes?.reason?.StringValue ?? 'no reason',
    ).sort();
  }
}

/** Asks again until the answer is there; rejects, saying what for, after so many seconds. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinSeconds = 60,
): Promise<T> {
  for (const giveUp = Date.now() + withinSeconds * 1_000; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > giveUp) throw new Error(`Within ${withinSeconds} s there was not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

// The system takes five ports in a row, below those that connections going out are given (32768 on): one that is free now
// is free after a restart, too.
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 1_200) * 10;
    if ((await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(first + offset)))).every(Boolean))
      return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
