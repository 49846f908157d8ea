import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { z } from 'zod';
import { escaped } from './bucket-cors.ts';
import type { ObjectIndex, StoredObject } from './object-index.ts';

const Query = z.object({
  'list-type': z.literal('2'),
  prefix: z.string().default(''),
  delimiter: z.string().default(''),
  'start-after': z.string().default(''),
  'continuation-token': z.string().optional(),
  'max-keys': z.coerce.number().int().min(0).default(1000),
  'encoding-type': z.literal('url').optional(),
});

// Greater than every text that begins with what stands before it.
const afterAllBeneath = '\u{10FFFF}';

type Entry = { readonly after: string } & ({ readonly object: StoredObject } | { readonly prefix: string });

/**
 * Answers ListObjectsV2 as XML. s3rver's own cannot page: its continuation tokens need a cipher (DES) that OpenSSL 3 has
 * dropped. Throws S3's `InvalidArgument` for a malformed query.
 */
export function listObjects(index: ObjectIndex, bucket: string, query: Record<string, unknown>): string {
  const parsed = Query.safeParse(query);
  if (!parsed.success) throw new S3Error('InvalidArgument', z.prettifyError(parsed.error));
  const asked = parsed.data;
  const token = asked['continuation-token'];
  const from = token === undefined ? asked['start-after'] : Buffer.from(token, 'base64url').toString();
  const maxKeys = Math.min(asked['max-keys'], 1000);
  const entries = entriesOf(index, bucket, asked.prefix, asked.delimiter, from, maxKeys + 1);
  const page = entries.slice(0, maxKeys);
  const isTruncated = maxKeys > 0 && entries.length > maxKeys;
  const name = (text: string): string =>
    escaped(asked['encoding-type'] === undefined ? text : encodeURIComponent(text).replaceAll('%2F', '/'));
  const next = isTruncated ? Buffer.from(page.at(-1)?.after ?? '').toString('base64url') : undefined;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    element('Name', escaped(bucket)),
    element('Prefix', name(asked.prefix)),
    asked.delimiter && element('Delimiter', name(asked.delimiter)),
    asked['encoding-type'] && element('EncodingType', asked['encoding-type']),
    asked['start-after'] && element('StartAfter', name(asked['start-after'])),
    token && element('ContinuationToken', escaped(token)),
    next && element('NextContinuationToken', next),
    element('KeyCount', page.length),
    element('MaxKeys', maxKeys),
    element('IsTruncated', isTruncated),
    ...page.map((entry) =>
      'prefix' in entry
        ? element('CommonPrefixes', element('Prefix', name(entry.prefix)))
        : element(
            'Contents',
            element('Key', name(entry.object.key)) +
              element('LastModified', new Date(entry.object.modifiedAtMillis).toISOString()) +
              element('ETag', escaped(`"${entry.object.etag}"`)) +
              element('Size', entry.object.sizeBytes) +
              element('StorageClass', 'STANDARD'),
          ),
    ),
    '</ListBucketResult>',
  ].join('');
}

function element(name: string, content: string | number | boolean): string {
  return `<${name}>${content}</${name}>`;
}

/** Up to `limit` objects and common prefixes after `from`; a common prefix stands for all keys beneath it. */
function entriesOf(
  index: ObjectIndex,
  bucket: string,
  prefix: string,
  delimiter: string,
  from: string,
  limit: number,
): Entry[] {
  const entries: Entry[] = [];
  let after = from;
  while (entries.length < limit) {
    const objects = index.list(bucket, prefix, after, limit - entries.length);
    if (objects.length === 0) break;
    for (const object of objects) {
      const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        after = object.key;
        entries.push({ object, after });
        continue;
      }
      const common = object.key.slice(0, end + delimiter.length);
      after = common + afterAllBeneath;
      entries.push({ prefix: common, after });
      break;
    }
  }
  return entries;
}
