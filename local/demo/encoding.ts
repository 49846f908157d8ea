import { setImmediate } from 'node:timers/promises';
import { type EncodedVideoChunk, VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  Output,
} from 'mediabunny';

/** What a recording is to be like. */
export interface RecordingShape {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly keyframeEverySeconds: number;
  /** H.264 unless told. */
  readonly codec?: 'avc' | 'hevc';
  /** MP4 unless told. */
  readonly container?: 'mp4' | 'mov' | 'mkv' | 'ts';
  /** Clockwise turn that a player must make, as a camera mounted on its side writes it; degrees. */
  readonly rotation?: 0 | 90 | 180 | 270;
  readonly bitsPerSecond?: number;
}

/** RFC 6381 names: H.264 High 4.0 and H.265 Main 4.0. */
const codecNames = { avc: 'avc1.640028', hevc: 'hev1.1.6.L120.90' };
const containers = {
  mp4: () => new Mp4OutputFormat({ fastStart: 'in-memory' }),
  mov: () => new MovOutputFormat({ fastStart: 'in-memory' }),
  mkv: () => new MkvOutputFormat(),
  ts: () => new MpegTsOutputFormat(),
};
/** Pictures that wait for the encoder hold their whole size in memory. */
const mostWaiting = 4;

/** Encodes pictures (red, green, blue and an unused byte for each pixel, row by row) into a recording. */
export async function encodeRecording(
  pictures: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  shape: RecordingShape,
): Promise<Uint8Array> {
  const { width, height, framesPerSecond, keyframeEverySeconds, codec = 'avc' } = shape;
  const target = new BufferTarget();
  const output = new Output({ format: containers[shape.container ?? 'mp4'](), target });
  const track = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(track, { frameRate: framesPerSecond, rotation: shape.rotation ?? 0 });
  await output.start();
  const packets: { packet: EncodedPacket; config: DecoderConfig | undefined }[] = [];
  let failure: Error | undefined;
  const encoder = new VideoEncoder({
    output: (chunk, metadata) =>
      packets.push({ packet: packetOf(chunk, framesPerSecond), config: metadata?.decoderConfig }),
    error: (cause) => {
      failure = cause;
    },
  });
  encoder.configure({
    codec: codecNames[codec],
    width,
    height,
    bitrate: shape.bitsPerSecond ?? 1_500_000,
    framerate: framesPerSecond,
    hardwareAcceleration: 'prefer-software',
    // Left to itself, the H.265 encoder makes B-pictures and numbers them in the order coded, not as shown.
    latencyMode: codec === 'hevc' ? 'realtime' : 'quality',
  });
  const write = async () => {
    for (let next = packets.shift(); next !== undefined; next = packets.shift()) {
      await track.add(next.packet, next.config === undefined ? {} : { decoderConfig: next.config });
    }
    if (failure !== undefined) throw failure;
  };
  let index = 0;
  for await (const rgbx of pictures) {
    const timestamp = Math.round((index * 1e6) / framesPerSecond);
    const picture = new VideoFrame(rgbx, {
      format: 'RGBX',
      codedWidth: width,
      codedHeight: height,
      timestamp,
    });
    encoder.encode(picture, { keyFrame: index % Math.round(keyframeEverySeconds * framesPerSecond) === 0 });
    picture.close();
    index++;
    do await setImmediate();
    while (encoder.encodeQueueSize > mostWaiting && failure === undefined);
    await write();
  }
  await encoder.flush();
  await write();
  encoder.close();
  await output.finalize();
  if (target.buffer === null) throw new Error('The recording came out empty.');
  return new Uint8Array(target.buffer);
}

/** As the encoder describes it and a container stores it. */
interface DecoderConfig {
  readonly codec: string;
  readonly codedWidth?: number;
  readonly codedHeight?: number;
  readonly description?: Uint8Array;
}

function packetOf(chunk: EncodedVideoChunk, framesPerSecond: number): EncodedPacket {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  return new EncodedPacket(data, chunk.type, chunk.timestamp / 1e6, 1 / framesPerSecond);
}
