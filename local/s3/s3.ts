import { createServer } from 'node:http';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { z } from 'zod';
import { Rejected } from '../../shared/platform/errors.ts';
import type { Served } from '../aws-protocol/aws-json.ts';
import { type Clock, systemClock } from '../machine/clock.ts';
import { CannotRunHere, whatIsWrong } from '../machine/durable-file.ts';
import { listenOn, stopListening } from '../machine/listen.ts';
import { type CorsRule, corsConfiguration } from './bucket-cors.ts';
import { front } from './front.ts';
import type { ObjectCreated } from './object-created.ts';
import { ObjectStore } from './object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);

/** How a bucket behaves; all of it is said anew at each start. */
export interface BucketSettings {
  /** Keeps what is replaced or deleted as older versions. */
  readonly versioned?: boolean;
  /** Calls `onCreated` for objects made in it. */
  readonly eventBridgeEnabled?: boolean;
  readonly corsRules?: readonly CorsRule[];
  /** Not known yet; true is refused. */
  readonly objectLock?: boolean;
}

/** The running S3. */
export interface LocalS3 extends Served {
  /** Makes the bucket unless it is there, and gives it its settings. Throws `Rejected` for a name or setting that is not possible. */
  ensureBucket(name: string, settings?: BucketSettings): Promise<void>;
}

/**
 * Starts S3 on 127.0.0.1 (path style) with its objects in `folder`. A PUT that was answered with 200 survives `kill -9`,
 * and `onCreated` has ended before that answer leaves. `report` is told of errors that are answered with 500.
 */
export async function startS3(options: {
  folder: string;
  port?: number;
  onCreated: (created: ObjectCreated) => Promise<void> | void;
  report: (error: Error) => void;
  clock?: Clock;
}): Promise<LocalS3> {
  const { folder, port = 0, onCreated, report, clock = systemClock } = options;
  const store = new ObjectStore(folder, clock);
  const app = new S3rver({
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    allowMismatchedSignatures: true,
    vhostBuckets: false,
  });
  app.store = store;
  app.context.store = store;
  const telling = new Set<string>();
  // In the place of s3rver's first, which writes each request to a log that nobody reads.
  app.middleware.splice(
    0,
    1,
    front({
      store,
      onCreated: async (created) => {
        if (telling.has(created.bucket)) await onCreated(created);
      },
    }),
  );
  app.on('error', (error) => {
    if (error instanceof S3Error || isBrokenOff(error)) return;
    const sentence = whatIsWrong(join(folder, 'blobs'), error);
    report(sentence === undefined ? error : new CannotRunHere(sentence, { cause: error }));
  });
  const server = createServer(app.callback());
  let listening: number;
  try {
    listening = await listenOn(server, port, 'the clips and stills');
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    endpoint: `http://127.0.0.1:${listening}`,
    ensureBucket: async (name, settings = {}) => {
      if (!BucketName.safeParse(name).success)
        throw new Rejected(`"${name}" is not a name that a bucket may have.`);
      if (settings.objectLock === true) {
        throw new Rejected(
          `The bucket "${name}" asks for object lock, which the local system does not know yet.`,
        );
      }
      await store.putBucket(name);
      store.setVersioned(name, settings.versioned ?? false);
      if (settings.eventBridgeEnabled === true) telling.add(name);
      else telling.delete(name);
      if (settings.corsRules === undefined) await store.deleteSubresource(name, undefined, 'cors');
      else await store.putSubresource(name, undefined, corsConfiguration(settings.corsRules));
    },
    close: async () => {
      await stopListening(server);
      store.close();
    },
  };
}

// What Node says when a client goes away in the middle of its request or of its answer.
const brokenOff: unknown[] = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'HPE_INVALID_EOF_STATE'];

function isBrokenOff(error: Error): boolean {
  return 'code' in error && brokenOff.includes(error.code);
}
