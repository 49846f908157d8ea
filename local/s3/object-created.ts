import type { EventEntry } from '../events/event.ts';

/** What happened to a bucket when an object was made in it. */
export interface ObjectCreated {
  readonly bucket: string;
  /** As it is, not URL-encoded: so EventBridge has it, unlike S3's own notifications. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Only of a bucket that keeps versions. */
  readonly versionId?: string;
  /** Hexadecimal, of one length, so that text order is the order of the writes to a key. */
  readonly sequencer: string;
  readonly reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
  readonly requestId: string;
  readonly sourceIpAddress: string;
  /** ISO 8601. */
  readonly time: string;
}

/**
 * The event that S3 puts on the default bus for it. `requester` is an account number. Source: Amazon S3 User Guide,
 * "EventBridge event message structure".
 */
export function objectCreatedEvent(created: ObjectCreated, requester = '000000000000'): EventEntry {
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    resources: [`arn:aws:s3:::${created.bucket}`],
    time: created.time,
    detail: {
      version: '0',
      bucket: { name: created.bucket },
      object: {
        key: created.key,
        size: created.size,
        etag: created.etag,
        ...(created.versionId === undefined ? {} : { 'version-id': created.versionId }),
        sequencer: created.sequencer,
      },
      'request-id': created.requestId,
      requester,
      'source-ip-address': created.sourceIpAddress,
      reason: created.reason,
    },
  };
}
