import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { z } from 'zod';

/** The checksums that S3 stores beside an object, as its headers name them, base64 of the digest. */
export const Checksums = z.partialRecord(z.enum(['crc32', 'sha1', 'sha256']), z.string());
export type Checksums = z.infer<typeof Checksums>;
export type ChecksumName = keyof Checksums;

const digestBytes: Record<ChecksumName, number> = { crc32: 4, sha1: 20, sha256: 32 };
// S3 knows these as well; no client of ours sends them, and one that did must not believe that they were checked.
const unknownHere = ['crc32c', 'crc64nvme', 'sha512', 'md5', 'xxhash64', 'xxhash3', 'xxhash128'];

/** A digest that takes bytes as they come. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The digest; not to be updated after. */
  bytes(): Buffer;
}

/** A digest by the name of its algorithm. */
export function digestOf(name: ChecksumName | 'md5'): Digest {
  if (name === 'crc32') {
    let sum = 0;
    return {
      update: (bytes) => {
        sum = crc32(bytes, sum);
      },
      bytes: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        return bytes;
      },
    };
  }
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), bytes: () => hash.digest() };
}

/** Reads checksum headers (or trailers) of any message. Throws for one that is malformed or of an unknown algorithm. */
export function checksumsIn(headers: Readonly<Record<string, unknown>>): Checksums {
  for (const name of unknownHere) {
    if (`x-amz-checksum-${name}` in headers) throw notImplemented(`the checksum algorithm ${name}`);
  }
  const found: Checksums = {};
  for (const name of checksumNames) {
    const value = headers[headerOf(name)];
    if (value === undefined) continue;
    if (typeof value !== 'string' || Buffer.from(value, 'base64').length !== digestBytes[name]) {
      throw new S3Error('InvalidRequest', `Value for ${headerOf(name)} header is invalid.`);
    }
    found[name] = value;
  }
  return found;
}

/** All known names. */
export const checksumNames = ['crc32', 'sha1', 'sha256'] as const satisfies ChecksumName[];

/** The header that carries a checksum. */
export function headerOf(name: ChecksumName): string {
  return `x-amz-checksum-${name}`;
}

/** The refusal of something that S3 knows and the local system does not. */
export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `The local system does not know ${what}.`);
}
