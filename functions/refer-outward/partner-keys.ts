import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';

// A key that was changed counts after so long at the latest.
const KNOWN_FOR_MILLIS = 5 * 60_000;

const ByPartner = z.record(z.string(), z.string().min(1));

/**
 * The keys that partners gave us. They are one secret of Secrets Manager: JSON with a key for each partner by its name
 * in the settings (`{"Northside Council": "…"}`). Any other text, as it is generated at first, means that there are none.
 */
export class PartnerKeys {
  readonly #secrets: SecretsManagerClient;
  readonly #id: string;
  #known: { readonly keys: z.infer<typeof ByPartner>; readonly untilMillis: number } | undefined;

  constructor(secrets: SecretsManagerClient, id: string) {
    this.#secrets = secrets;
    this.#id = id;
  }

  /** The key of a partner; undefined when it gave none. */
  async of(partner: string, nowMillis: number): Promise<string | undefined> {
    if (this.#known === undefined || nowMillis >= this.#known.untilMillis) {
      const { SecretString = '' } = await this.#secrets.send(
        new GetSecretValueCommand({ SecretId: this.#id }),
      );
      this.#known = { keys: keysIn(SecretString), untilMillis: nowMillis + KNOWN_FOR_MILLIS };
    }
    return this.#known.keys[partner];
  }
}

function keysIn(secret: string): z.infer<typeof ByPartner> {
  if (!secret.startsWith('{')) return {};
  try {
    return ByPartner.parse(JSON.parse(secret));
  } catch {
    // Without its cause: that would put keys into the log.
    throw new Error('The secret with the partners’ keys begins with “{” but is no JSON of keys by partner.');
  }
}
