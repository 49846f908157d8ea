import type { EncodedPacket } from 'mediabunny';
import { Rejected } from '../../platform/errors.ts';
import { type ClipSource, Damaged, openContainer, type PictureTrack } from './container.ts';
import { type Group, PictureDecoder, type Shown } from './decoder.ts';
import { partOf, shownBy, turnedBack } from './orientation.ts';
import type { Box, Frame, Point, Polygon, Still } from './picture.ts';
import { Scratch } from './plane-copy.ts';
import { blacken, colourOf, planesOf, rgbOf, scaled, wholeOf } from './planes.ts';

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
  /**
   * Parts of the picture shown at a moment (seconds from the first picture) in colour, each at most 1280 pixels
   * wide. Where keyframes are close enough for `frames()`, it is the nearest of them, which alone is decoded, the
   * earlier of two that are equally near. Areas to `hide`, fractions of the whole picture, are black in it. Ask for
   * one moment after the other.
   */
  stills(atSeconds: number, parts: readonly Box[], hide: readonly Polygon[]): Promise<Still[]>;
  close(): void;
}

/** Keyframes further apart than this are too few to see an event; a muxer's rounding is allowed for. */
const keyframeGapSeconds = 2.1;
/** Two pictures a second, less half a picture at 25 a second. */
const pictureGapSeconds = 0.48;
const analysisWidth = 320;
const widestStill = 1280;
/** A recording that breaks off earlier shows nothing worth judging. */
const leastSeconds = 2;

/** A recording with what its pictures are decoded by and copied into, one at a time. */
interface Recording {
  readonly track: PictureTrack;
  readonly decoder: PictureDecoder;
  readonly scratch: Scratch;
}

/** Opens a recording. Throws `Rejected`, saying why in a sentence, for anything without a picture to look at. */
export async function openClip(source: ClipSource): Promise<OpenClip> {
  const track = await openContainer(source);
  const warnings: string[] = [];
  const recording = { track, decoder: new PictureDecoder(track.config), scratch: new Scratch() };
  return {
    seconds: track.endSeconds - track.startSeconds,
    width: track.width,
    height: track.height,
    codec: track.config.codec,
    container: track.container,
    warnings,
    frames: () => frames(recording, warnings),
    stills: (atSeconds, parts, hide) => stills(recording, atSeconds, parts, hide),
    close: () => {
      recording.decoder.close();
      track.close();
    },
  };
}

