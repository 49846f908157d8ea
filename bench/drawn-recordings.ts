import { setImmediate } from 'node:timers/promises';
import { VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output } from 'mediabunny';
import sharp from 'sharp';
import { bags, type Drawing, figure, layOver, numbers, yard } from '../local/demo/drawing.ts';

/** A recording to be drawn: a yard with a camera's noise, and perhaps somebody who leaves bags in its middle. */
export interface RecordingPlan {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly seconds: number;
  readonly bitsPerSecond: number;
  readonly hasDeposit: boolean;
  /** H.264 unless told. In 8 bits either way: asked for 10, the H.265 encoder of this binding writes 8. */
  readonly codec?: 'avc' | 'hevc';
}

/** RFC 6381: H.264 High and H.265 Main, level 5.1, which 4K needs. */
const codecNames = { avc: 'avc1.640033', hevc: 'hev1.1.6.L153.90' };
/** So far apart are keyframes. */
const groupSeconds = 2;
/** Different groups of the empty yard, and of the yard with bags, before they come again. */
const groupsOfEach = 3;
/** Somebody comes, leaves bags half way, and goes. */
const eventGroups = 3;
const mostWaiting = 4;
/** A noise that any camera has by day, in levels to each side, from so many numbers that it is not seen to repeat. */
const noiseLevels = 4;
const noiseNumbers = 1 << 20;

interface Encoded {
  readonly data: Uint8Array;
  readonly type: 'key' | 'delta';
}

/** One group of pictures that needs none from outside, so that it may be written again and again. */
type Group = readonly Encoded[];

/**
 * Draws a recording into an MP4. A few groups of pictures are encoded and written again and again, with an event in
 * the middle: an hour takes a minute to make and is to a decoder what any other hour is.
 */
export async function drawRecording(file: string, plan: RecordingPlan): Promise<void> {
  const { framesPerSecond, seconds, hasDeposit, codec = 'avc' } = plan;
  const encoding = await encode(await scenes(plan), plan);
  const groups = groupsIn(encoding.packets, plan);
  const [before, event, after] = [
    groups.slice(0, groupsOfEach),
    groups.slice(groupsOfEach, groupsOfEach + eventGroups),
    groups.slice(groupsOfEach + eventGroups),
  ];
  const total = Math.round(seconds / groupSeconds);
  const first = Math.round(total * 0.4);
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new FilePathTarget(file),
  });
  const track = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(track, { frameRate: framesPerSecond });
  await output.start();
  let written = 0;
  for (let index = 0; index < total; index++) {
    const isEvent = hasDeposit && index >= first && index < first + eventGroups;
    const isAfter = hasDeposit && index >= first + eventGroups;
    const group = isEvent ? event[index - first] : (isAfter ? after : before)[index % groupsOfEach];
    for (const { data, type } of group ?? []) {
      const packet = new EncodedPacket(data, type, written++ / framesPerSecond, 1 / framesPerSecond);
      await track.add(packet, { decoderConfig: encoding.config });
    }
  }
  await output.finalize();
}

async function scenes(plan: RecordingPlan): Promise<Iterable<Uint8Array>> {
  const { width, height, framesPerSecond, hasDeposit } = plan;
  const scale = height / 360;
  const ground = await yard(width, height);
  const walker = await enlarged(await figure(0.6, true), scale);
  const rubbish = await enlarged(await bags(), scale);
  const place = [Math.round(width * 0.45), Math.round(height * 0.75)] as const;
  const full = { ...ground, rgba: ground.rgba.slice() };
  layOver(full, rubbish, ...place);
  const [empty, littered] = [planar(ground), planar(full)];
  const each = groupSeconds * framesPerSecond;
  function* pictures(): Generator<Uint8Array> {
    for (let index = 0; index < groupsOfEach * each; index++) yield empty;
    if (!hasDeposit) return;
    for (let index = 0; index < eventGroups * each; index++) {
      const share = index / (eventGroups * each);
      const scene = share < 0.5 ? ground : full;
      const moment = { ...scene, rgba: scene.rgba.slice() };
      layOver(moment, walker, Math.round(width * (1.1 * share - 0.1)), Math.round(height * 0.42));
      yield planar(moment);
    }
    for (let index = 0; index < groupsOfEach * each; index++) yield littered;
  }
  return noisy(pictures(), width * height);
}

