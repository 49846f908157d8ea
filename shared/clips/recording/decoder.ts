import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { createContext, Script } from 'node:vm';
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

/**
 * Decodes the pictures of one recording, as often as asked. What works behind it is kept from one time to the next: at
 * 4K in 10-bit H.265 it holds 160 MB, and little of that comes back soon when it is closed. Close it in the end.
 */
export class PictureDecoder {
  readonly #config: DecoderConfig;
  #idle: Decoding | undefined;
  #isClosed = false;

  constructor(config: DecoderConfig) {
    this.#config = config;
  }

  /**
   * What is seen in the wanted pictures of groups, in the order shown. A picture is closed once `look` is done with
   * it; keep none. Throws `Damaged` for bytes that are no picture.
   */
  async *decoded<Seen>(
    groups: AsyncIterable<Group>,
    isWanted: (timeSeconds: number) => boolean,
    look: (shown: Shown) => Promise<Seen>,
  ): AsyncGenerator<Seen> {
    const decoding = this.#idle ?? new Decoding(this.#config);
    this.#idle = undefined;
    let isAtEnd = false;
    try {
      yield* decoding.pictures(groups, isWanted, look);
      isAtEnd = true;
    } finally {
      // One that was left half way still has pictures that nobody asked for.
      if (isAtEnd && !this.#isClosed) this.#idle = decoding;
      else decoding.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#idle?.close();
    this.#idle = undefined;
  }
}

/** The work of one decoder. */
class Decoding {
  readonly #decoder: VideoDecoder;
  readonly #ready: Shown[] = [];
  // The binding labels the pictures, which it hands out as shown, with times in the order in which it got them.
  readonly #times: number[] = [];
  #isWanted: (timeSeconds: number) => boolean = () => false;
  #failure: Damaged | undefined;
  /** Of the largest picture that was closed and is not given back. */
  #closedBytes = 0;

  constructor(config: DecoderConfig) {
    this.#decoder = new VideoDecoder({
      output: (picture) => {
        const timeSeconds = this.#times.shift() ?? picture.timestamp / 1e6;
        if (this.#isWanted(timeSeconds)) this.#ready.push({ picture, timeSeconds });
        else this.#close(picture);
      },
      error: (cause) => this.#fail(cause),
    });
    // For low latency it decodes in one thread: with one for each core it holds a picture more for each core.
    const settings = { hardwareAcceleration: 'prefer-software', optimizeForLatency: true } as const;
    this.#attempt(() => this.#decoder.configure({ ...config, ...settings }));
  }

  async *pictures<Seen>(
    groups: AsyncIterable<Group>,
    isWanted: (timeSeconds: number) => boolean,
    look: (shown: Shown) => Promise<Seen>,
  ): AsyncGenerator<Seen> {
    this.#isWanted = isWanted;
    for await (const group of groups) {
      for await (const packet of group) {
        const { type, timestamp: timeSeconds, microsecondTimestamp: timestamp, data } = packet;
        insert(this.#times, timeSeconds);
        this.#attempt(() => this.#decoder.decode(new EncodedVideoChunk({ type, timestamp, data })));
        // One at a time: pictures that wait hold 3 MB each at 1080p, 25 MB at 4K in 10 bits.
        do await setImmediate();
        while (this.#failure === undefined && this.#decoder.decodeQueueSize > 0);
        // Pictures come back between turns of the event loop, never within one.
        await setImmediate();
        while (this.#ready.length > 0) yield await this.#lookedAt(look);
        await this.#giveBack();
        if (this.#failure !== undefined) break;
      }
      if (this.#failure === undefined) await this.#decoder.flush().catch((cause) => this.#fail(cause));
      this.#times.length = 0;
      while (this.#ready.length > 0) yield await this.#lookedAt(look);
      await this.#giveBack();
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  close(): void {
    for (const { picture } of this.#ready) picture.close();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  // A function of its own: one that waits for its caller holds on to what it had in hand.
  async #lookedAt<Seen>(look: (shown: Shown) => Promise<Seen>): Promise<Seen> {
    const shown = this.#ready.shift();
    if (shown === undefined) throw new RangeError('there is no picture to look at');
    try {
      return await look(shown);
    } finally {
      this.#close(shown.picture);
    }
  }

  #close(picture: VideoFrame): void {
    this.#closedBytes = Math.max(this.#closedBytes, picture.allocationSize());
    picture.close();
  }

  async #giveBack(): Promise<void> {
    if (this.#closedBytes > 0) await giveBack(this.#closedBytes);
    this.#closedBytes = 0;
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    this.#failure ??= new Damaged(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

// The collector can be called for only behind this flag, which a context made after it heeds.
setFlagsFromString('--expose-gc');
// Left to themselves the halves of the young generation grow to 100 MB in an hour of pictures, nearly all of it empty. It
// takes both flags to keep them: an hour of 1080p holds 229 to 244 MB with them, 334 to 345 MB without, in the same time.
setFlagsFromString('--max-semi-space-size=8');
setFlagsFromString('--semi-space-growth-factor=1');
const collector = createContext();
const collectYoung = new Script("gc({ type: 'minor' })");
const collectAll = new Script('gc()');

/** Of a larger picture none may wait: all objects are looked through for it, which takes 20 ms, not 0.1 ms. */
const largePictureBytes = 16e6;

/**
 * The binding gives back a closed picture's memory only once the object is collected, and the collector takes it for
 * a small thing: left to itself it let 60 s of 1080p hold 1.4 GB.
 */
async function giveBack(largestBytes: number): Promise<void> {
  // What is still on its way to its caller would be kept.
  await setImmediate();
  (largestBytes > largePictureBytes ? collectAll : collectYoung).runInContext(collector);
  // The memory itself is given back after a turn of the event loop.
  await setImmediate();
}

function insert(sorted: number[], value: number): void {
  const place = sorted.findLastIndex((other) => other <= value) + 1;
  sorted.splice(place, 0, value);
}