async function* frames(recording: Recording, warnings: string[]): AsyncGenerator<Frame> {
  const { track, decoder } = recording;
  const seconds = track.endSeconds - track.startSeconds;
  // Containers say 1.99 for two.
  if (Math.round(seconds) < leastSeconds) {
    throw new Rejected(`The recording lasts only ${seconds.toFixed(1)} seconds: too little to judge.`);
  }
  let dueSeconds = Number.NEGATIVE_INFINITY;
  let seenSeconds = 0;
  const isDue = (timeSeconds: number): boolean => {
    seenSeconds = Math.max(seenSeconds, timeSeconds - track.startSeconds);
    if (timeSeconds < dueSeconds) return false;
    dueSeconds = timeSeconds + pictureGapSeconds;
    return true;
  };
  let broken: Damaged | undefined;
  try {
    yield* decoder.decoded(chosenGroups(track), isDue, (shown) => analysisFrame(shown, recording));
  } catch (cause) {
    if (!(cause instanceof Damaged)) throw cause;
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

/** Lone keyframes where they follow each other closely, whole groups of pictures where they do not. */
async function* chosenGroups(track: PictureTrack): AsyncGenerator<Group> {
  let key = await track.packets.first();
  let lastSeconds = Number.NEGATIVE_INFINITY;
  while (key !== null) {
    const next: EncodedPacket | null = await track.packets.nextKey(key);
    const untilSeconds = next?.timestamp ?? track.endSeconds;
    if (untilSeconds - key.timestamp > keyframeGapSeconds) {
      yield group(track, key, next === null ? Number.POSITIVE_INFINITY : next.sequenceNumber - 1);
      lastSeconds = untilSeconds - pictureGapSeconds;
    } else if (key.timestamp - lastSeconds >= pictureGapSeconds) {
      yield group(track, key, key.sequenceNumber);
      lastSeconds = key.timestamp;
    }
    key = next;
  }
}

/** Packets in decoding order from a keyframe up to and with a place in that order. */
async function* group(track: PictureTrack, key: EncodedPacket, lastNumber: number): Group {
  let packet = await track.packets.keyAt(key.timestamp);
  while (packet !== null && packet.sequenceNumber <= lastNumber) {
    // What is shown before its keyframe rests on pictures before that, too, which are not there.
    if (packet.timestamp >= key.timestamp) yield packet;
    if (packet.sequenceNumber === lastNumber) return;
    packet = await track.packets.next(packet);
  }
}

async function analysisFrame({ picture, timeSeconds }: Shown, { track, scratch }: Recording): Promise<Frame> {
  const planes = await planesOf(picture, wholeOf(picture), scratch);
  const width = Math.min(track.width, analysisWidth);
  const height = Math.max(1, Math.round((track.height * width) / track.width));
  return {
    atSeconds: Math.max(0, timeSeconds - track.startSeconds),
    luma: await scaled(planes.luma, { width, height, turnDegrees: track.turnDegrees }),
    width,
    height,
    colour: colourOf(planes),
  };
}

async function stills(
  recording: Recording,
  atSeconds: number,
  parts: readonly Box[],
  hide: readonly Polygon[],
): Promise<Still[]> {
  const { track, decoder } = recording;
  const wanted = await packetsFor(track, atSeconds);
  const made: Still[] = [];
  if (wanted !== undefined) {
    const { key, target } = wanted;
    const isTarget = (timeSeconds: number) => timeSeconds === target.timestamp;
    const packets = only(group(track, key, target.sequenceNumber));
    const look = async (shown: Shown) => {
      for (const shows of parts) made.push(await stillOf(shown, recording, shows, hide));
    };
    try {
      // To its end, though there is but one picture, so that the decoder can be used again.
      for await (const _ of decoder.decoded(packets, isTarget, look));
    } catch (cause) {
      if (!(cause instanceof Damaged) || made.length === 0) throw cause;
    }
  }
  if (made.length > 0) return made;
  throw new Rejected(`The recording has no readable picture at ${atSeconds.toFixed(1)} s.`);
}

async function* only(group: Group): AsyncGenerator<Group> {
  yield group;
}

/** The picture to show for a time of the container, and the keyframe that it rests on, perhaps itself. */
async function packetsFor({ packets, startSeconds, endSeconds }: PictureTrack, atSeconds: number) {
  // A microsecond on, as the sum may come out a little short of the picture that it is meant for.
  const timeSeconds = startSeconds + Math.max(0, atSeconds) + 1e-6;
  const target = await packets.at(timeSeconds);
  const key = await packets.keyAt(timeSeconds);
  if (target === null || key === null) return undefined;
  const next = await packets.nextKey(key);
  const untilSeconds = next?.timestamp ?? endSeconds;
  if (untilSeconds - key.timestamp > keyframeGapSeconds) return { key, target };
  const isNextNearer = next !== null && next.timestamp - timeSeconds < timeSeconds - key.timestamp - 2e-3;
  const nearest = isNextNearer ? next : key;
  return { key: nearest, target: nearest };
}

async function stillOf(
  { picture, timeSeconds }: Shown,
  { track, scratch }: Recording,
  shows: Box,
  hide: readonly Polygon[],
): Promise<Still> {
  const { turnDegrees } = track;
  const whole = wholeOf(picture);
  const part = partOf(shows, whole, turnDegrees);
  const planes = await planesOf(picture, part, scratch);
  const inPart = ({ x, y }: Point) => ({
    x: (x * whole.width - part.left) / part.width,
    y: (y * whole.height - part.top) / part.height,
  });
  // Before anything is scaled: a pixel at the edge would keep a little of what is hidden.
  blacken(
    planes,
    hide.map((polygon) => polygon.map((point) => inPart(turnedBack(point, turnDegrees)))),
  );
  const isShown = shownBy(part, whole, turnDegrees);
  const [across, down] = [track.width * isShown.width, track.height * isShown.height];
  const width = Math.max(1, Math.round(Math.min(widestStill, across)));
  const height = Math.max(1, Math.round((down * width) / across));
  const rgb = await rgbOf(planes, { width, height, turnDegrees });
  return { atSeconds: Math.max(0, timeSeconds - track.startSeconds), rgb, width, height, shows: isShown };
}
