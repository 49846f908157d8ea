import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { action, type Served, serveAwsJson } from '../aws-protocol/aws-json.ts';
import { AwsRefusal } from '../aws-protocol/aws-refusal.ts';

const VersionStage = z.enum(['AWSCURRENT', 'AWSPREVIOUS']);
type VersionStage = z.infer<typeof VersionStage>;

const GetSecretValue = z.object({ SecretId: z.string(), VersionStage: VersionStage.default('AWSCURRENT') });

/** Secrets, each made once and kept in a file that only this user may read. */
export class Secrets {
  readonly #folder: string;
  /** The files of the secrets, by their ids. */
  readonly #files = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Makes a secret of so many letters and digits, or finds the one made before. `id` is what programs ask for it by. */
  ensure(id: string, name: string, length: number): string {
    const file = join(this.#folder, name);
    try {
      writeFileSync(file, randomBytes(length).toString('hex').slice(0, length), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    this.#files.set(id, file);
    return readFileSync(file, 'utf8');
  }

  /** All secrets, in the order in which they became known. */
  all(): string[] {
    return [...this.#files.values()].map((file) => readFileSync(file, 'utf8'));
  }

  /**
   * A version of a secret by id, as its file is now, so that it can be rotated while the system runs: the version
   * before it is in a file with `.previous` behind its name. Refuses, as Secrets Manager does, what does not exist.
   */
  value(id: string, stage: VersionStage = 'AWSCURRENT'): string {
    const file = this.#files.get(id);
    if (file === undefined) {
      throw new AwsRefusal('ResourceNotFoundException', 'Secrets Manager can’t find the specified secret.');
    }
    if (stage === 'AWSCURRENT') return readFileSync(file, 'utf8');
    if (existsSync(`${file}.previous`)) return readFileSync(`${file}.previous`, 'utf8');
    throw new AwsRefusal(
      'ResourceNotFoundException',
      `Secrets Manager can’t find the specified secret value for staging label: ${stage}`,
    );
  }
}

/** Serves secrets as AWS Secrets Manager does, under its JSON protocol: `GetSecretValue`. */
export function serveSecrets(secrets: Secrets): Promise<Served> {
  const getSecretValue = action(GetSecretValue, ({ SecretId, VersionStage: stage }) => ({
    ARN: SecretId,
    Name: SecretId,
    SecretString: secrets.value(SecretId, stage),
    VersionStages: [stage],
  }));
  return serveAwsJson(
    () => ({
      what: 'the secrets',
      target: 'secretsmanager',
      protocolVersion: '1.1',
      errorNamespace: 'com.amazonaws.secretsmanager',
      actions: new Map([['GetSecretValue', getSecretValue]]),
    }),
    {},
  );
}
