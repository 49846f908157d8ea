import { createHash, timingSafeEqual } from 'node:crypto';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { WebhookSource } from '../../shared/sensors/uplink.ts';

// What was taken away no longer counts after so long at the latest.
const KNOWN_FOR_MILLIS = 5 * 60_000;
// What was added counts at once, but strangers' guesses must not become calls to Secrets Manager.
const ASKED_AGAIN_AFTER_MILLIS = 60_000;

// Before the last rotation, and since: both count until the landlord drops the first.
const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const;

const BySource = z.partialRecord(WebhookSource, z.string().min(1));

/** The digests of the secrets that a source may show. */
type Digests = ReadonlyMap<WebhookSource, readonly Buffer[]>;

/**
 * The secrets that network servers show with each call. They are one secret of Secrets Manager: a text that counts for
 * every source, or JSON with a secret for each (`{"chirpstack": "…", "onvif": "…"}`), in its current and its previous
 * version, so that a rotation never refuses a right call.
 */
export class WebhookSecrets {
  readonly #secrets: SecretsManagerClient;
  readonly #id: string;
  #known: { readonly digests: Digests; readonly untilMillis: number } | undefined;
  #askedAgainAtMillis = Number.NEGATIVE_INFINITY;

  constructor(secrets: SecretsManagerClient, id: string) {
    this.#secrets = secrets;
    this.#id = id;
  }

  /**
   * Whether an `Authorization` header shows a secret of the source, as a bearer token or, for cameras that know
   * nothing else, as the password of HTTP Basic. Compared in constant time.
   */
  async isShownBy(
    source: WebhookSource,
    authorization: string | undefined,
    nowMillis: number,
  ): Promise<boolean> {
    const shown = digest(secretIn(authorization ?? ''));
    if (this.#known === undefined || nowMillis >= this.#known.untilMillis) await this.#ask(nowMillis);
    if (this.#holds(source, shown)) return true;
    if (nowMillis - this.#askedAgainAtMillis < ASKED_AGAIN_AFTER_MILLIS) return false;
    this.#askedAgainAtMillis = nowMillis;
    await this.#ask(nowMillis);
    return this.#holds(source, shown);
  }

  #holds(source: WebhookSource, shown: Buffer): boolean {
    const own = this.#known?.digests.get(source) ?? [];
    // All of them are compared, so that the time it takes does not tell which one came close.
    return own.map((digest) => timingSafeEqual(digest, shown)).includes(true);
  }

  async #ask(nowMillis: number): Promise<void> {
    const versions = await Promise.all(STAGES.map((stage) => this.#version(stage)));
    const digests = new Map(
      WebhookSource.options.map((source) => [
        source,
        versions.flatMap((secrets) => secrets[source] ?? []).map(digest),
      ]),
    );
    this.#known = { digests, untilMillis: nowMillis + KNOWN_FOR_MILLIS };
  }

  async #version(stage: (typeof STAGES)[number]): Promise<z.infer<typeof BySource>> {
    try {
      const command = new GetSecretValueCommand({ SecretId: this.#id, VersionStage: stage });
      return secretsIn((await this.#secrets.send(command)).SecretString ?? '');
    } catch (error) {
      // A secret that was never rotated has no version before this one.
      if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return {};
      throw error;
    }
  }
}

function secretsIn(value: string): z.infer<typeof BySource> {
  if (value === '') throw new Error('The webhook secret is empty: no call could be told from a forged one.');
  if (!value.startsWith('{'))
    return Object.fromEntries(WebhookSource.options.map((source) => [source, value]));
  try {
    return BySource.parse(JSON.parse(value));
  } catch {
    // Without its cause: that would put secrets into the log.
    throw new Error(
      `The webhook secret begins with “{” but is no JSON of secrets by source (${WebhookSource.options.join(', ')}).`,
    );
  }
}

function secretIn(authorization: string): string {
  const basic = /^basic\s+(\S*)$/i.exec(authorization)?.[1];
  if (basic === undefined) return authorization.replace(/^bearer\s+/i, '');
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
  return password;
}

// Digests are of one length, which a comparison in constant time asks for.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
