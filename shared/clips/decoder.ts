import { setImmediate, setTimeout } from 'node:timers/promises';
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from '@napi-rs/webcodecs';
import type { EncodedPacket } from 'mediabunny';
import { Damaged, type DecoderConfig } from './container.ts';

// The decoder can be replaced in this file: no other one knows whose it is.
export type { PlaneLayout, VideoFrame, VideoPixelFormat } from '@napi-rs/webcodecs';

/** A decoded picture and the container's time at which it is shown, in seconds. */
export interface Shown {
  readonly picture: VideoFrame;
  readonly timeSeconds: number;
}

/** Encoded pictures in decoding order that need none from outside: a keyframe, then what rests on it. */
export type Group = AsyncIterable<EncodedPacket>;

/** The decoder works behind our back, and each of its pictures is 3 MB at 1080p, 12 MB at 4K. */
const mostWaiting = 2;

/**
 * The wanted pictures of groups, in the order shown. Each is closed when the next is asked for. Throws `Damaged` for
 * bytes that are no picture.
 */
export async function* decoded(
  config: DecoderConfig,
  groups: AsyncIterable<Group>,
  isWanted: (timeSeconds: number) => boolean,
): AsyncGenerator<Shown> {
  const ready: Shown[] = [];
  // The binding labels the pictures, which it hands out as shown, with times in the order in which it got them.
  const times: number[] = [];
  let failure: Damaged | undefined;
  const fail = (cause: unknown) => {
    failure ??= new Damaged(cause instanceof Error ? cause.message : String(cause), { cause });
  };
  const decoder = new VideoDecoder({
    output: (picture) => {
      const timeSeconds = times.shift() ?? picture.timestamp / 1e6;
      if (isWanted(timeSeconds)) ready.push({ picture, timeSeconds });
      else discard(picture);
    },
    error: fail,
  });
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      fail(cause);
    }
  };
  // For low latency it decodes in one thread: with one for each core it holds a picture more for each core.
  attempt(() =>
    decoder.configure({ ...config, hardwareAcceleration: 'prefer-software', optimizeForLatency: true }),
  );
  function* shown(): Generator<Shown> {
    for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
      try {
        yield next;
      } finally {
        discard(next.picture);
      }
    }
  }
  try {
    for await (const group of groups) {
      for await (const packet of group) {
        const { type, timestamp: timeSeconds, microsecondTimestamp: timestamp, data } = packet;
        insert(times, timeSeconds);
        attempt(() => decoder.decode(new EncodedVideoChunk({ type, timestamp, data })));
        // Pictures come back between turns of the event loop, never within one.
        await setImmediate();
        // What came before is looked at while this is decoded; asking for the queue's length would wait for it.
        yield* shown();
        while (failure === undefined && decoder.decodeQueueSize > mostWaiting) await setTimeout(1);
        if (failure !== undefined) break;
      }
      if (failure === undefined) await decoder.flush().catch(fail);
      if (failure !== undefined) break;
      times.length = 0;
    }
    yield* shown();
    if (failure !== undefined) throw failure;
  } finally {
    for (const { picture } of ready) picture.close();
    if (decoder.state !== 'closed') decoder.close();
  }
}

/** A picture of 1080p: larger ones are to be collected sooner, as fewer of them fill the memory. */
const usualBytes = 3.1e6;

/**
 * Closes a picture. The binding gives its memory back only once the object is collected, and the collector takes it
 * for a small thing: an empty buffer, never touched, tells it what is to be had. Without it 60 s of 1080p held 1.4 GB.
 * With one of the picture's own size a clip of 4K held 380 MB, with one four times as large 270 MB.
 */
function discard(picture: VideoFrame): void {
  const sizeBytes = picture.allocationSize();
  Buffer.allocUnsafeSlow(Math.round(sizeBytes * Math.max(1, sizeBytes / usualBytes)));
  picture.close();
}

function insert(sorted: number[], value: number): void {
  const place = sorted.findLastIndex((other) => other <= value) + 1;
  sorted.splice(place, 0, value);
}
