import { stat } from 'node:fs/promises';
import {
  ALL_FORMATS,
  CustomSource,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type Source,
  UnsupportedInputFormatError,
} from 'mediabunny';
import { Rejected } from '../platform/errors.ts';

/** Bytes that can be read in pieces, such as an object in a bucket. `start` inclusive, `end` exclusive. */
export interface ClipBytes {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A path of a file, or bytes that can be read in pieces. */
export type ClipSource = string | ClipBytes;

/** What a decoder must be told before the first packet. `description` is the codec's own header, if apart. */
export interface DecoderConfig {
  readonly codec: string;
  readonly codedWidth?: number;
  readonly codedHeight?: number;
  readonly description?: Uint8Array;
}

/** The picture track of an opened container. */
export interface PictureTrack {
  readonly container: string;
  readonly config: DecoderConfig;
  readonly packets: EncodedPacketSink;
  /** The container's time of the first picture and of the end of the last that it announces. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Clockwise turn that makes the stored picture upright. */
  readonly turnDegrees: number;
  /** Upright and in square pixels. */
  readonly width: number;
  readonly height: number;
  close(): void;
}

/**
 * The picture track of a recording in any container that mediabunny reads (MP4, MOV, MKV, MPEG-TS).
 * Throws `Rejected` when there is no H.264 or H.265 picture in it; other errors are the source's own.
 */
export async function openContainer(source: ClipSource): Promise<PictureTrack> {
  const sizeBytes = typeof source === 'string' ? (await stat(source)).size : source.sizeBytes;
  if (sizeBytes === 0) {
    throw new Rejected('The file is empty: the recording or the upload stopped before any picture was sent.');
  }
  const input = new Input({ source: mediaSource(source), formats: ALL_FORMATS });
  try {
    return await pictureTrack(input);
  } catch (cause) {
    input.dispose();
    if (cause instanceof UnsupportedInputFormatError) {
      throw new Rejected('This is not a recording that can be read: send MP4, MOV, MKV or MPEG-TS.', {
        cause,
      });
    }
    throw cause;
  }
}

function mediaSource(source: ClipSource): Source {
  if (typeof source === 'string') return new FilePathSource(source);
  return new CustomSource({
    getSize: () => source.sizeBytes,
    read: (start, end) => source.read(start, end),
    prefetchProfile: 'network',
  });
}

async function pictureTrack(input: Input): Promise<PictureTrack> {
  const container = (await input.getFormat()).name;
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    const hasSound = (await input.getAudioTracks()).length > 0;
    throw new Rejected(
      hasSound
        ? 'The recording has sound but no picture: check that the camera sends video.'
        : 'The recording has no picture in it: it broke off before the first one was complete.',
    );
  }
  const config = await track.getDecoderConfig();
  if (config === null || !/^(avc|hvc|hev)\d/.test(config.codec)) {
    const codec = config?.codec ?? String(await track.getInternalCodecId());
    throw new Rejected(`This video codec is not supported: ${codec}. Set the camera to H.264 or H.265.`);
  }
  return {
    container,
    config: {
      codec: config.codec,
      ...(config.codedWidth !== undefined && { codedWidth: config.codedWidth }),
      ...(config.codedHeight !== undefined && { codedHeight: config.codedHeight }),
      ...(config.description !== undefined && { description: bytesOf(config.description) }),
    },
    packets: new EncodedPacketSink(track),
    startSeconds: await track.getFirstTimestamp(),
    endSeconds: await track.computeDuration(),
    turnDegrees: await track.getRotation(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    close: () => input.dispose(),
  };
}

function bytesOf(source: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
