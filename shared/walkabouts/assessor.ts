import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';

/** A resident whom the landlord named to assess some estates, and the hash of the key that lets them send forms. */
export const Assessor = z.object({
  id: z.string(),
  name: z.string().trim().min(1, 'say who it is').max(100),
  estateIds: z.array(RegisterId).min(1, 'name an estate').max(20),
  /** The SHA-256 of the whole key, in hexadecimal. A key holds 256 random bits, which no slower hash makes safer. */
  keySha256: z.string().regex(/^[0-9a-f]{64}$/),
  namedAt: Instant,
  namedBy: z.string(),
  revokedAt: Instant.optional(),
  revokedBy: z.string().optional(),
  version: z.int().min(1),
});
export type Assessor = z.infer<typeof Assessor>;

const KEY = /^(TA-[0-9A-Z]{10})\.[\w-]{20,100}$/;

/** The key of an assessor: who they are, and a secret of at least 20 letters, digits, hyphens and underscores. */
export function keyFor(assessorId: string, secret: string): string {
  return `${assessorId}.${secret}`;
}

/** Whose key it says it is; undefined for what is no key at all. */
export function assessorNamedBy(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/** What is kept of a key. */
export function keySha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

const NOBODYS = '0'.repeat(64);

/** The assessor if the key is theirs and holds; it takes as long to refuse an unknown assessor's as a wrong one. */
export function admittedBy(key: string, assessor: Assessor | undefined): Assessor | undefined {
  const kept = Buffer.from(assessor?.keySha256 ?? NOBODYS, 'hex');
  const isTheirs = timingSafeEqual(Buffer.from(keySha256(key), 'hex'), kept);
  return isTheirs && assessor?.revokedAt === undefined ? assessor : undefined;
}

/** The assessor without a key that holds. Pure. Throws {@link WrongState} when that is how it is. */
export function revoked(assessor: Assessor, by: string, now: Instant): Assessor {
  if (assessor.revokedAt !== undefined) {
    throw new WrongState(`The key of ${assessor.id} was withdrawn before, at ${assessor.revokedAt}.`);
  }
  return { ...assessor, revokedAt: now, revokedBy: by, version: assessor.version + 1 };
}