async function enlarged({ rgba, width, height }: Drawing, scale: number): Promise<Drawing> {
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const large = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer();
  return { ...size, rgba: new Uint8Array(large) };
}

/** I420 by BT.709 in limited range. */
function planar({ rgba, width, height }: Drawing): Uint8Array {
  const size = width * height;
  const out = new Uint8Array(size * 1.5);
  const across = width / 2;
  for (let at = 0; at < size; at++) {
    const [r = 0, g = 0, b = 0] = [rgba[4 * at], rgba[4 * at + 1], rgba[4 * at + 2]];
    const level = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    out[at] = 16.5 + level * (219 / 255);
    const x = at % width;
    const y = (at - x) / width;
    if (x % 2 !== 0 || y % 2 !== 0) continue;
    const half = size + (y / 2) * across + x / 2;
    out[half] = 128.5 + ((b - level) / 1.8556) * (224 / 255);
    out[half + size / 4] = 128.5 + ((r - level) / 1.5748) * (224 / 255);
  }
  return out;
}

function* noisy(pictures: Iterable<Uint8Array>, size: number): Generator<Uint8Array> {
  const next = numbers(3);
  const noise = Int8Array.from({ length: noiseNumbers }, () =>
    Math.round((next() + next() - 1) * noiseLevels),
  );
  for (const picture of pictures) {
    const out = new Uint8ClampedArray(picture);
    let from = Math.floor(next() * noiseNumbers);
    for (let at = 0; at < size; at++) {
      out[at] = (picture[at] ?? 0) + (noise[from++ % noiseNumbers] ?? 0);
    }
    yield new Uint8Array(out.buffer);
  }
}

interface DecoderConfig {
  readonly codec: string;
  readonly codedWidth?: number;
  readonly codedHeight?: number;
  readonly description?: Uint8Array;
}

async function encode(pictures: Iterable<Uint8Array>, plan: RecordingPlan) {
  const { width, height, framesPerSecond, bitsPerSecond, codec = 'avc' } = plan;
  const packets: Encoded[] = [];
  let config: DecoderConfig | undefined;
  let failure: Error | undefined;
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      config ??= metadata?.decoderConfig;
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push({ data, type: chunk.type });
    },
    error: (cause) => {
      failure = cause;
    },
  });
  encoder.configure({
    codec: codecNames[codec],
    width,
    height,
    bitrate: bitsPerSecond,
    framerate: framesPerSecond,
    // Left to itself, the H.265 encoder writes pictures in another order than they are shown.
    latencyMode: codec === 'hevc' ? 'realtime' : 'quality',
  });
  let index = 0;
  for (const bytes of pictures) {
    const timestamp = Math.round((index * 1e6) / framesPerSecond);
    const size = { format: 'I420', codedWidth: width, codedHeight: height, timestamp } as const;
    const picture = new VideoFrame(bytes, size);
    encoder.encode(picture, { keyFrame: index % (groupSeconds * framesPerSecond) === 0 });
    picture.close();
    index++;
    do await setImmediate();
    while (encoder.encodeQueueSize > mostWaiting && failure === undefined);
    if (failure !== undefined) throw failure;
  }
  await encoder.flush();
  encoder.close();
  if (config === undefined) throw new TypeError('The encoder said nothing of what it wrote.');
  return { packets, config };
}

/** By count: an encoder sets keyframes of its own where much changes. */
function groupsIn(packets: readonly Encoded[], { framesPerSecond }: RecordingPlan): Group[] {
  const each = groupSeconds * framesPerSecond;
  return Array.from({ length: packets.length / each }, (_, index) =>
    packets.slice(index * each, (index + 1) * each),
  );
}
