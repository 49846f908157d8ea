import { createECDH, createHash } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The key pair by which push services know our messages (VAPID, RFC 8292): P-256, both as base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/**
 * The key pair that follows from a secret text: its SHA-256 is the private key. So nobody has to make one by hand, and
 * the secret is made as the others are.
 */
export function pushKeysFrom(secret: string): PushKeys {
  if (secret.length < 32) throw new Error('The secret for push messages is too short to be one.');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(createHash('sha256').update(`estatewatch push ${secret}`).digest());
  return { publicKey: pair.getPublicKey('base64url'), privateKey: pair.getPrivateKey('base64url') };
}

/** Asks Secrets Manager for the key pair once, and again after a failure. */
export class PushKeysSecret {
  readonly #secrets: SecretsManagerClient;
  readonly #id: string;
  #asked: Promise<PushKeys> | undefined;

  constructor(secrets: SecretsManagerClient, id: string) {
    this.#secrets = secrets;
    this.#id = id;
  }

  get(): Promise<PushKeys> {
    this.#asked ??= this.#ask().catch((error: unknown) => {
      this.#asked = undefined;
      throw error;
    });
    return this.#asked;
  }

  async #ask(): Promise<PushKeys> {
    const { SecretString = '' } = await this.#secrets.send(new GetSecretValueCommand({ SecretId: this.#id }));
    return pushKeysFrom(SecretString);
  }
}
