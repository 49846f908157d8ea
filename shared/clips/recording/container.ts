import { type FileHandle, open } from 'node:fs/promises';
import {
  CustomSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  UnsupportedInputFormatError,
} from 'mediabunny';
import { Rejected } from '../../platform/errors.ts';
import { fileKind, kindBytes } from './file-kind.ts';

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

/** What the container or the codec holds is not what it should be: a broken recording, not a broken source. */
export class Damaged extends Error {}

/**
 * The encoded pictures of a recording, in decoding order. Whatever fails here is `Damaged`, unless the source
 * failed: then it is the source's own error.
 */
export interface Packets {
  first(): Promise<EncodedPacket | null>;
  /** The last picture that begins at or before the container's time. */
  at(seconds: number): Promise<EncodedPacket | null>;
  /** The last keyframe that begins at or before the container's time. */
  keyAt(seconds: number): Promise<EncodedPacket | null>;
  next(packet: EncodedPacket): Promise<EncodedPacket | null>;
  /** The next keyframe without its bytes. */
  nextKey(packet: EncodedPacket): Promise<EncodedPacket | null>;
}

/** The picture track of an opened container. */
export interface PictureTrack {
  readonly container: string;
  readonly config: DecoderConfig;
  readonly packets: Packets;
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

/** Matroska covers no WebM here, and HLS is left out for good: a playlist names other files to be opened. */
const formats = [MP4, QTFF, MATROSKA, MPEG_TS];
const sendOthers = 'Send MP4, MOV, MKV or MPEG-TS.';

/**
 * The picture track of a recording in MP4, MOV, MKV or MPEG-TS. Throws `Rejected` when it is no such recording or
 * there is no H.264 or H.265 picture in it; other errors are the source's own.
 */
export async function openContainer(source: ClipSource): Promise<PictureTrack> {
  const isFile = typeof source === 'string';
  const bytes: OpenBytes = isFile ? await fileBytes(source) : source;
  const close = () => bytes.close?.();
  if (bytes.sizeBytes === 0) {
    close();
    throw new Rejected('The file is empty: the recording or the upload stopped before any picture was sent.');
  }
  let failure: unknown;
  const read = async (start: number, end: number) => {
    try {
      return await bytes.read(start, end);
    } catch (cause) {
      failure = cause ?? new Error('The source failed without saying why.');
      throw cause;
    }
  };
  const input = new Input({
    source: new CustomSource({
      getSize: () => bytes.sizeBytes,
      read,
      dispose: close,
      // Reading ahead may fail with nobody waiting; who needs those bytes asks for them again.
      handleUnhandledError: () => undefined,
      prefetchProfile: isFile ? 'fileSystem' : 'network',
    }),
    formats,
  });
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      if (failure !== undefined) throw failure;
      if (cause instanceof Rejected || cause instanceof UnsupportedInputFormatError) throw cause;
      throw new Damaged(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
  try {
    return await guarded(pictureTrack(input, guarded));
  } catch (cause) {
    const refusal = await refusalOf(cause, () => read(0, Math.min(kindBytes, bytes.sizeBytes)));
    input.dispose();
    throw refusal;
  }
}

/** Bytes that may have to be let go of. */
interface OpenBytes extends ClipBytes {
  close?(): void;
}

async function fileBytes(path: string): Promise<OpenBytes> {
  const file: FileHandle = await open(path);
  return {
    sizeBytes: (await file.stat()).size,
    async read(start, end) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    },
    // A file opened for reading has nothing to lose when it cannot be closed.
    close: () => void file.close().catch(() => undefined),
  };
}

async function refusalOf(cause: unknown, start: () => Promise<Uint8Array>): Promise<unknown> {
  if (cause instanceof Damaged) {
    return new Rejected('The recording is damaged: what it says of its pictures cannot be read.', {
      cause,
    });
  }
  if (!(cause instanceof UnsupportedInputFormatError)) return cause;
  const kind = fileKind(await start());
  const sentence = `This container is not supported: ${kind?.name ?? 'unknown'}. ${sendOthers}`;
  return new Rejected(
    kind?.isRecording === true ? sentence : `This is not a recording that can be read. ${sentence}`,
    { cause },
  );
}

type Guard = <T>(work: Promise<T>) => Promise<T>;

async function pictureTrack(input: Input, guarded: Guard): Promise<PictureTrack> {
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
  const sink = new EncodedPacketSink(track);
  const bare = { metadataOnly: true };
  return {
    container,
    config: {
      codec: config.codec,
      ...(config.codedWidth !== undefined && { codedWidth: config.codedWidth }),
      ...(config.codedHeight !== undefined && { codedHeight: config.codedHeight }),
      ...(config.description !== undefined && { description: bytesOf(config.description) }),
    },
    packets: {
      first: () => guarded(sink.getFirstKeyPacket(bare)),
      at: (seconds) => guarded(sink.getPacket(seconds, bare)),
      keyAt: (seconds) => guarded(sink.getKeyPacket(seconds)),
      next: (packet) => guarded(sink.getNextPacket(packet)),
      nextKey: (packet) => guarded(sink.getNextKeyPacket(packet, bare)),
    },
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
