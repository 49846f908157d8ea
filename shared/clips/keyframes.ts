import { setImmediate } from 'node:timers/promises';
import { EncodedVideoChunk, type PlaneLayout, VideoDecoder, type VideoFrame } from '@napi-rs/webcodecs';
import type { EncodedPacket } from 'mediabunny';
import sharp from 'sharp';
import { Rejected } from '../platform/errors.ts';
import { type ClipSource, openContainer, type PictureTrack } from './container.ts';
import type { Frame, Still } from './picture.ts';

/** An open recording. Close it, or its file handle stays open. */
export interface OpenClip {
  /** From the first picture to the end of the last one that the container announces. */
  readonly seconds: number;
  /** Upright and in square pixels. */
  readonly width: number;
  readonly height: number;
  /** As an RFC 6381 codec string, such as `avc1.64001f`. */
  readonly codec: string;
  /** Such as `MP4`. */
  readonly container: string;
  /** What to know about the recording itself, in words; complete once `frames()` has ended. */
  readonly warnings: readonly string[];
  /**
   * Pictures in order at analysis size: every keyframe where those are at most two seconds apart (but not more
   * than two a second), two a second elsewhere. Throws `Rejected` when less than two seconds can be decoded.
   */
  frames(): AsyncGenerator<Frame>;
  /** The picture shown at a moment (seconds from the first picture), at full size and in colour. */
  still(atSeconds: number): Promise<Still>;
  close(): void;
}

/** Keyframes further apart than this are too few to see an event; a muxer's rounding is allowed for. */
const keyframeGapSeconds = 2.1;
/** Two pictures a second, less half a picture at 25 a second. */
const pictureGapSeconds = 0.48;
const analysisWidth = 320;
/** A recording that breaks off earlier shows nothing worth judging. */
const leastSeconds = 2;
/** Decoding runs behind our back: without a bound on what waits there, an hour of 1080p holds 6 GB. */
const mostWaiting = 4;

/** Opens a recording. Throws `Rejected`, saying why in a sentence, for anything without a picture to look at. */
export async function openClip(source: ClipSource): Promise<OpenClip> {
  const track = await openContainer(source);
  const warnings: string[] = [];
  return {
    seconds: track.endSeconds - track.startSeconds,
    width: track.width,
    height: track.height,
    codec: track.config.codec,
    container: track.container,
    warnings,
    frames: () => frames(track, warnings),
    still: (atSeconds) => still(track, atSeconds),
    close: () => track.close(),
  };
}

async function* frames(track: PictureTrack, warnings: string[]): AsyncGenerator<Frame> {
  const seconds = track.endSeconds - track.startSeconds;
  let dueSeconds = Number.NEGATIVE_INFINITY;
  let seenSeconds = 0;
  const isDue = (atSeconds: number): boolean => {
    seenSeconds = Math.max(seenSeconds, atSeconds);
    if (atSeconds < dueSeconds) return false;
    dueSeconds = atSeconds + pictureGapSeconds;
    return true;
  };
  let broken: Undecodable | undefined;
  try {
    for await (const picture of decoded(track, chosenPackets(track), isDue)) {
      yield await analysisFrame(picture, track);
    }
  } catch (cause) {
    if (!(cause instanceof Undecodable)) throw cause;
    broken = cause;
  }
  if (broken === undefined && seconds - seenSeconds <= keyframeGapSeconds) return;
  if (seenSeconds < leastSeconds) {
    throw new Rejected(
      `The recording breaks off after ${seenSeconds.toFixed(1)} of ${seconds.toFixed(0)} seconds: too little to judge.`,
      { cause: broken },
    );
  }
  warnings.push(
    `The recording breaks off: only the first ${seenSeconds.toFixed(0)} of ${seconds.toFixed(0)} seconds could be read.`,
  );
}

async function still(track: PictureTrack, atSeconds: number): Promise<Still> {
  const { packets, startSeconds } = track;
  // A microsecond on: times go through the decoder as whole microseconds and come back a little early.
  const atTime = Math.max(startSeconds, startSeconds + atSeconds) + 1e-6;
  const target = await packets.getPacket(atTime);
  const key = await packets.getKeyPacket(atTime);
  if (target !== null && key !== null) {
    const isTarget = (seconds: number) => Math.abs(seconds + startSeconds - target.timestamp) < 1e-3;
    for await (const picture of decoded(track, group(track, key, target.sequenceNumber), isTarget)) {
      return await colourStill(picture, track);
    }
  }
  throw new Rejected(`The recording has no readable picture at ${atSeconds.toFixed(1)} s.`);
}

/** Lone keyframes where they follow each other closely, whole groups of pictures where they do not. */
async function* chosenPackets(track: PictureTrack): AsyncGenerator<EncodedPacket> {
  const bare = { metadataOnly: true };
  let key = await track.packets.getFirstKeyPacket(bare);
  let lastSeconds = Number.NEGATIVE_INFINITY;
  while (key !== null) {
    const next: EncodedPacket | null = await track.packets.getNextKeyPacket(key, bare);
    const untilSeconds = next?.timestamp ?? track.endSeconds;
    if (untilSeconds - key.timestamp > keyframeGapSeconds) {
      yield* group(track, key, next === null ? Number.POSITIVE_INFINITY : next.sequenceNumber - 1);
      lastSeconds = untilSeconds - pictureGapSeconds;
    } else if (key.timestamp - lastSeconds >= pictureGapSeconds) {
      yield* group(track, key, key.sequenceNumber);
      lastSeconds = key.timestamp;
    }
    key = next;
  }
}

