import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream/promises';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { withoutAwsChunks } from './aws-chunked.ts';
import {
  type ChecksumName,
  type Checksums,
  checksumNames,
  checksumsIn,
  digestOf,
  headerOf,
} from './checksums.ts';

/** A body that has arrived whole and agrees with everything its sender said of it; it lies in the file `path`. */
export interface Upload {
  readonly path: string;
  readonly sizeBytes: number;
  readonly md5: Buffer;
  /** The checksums that the sender gave. */
  readonly checksums: Checksums;
}

/**
 * Writes a request's body to the file and checks it against its lengths, MD5 and checksums. When it breaks off or
 * disagrees, the file is removed and S3's error is thrown.
 */
export async function receiveUpload(
  body: AsyncIterable<Uint8Array>,
  headers: IncomingHttpHeaders,
  path: string,
): Promise<Upload> {
  try {
    return await receive(body, headers, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function receive(
  body: AsyncIterable<Uint8Array>,
  headers: IncomingHttpHeaders,
  path: string,
): Promise<Upload> {
  const chunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const payloadSha256 = /^[0-9a-f]{64}$/i.exec(String(headers['x-amz-content-sha256'] ?? ''))?.[0];
  const given: Record<string, unknown> = { ...headers };
  const announced = String(headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  checksumsIn(
    Object.fromEntries([...Object.entries(headers), ...announced.map((name) => [name, undefined])]),
  );

  const wanted = new Set<ChecksumName>(
    checksumNames.filter((name) => headerOf(name) in headers || announced.includes(headerOf(name))),
  );
  if (payloadSha256 !== undefined) wanted.add('sha256');
  const digests = new Map([...wanted].map((name) => [name, digestOf(name)]));
  const md5 = digestOf('md5');
  let sizeBytes = 0;
  const decoded = chunked
    ? withoutAwsChunks(body, (name, value) => {
        given[name] = value;
      })
    : body;
  await pipeline(
    decoded,
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        sizeBytes += piece.length;
        md5.update(piece);
        for (const digest of digests.values()) digest.update(piece);
        yield piece;
      }
    },
    createWriteStream(path, { flags: 'wx' }),
  );

  const announcedBytes = headers['x-amz-decoded-content-length'];
  if (chunked && announcedBytes !== undefined && Number(announcedBytes) !== sizeBytes) {
    throw new S3Error(
      'IncompleteBody',
      'The body has not the number of bytes that x-amz-decoded-content-length says.',
    );
  }
  const md5Bytes = md5.bytes();
  const contentMd5 = headers['content-md5'];
  if (contentMd5 !== undefined && contentMd5 !== md5Bytes.toString('base64')) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const calculated = new Map([...digests].map(([name, digest]) => [name, digest.bytes()]));
  if (
    payloadSha256 !== undefined &&
    calculated.get('sha256')?.toString('hex') !== payloadSha256.toLowerCase()
  ) {
    const mismatch = new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    mismatch.status = 400;
    throw mismatch;
  }
  const checksums = checksumsIn(given);
  for (const name of checksumNames) {
    if (announced.includes(headerOf(name)) && checksums[name] === undefined) {
      throw new S3Error('IncompleteBody', `The trailer ${headerOf(name)} was announced and did not come.`);
    }
    if (checksums[name] !== undefined && checksums[name] !== calculated.get(name)?.toString('base64')) {
      throw new S3Error(
        'BadDigest',
        `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
  return { path, sizeBytes, md5: md5Bytes, checksums };
}
