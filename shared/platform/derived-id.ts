import { createHash } from 'node:crypto';

// Crockford's base 32: no letter that is taken for a digit when it is read out.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * An id that follows from what it is for, so that a delivery twice makes the thing once: `prefix-` and 50 bits of the
 * SHA-256 of `from`. Two of a million different ones fall together with a chance of about 1 in 2,000.
 */
export function derivedId(prefix: string, from: string): string {
  const bytes = createHash('sha256').update(from).digest();
  let digits = '';
  for (let i = 0; i < 10; i += 1) digits += DIGITS.charAt(bytes.readUInt8(i) % 32);
  return `${prefix}-${digits}`;
}