/** Packets in decoding order from a keyframe up to and with a place in that order. */
async function* group(
  track: PictureTrack,
  key: EncodedPacket,
  lastNumber: number,
): AsyncGenerator<EncodedPacket> {
  let packet = await track.packets.getKeyPacket(key.timestamp);
  while (packet !== null && packet.sequenceNumber <= lastNumber) {
    yield packet;
    if (packet.sequenceNumber === lastNumber) return;
    packet = await track.packets.getNextPacket(packet);
  }
}

/** The decoder met bytes that are no picture: a broken recording, not a broken connection to it. */
class Undecodable extends Error {}

/** The wanted pictures of the packets, in the order shown. Each is closed when the next is asked for. */
async function* decoded(
  track: PictureTrack,
  packets: AsyncIterable<EncodedPacket>,
  isWanted: (atSeconds: number) => boolean,
): AsyncGenerator<VideoFrame> {
  const ready: VideoFrame[] = [];
  let failure: Undecodable | undefined;
  const decoder = new VideoDecoder({
    output: (picture) => {
      if (isWanted(picture.timestamp / 1e6 - track.startSeconds)) ready.push(picture);
      else picture.close();
    },
    error: (cause) => {
      failure = new Undecodable(cause.message, { cause });
    },
  });
  decoder.configure({ ...track.config, hardwareAcceleration: 'prefer-software' });
  function* shown(): Generator<VideoFrame> {
    for (let picture = ready.shift(); picture !== undefined; picture = ready.shift()) {
      try {
        yield picture;
      } finally {
        picture.close();
      }
    }
  }
  try {
    for await (const { type, microsecondTimestamp: timestamp, data } of packets) {
      decoder.decode(new EncodedVideoChunk({ type, timestamp, data }));
      // Pictures come back between turns of the event loop, never within one.
      do await setImmediate();
      while (decoder.decodeQueueSize > mostWaiting && failure === undefined);
      yield* shown();
      if (failure !== undefined) break;
    }
    if (failure === undefined) await decoder.flush();
    yield* shown();
    if (failure !== undefined) throw failure;
  } finally {
    for (const picture of ready) picture.close();
    if (decoder.state !== 'closed') decoder.close();
  }
}

async function analysisFrame(picture: VideoFrame, track: PictureTrack): Promise<Frame> {
  const { width, height } = picture.visibleRect;
  const uprightWidth = Math.min(track.width, analysisWidth);
  const uprightHeight = Math.max(1, Math.round((track.height * uprightWidth) / track.width));
  // In the eight-bit planar formats the first plane is the luma; the decoder converts from the others.
  const isPlanar = /^(I4\d\dA?|NV12|NV21)$/.test(picture.format ?? '');
  const options = isPlanar ? {} : { format: 'RGBA' as const };
  // A buffer of its own for each picture: these, which the collector counts, make it also collect the encoded
  // chunks, which it does not. With one buffer for all, an hour of 1080p took 540 MB instead of 315.
  const bytes = new Uint8Array(picture.allocationSize(options));
  const [plane] = await picture.copyTo(bytes, options);
  const channels = isPlanar ? 1 : 4;
  const luma = await sharp(rows(bytes, width * channels, height, plane), {
    raw: { width, height, channels },
  })
    .rotate(track.turnDegrees)
    .resize({ width: uprightWidth, height: uprightHeight, fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer();
  const atSeconds = picture.timestamp / 1e6 - track.startSeconds;
  return { atSeconds: Math.max(0, atSeconds), luma, width: uprightWidth, height: uprightHeight };
}

/** A plane's rows without the padding that a decoder may put after each. */
function rows(
  bytes: Uint8Array,
  rowBytes: number,
  height: number,
  plane: PlaneLayout | undefined,
): Uint8Array {
  const { offset = 0, stride = rowBytes } = plane ?? {};
  if (stride === rowBytes) return bytes.subarray(offset, offset + rowBytes * height);
  const tight = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    tight.set(bytes.subarray(offset + y * stride, offset + y * stride + rowBytes), y * rowBytes);
  }
  return tight;
}

async function colourStill(picture: VideoFrame, track: PictureTrack): Promise<Still> {
  const { width, height } = picture.visibleRect;
  const options = { format: 'RGBA' as const };
  const bytes = new Uint8Array(picture.allocationSize(options));
  const [plane] = await picture.copyTo(bytes, options);
  const rgb = await sharp(rows(bytes, width * 4, height, plane), { raw: { width, height, channels: 4 } })
    .rotate(track.turnDegrees)
    .resize({ width: track.width, height: track.height, fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  return {
    atSeconds: Math.max(0, picture.timestamp / 1e6 - track.startSeconds),
    rgb,
    width: track.width,
    height: track.height,
  };
}
