import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DetectLabelsCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from '@napi-rs/webcodecs';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rekognition, startRekognition } from '../../../../local/rekognition/rekognition.ts';

const clip = fileURLToPath(new URL('../../../../../shared/clips/real/pavement-bag.mp4', import.meta.url));
if (!existsSync(clip)) console.log('The recordings are not on this machine: no real still is looked at.');

/** The last keyframe at or before a time, as a JPEG. */
async function stillFrom(file: string, atSeconds: number): Promise<Buffer> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const settings = await track?.getDecoderConfig();
  const packet = track && (await new EncodedPacketSink(track).getKeyPacket(atSeconds));
  if (!settings || !packet) throw new Error(`${file} has no picture at ${atSeconds} s.`);
  const picture = Promise.withResolvers<VideoFrame>();
  const decoder = new VideoDecoder({ output: picture.resolve, error: picture.reject });
  decoder.configure({
    codec: settings.codec,
    ...(settings.description === undefined ? {} : { description: settings.description }),
  });
  decoder.decode(
    new EncodedVideoChunk({ type: 'key', timestamp: packet.microsecondTimestamp, data: packet.data }),
  );
  await decoder.flush();
  const frame = await picture.promise;
  const rgba = new Uint8Array(frame.allocationSize({ format: 'RGBA' }));
  await frame.copyTo(rgba, { format: 'RGBA' });
  const still = sharp(rgba, { raw: { width: frame.codedWidth, height: frame.codedHeight, channels: 4 } });
  frame.close();
  decoder.close();
  return still.jpeg().toBuffer();
}

describe.skipIf(!existsSync(clip))('a still of a person on a pavement', () => {
  let rekognition: Rekognition;

  beforeAll(async () => {
    rekognition = await startRekognition({ s3: { endpoint: 'http://127.0.0.1:9' } });
  });
  afterAll(() => rekognition.close());

  it('is labelled Person, with a box where the person walks', async () => {
    const client = new RekognitionClient({
      endpoint: rekognition.endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const Bytes = await stillFrom(clip, 18);
    const answer = await client.send(new DetectLabelsCommand({ Image: { Bytes } }));
    client.destroy();
    const person = answer.Labels?.find(({ Name }) => Name === 'Person');
    expect(person?.Confidence).toBeGreaterThan(55);
    const box = person?.Instances?.[0]?.BoundingBox;
    expect((box?.Left ?? 0) + (box?.Width ?? 0) / 2).toBeCloseTo(0.62, 1);
    expect((box?.Top ?? 0) + (box?.Height ?? 0) / 2).toBeCloseTo(0.61, 1);
  });
});
