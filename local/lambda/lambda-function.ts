import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** A function as its template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly folder: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly logFile: string;
}

/** The function failed: what it threw, by name and message, or why it never answered. */
export class FunctionFailure extends Error {
  override readonly name = 'FunctionFailure';
}

const Answer = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.string(), result: z.unknown() }),
  z.object({
    id: z.string(),
    error: z.object({ name: z.string(), message: z.string(), stack: z.string().optional() }),
  }),
]);

interface Instance {
  readonly worker: Worker;
  settle?: { id: string; resolve: (result: unknown) => void; reject: (failure: Error) => void } | undefined;
}

/**
 * A deployed function on this machine. As in Lambda, one instance handles one event at a time, a new one starts when
 * all are busy, and one that runs out of time is ended.
 */
export class LambdaFunction {
  readonly #definition: FunctionDefinition;
  readonly #idle: Instance[] = [];
  readonly #all = new Set<Instance>();
  #logged: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(definition: FunctionDefinition) {
    this.#definition = definition;
  }

  get name(): string {
    return this.#definition.name;
  }

  /** Runs the function on an event. Rejects with {@link FunctionFailure} when it throws, ends or takes too long. */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#closed) throw new FunctionFailure(`${this.name} has been stopped.`);
    const instance = this.#idle.pop() ?? this.#start();
    const { timeoutSeconds } = this.#definition;
    const id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    instance.settle = { id, resolve, reject };
    const timer = setTimeout(() => {
      this.#end(instance, new FunctionFailure(`${this.name} timed out after ${timeoutSeconds} s.`));
    }, timeoutSeconds * 1_000);
    instance.worker.postMessage({ id, event, deadlineMillis: Date.now() + timeoutSeconds * 1_000 });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      instance.settle = undefined;
      if (this.#all.has(instance)) this.#idle.push(instance);
    }
  }

  /** Ends all instances; what they were doing fails. Resolves when the log is written. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const instance of this.#all) this.#end(instance, new FunctionFailure(`${this.name} was stopped.`));
    await this.#logged;
  }

  #start(): Instance {
    const { name, folder, handler, environment, memoryMegabytes } = this.#definition;
    const [file = 'index', exported = 'handler'] = handler.split('.');
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      env: { ...environment },
      workerData: {
        file: pathToFileURL(join(folder, `${file}.mjs`)).href,
        exported,
        functionName: name,
        memoryMegabytes,
      },
      stdout: true,
      stderr: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const instance: Instance = { worker };
    this.#all.add(instance);
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text) => this.#log(text));
    worker.on('message', (message) => this.#answer(instance, message));
    worker.on('error', (error) =>
      this.#end(instance, new FunctionFailure(`${name} ended: ${error.message}`, { cause: error })),
    );
    worker.on('exit', (code) => this.#end(instance, new FunctionFailure(`${name} ended with code ${code}.`)));
    return instance;
  }

  #answer(instance: Instance, message: unknown): void {
    const answer = Answer.parse(message);
    if ('ready' in answer || answer.id !== instance.settle?.id) return;
    if (!('error' in answer)) {
      instance.settle.resolve(answer.result);
      return;
    }
    const { name, message: said, stack } = answer.error;
    this.#log(`${stack ?? `${name}: ${said}`}\n`);
    instance.settle.reject(new FunctionFailure(`${name}: ${said}`));
  }

  #end(instance: Instance, failure: FunctionFailure): void {
    if (!this.#all.delete(instance)) return;
    const idle = this.#idle.indexOf(instance);
    if (idle >= 0) this.#idle.splice(idle, 1);
    if (!this.#closed) this.#log(`${failure.message}\n`);
    instance.settle?.reject(failure);
    void instance.worker.terminate();
  }

  #log(text: string | Buffer): void {
    // One after the other, so that lines stay in order. A log that cannot be written must not take the function down.
    this.#logged = this.#logged.then(() => appendFile(this.#definition.logFile, text)).catch(() => undefined);
  }
}
