import { createHash, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

// A rotated secret counts after so long at the latest.
const KNOWN_FOR_MILLIS = 5 * 60_000;

/** The secret that network servers show with each call. */
export class WebhookSecret {
  readonly #secrets: SecretsManagerClient;
  readonly #id: string;
  #known: { readonly digest: Buffer; readonly untilMillis: number } | undefined;

  constructor(secrets: SecretsManagerClient, id: string) {
    this.#secrets = secrets;
    this.#id = id;
  }

  /** Whether an `Authorization` header shows it, as a bearer token. Compared in constant time. */
  async isShownBy(authorization: string | undefined, nowMillis: number): Promise<boolean> {
    const shown = authorization?.replace(/^bearer\s+/i, '') ?? '';
    return timingSafeEqual(digest(shown), await this.#digest(nowMillis));
  }

  async #digest(nowMillis: number): Promise<Buffer> {
    if (this.#known !== undefined && nowMillis < this.#known.untilMillis) return this.#known.digest;
    const { SecretString } = await this.#secrets.send(new GetSecretValueCommand({ SecretId: this.#id }));
    if (!SecretString)
      throw new Error('The webhook secret is empty: no call could be told from a forged one.');
    this.#known = { digest: digest(SecretString), untilMillis: nowMillis + KNOWN_FOR_MILLIS };
    return this.#known.digest;
  }
}

// Digests are of one length, which a comparison in constant time asks for.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
