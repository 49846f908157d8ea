import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { EstatewatchError } from '../../shared/platform/errors.ts';

/** An RSA key in JSON Web Key form (RFC 7517), with its private parts. */
export const SigningKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  use: z.literal('sig'),
  alg: z.literal('RS256'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The key that sign-in signs with cannot be read or kept. */
export class SigningKeyUnusable extends EstatewatchError {
  readonly code = 'SIGNING_KEY_UNUSABLE';
}

async function newKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return SigningKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' });
}

/**
 * The folder's signing key; made and kept there (readable by its owner alone) the first time, so that tokens stay
 * good over a restart.
 * @throws SigningKeyUnusable when the file is damaged or the folder cannot be written
 */
export async function signingKeyIn(folder: string): Promise<SigningKey> {
  const file = path.join(folder, 'signing-key.json');
  const kept = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new SigningKeyUnusable(`The signing key ${file} cannot be read: ${cause.message}.`, { cause });
  });
  if (kept !== undefined) {
    try {
      return SigningKey.parse(JSON.parse(kept));
    } catch (cause) {
      throw new SigningKeyUnusable(
        `The signing key ${file} is damaged. Remove it to have a new one made; people then sign in again.`,
        { cause },
      );
    }
  }
  const key = await newKey();
  try {
    await mkdir(folder, { recursive: true });
    // Whole or not at all: a kill between the two leaves no half key.
    await writeFile(`${file}.new`, JSON.stringify(key), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (cause) {
    throw new SigningKeyUnusable(`The signing key cannot be kept in ${folder}: ${String(cause)}.`, { cause });
  }
  return key;
}
