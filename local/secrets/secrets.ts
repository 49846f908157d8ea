import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { action, type Served, serveAwsJson } from '../aws-protocol/aws-json.ts';
import { AwsRefusal } from '../aws-protocol/aws-refusal.ts';

/** Secrets, each made once and kept in a file that only this user may read. */
export class Secrets {
  readonly #folder: string;
  readonly #known = new Map<string, string>();

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
    const secret = readFileSync(file, 'utf8');
    this.#known.set(id, secret);
    return secret;
  }

  /** All secrets, in the order in which they became known. */
  all(): string[] {
    return [...this.#known.values()];
  }

  /** A secret by id. Refuses, as Secrets Manager does, one that does not exist. */
  value(id: string): string {
    const secret = this.#known.get(id);
    if (secret === undefined) {
      throw new AwsRefusal('ResourceNotFoundException', 'Secrets Manager can’t find the specified secret.');
    }
    return secret;
  }
}

/** Serves secrets as AWS Secrets Manager does, under its JSON protocol: `GetSecretValue`. */
export function serveSecrets(secrets: Secrets): Promise<Served> {
  const getSecretValue = action(z.object({ SecretId: z.string() }), ({ SecretId }) => ({
    ARN: SecretId,
    Name: SecretId,
    SecretString: secrets.value(SecretId),
    VersionStages: ['AWSCURRENT'],
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
