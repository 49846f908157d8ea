import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny';
import { encodeRecording, type RecordingShape } from '../../local/demo/encoding.ts';
import type { ClipBytes, ClipSource } from '../../shared/clips/recording/container.ts';
import { type OpenClip, openClip } from '../../shared/clips/recording/keyframes.ts';

/** The smallest recording that shows something: a grey ramp, its top left quarter yellow, a blue bar that moves. */
export const smallShape: RecordingShape = {
  width: 192,
  height: 112,
  framesPerSecond: 10,
  keyframeEverySeconds: 2,
};

/** Encodes a few seconds of {@link smallShape} or what is asked for instead. */
export function smallRecording(seconds: number, shape: Partial<RecordingShape> = {}): Promise<Uint8Array> {
  const whole = { ...smallShape, ...shape };
  return encodeRecording(pictures(whole, seconds), whole);
}

/** Bytes in memory as a clip source, which remembers how many of them were read. */
export function inMemory(bytes: Uint8Array): ClipBytes & { readBytes: number } {
  const source = {
    sizeBytes: bytes.length,
    readBytes: 0,
    async read(start: number, end: number) {
      source.readBytes += end - start;
      return bytes.subarray(start, end);
    },
  };
  return source;
}

/** Opens a clip, and closes it whatever comes of its use. */
export async function opened<T>(source: ClipSource, use: (clip: OpenClip) => Promise<T>): Promise<T> {
  const clip = await openClip(source);
  try {
    return await use(clip);
  } finally {
    clip.close();
  }
}

/** How a recording's encoded pictures are written once more. */
export interface Rewriting {
  /** MP4 with its list of pictures at the end unless told. */
  readonly format?: OutputFormat;
  /** Pictures that are left out. All are kept unless told. */
  readonly keeps?: (index: number) => boolean;
  /** When a picture is shown, in seconds; as it was unless told. */
  readonly secondsOf?: (index: number, seconds: number) => number;
  /** How long the last picture is shown, and any that is not followed; one tenth unless told. */
  readonly lastsSeconds?: number;
}

/** A recording's pictures in another container or at other times; none is encoded again. */
export async function rewritten(recording: Uint8Array, rewriting: Rewriting): Promise<Uint8Array> {
  const { keeps = () => true, secondsOf = (_, seconds) => seconds, lastsSeconds = 0.1 } = rewriting;
  const input = new Input({ source: new BufferSource(recording), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (track === null || decoderConfig === null || decoderConfig === undefined) {
    throw new TypeError('not a recording');
  }
  const packets: EncodedPacket[] = [];
  let index = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const timestamp = secondsOf(index, packet.timestamp);
    if (keeps(index++)) packets.push(packet.clone({ timestamp, duration: lastsSeconds }));
  }
  const target = new BufferTarget();
  const format = rewriting.format ?? new Mp4OutputFormat({ fastStart: false });
  const output = new Output({ format, target });
  const written = new EncodedVideoPacketSource(decoderConfig.codec.startsWith('avc') ? 'avc' : 'hevc');
  output.addVideoTrack(written);
  await output.start();
  for (const [at, packet] of packets.entries()) {
    const duration = (packets[at + 1]?.timestamp ?? packet.timestamp + lastsSeconds) - packet.timestamp;
    await written.add(packet.clone({ duration: Math.max(0, duration) }), { decoderConfig });
  }
  await output.finalize();
  input.dispose();
  return bytesOf(target);
}

/** An MP4 with a second of sound and no picture. The sound is none that anybody could hear. */
export async function soundOnly(
  format: OutputFormat = new Mp4OutputFormat({ fastStart: false }),
): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const track = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(track);
  await output.start();
  const description = new Uint8Array([0x11, 0x88]);
  const decoderConfig = { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 1, description };
  for (let index = 0; index < 47; index++) {
    const packet = new EncodedPacket(new Uint8Array(64).fill(index), 'key', index * 0.0213, 0.0213);
    await track.add(packet, { decoderConfig });
  }
  await output.finalize();
  return bytesOf(target);
}

/** A recording that says of itself that it is in VP9, whose packets nobody decodes. */
export async function inVp9(format: OutputFormat): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const track = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(track);
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 64, codedHeight: 48 };
  for (let index = 0; index < 30; index++) {
    const packet = new EncodedPacket(
      new Uint8Array(64).fill(index),
      index === 0 ? 'key' : 'delta',
      index / 10,
      0.1,
    );
    await track.add(packet, { decoderConfig });
  }
  await output.finalize();
  return bytesOf(target);
}

function bytesOf({ buffer }: BufferTarget): Uint8Array {
  if (buffer === null) throw new TypeError('nothing was written');
  return new Uint8Array(buffer);
}

function* pictures(
  { width, height, framesPerSecond }: RecordingShape,
  seconds: number,
): Generator<Uint8Array> {
  for (let index = 0; index < seconds * framesPerSecond; index++) {
    const rgbx = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isCorner = x < width / 4 && y < height / 4;
        const isBar = Math.floor(x / 16) === index % Math.floor(width / 16);
        const grey = 20 + (x / width) * 180;
        rgbx.set(isCorner ? [250, 240, 20] : [grey, grey, isBar ? 255 : grey], (y * width + x) * 4);
      }
    }
    yield rgbx;
  }
}
