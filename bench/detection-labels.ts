import { DetectLabelsRequest, labelsOf as stoodInLabels } from '../local/rekognition/detect-labels.ts';
import { cocoDetector } from '../local/rekognition/detector.ts';
import { readPicture } from '../local/rekognition/picture.ts';
import type { DetectLabels } from '../shared/clips/labels/labels.ts';
import { detectLabelsInput, labelsOf } from '../shared/clips/labels/labels-rekognition.ts';

/** The local stand-in for Rekognition, COCO-SSD, asked without a server in between. */
export interface StandIn {
  readonly detectLabels: DetectLabels;
  /** What it has taken so far, of all cores: at Amazon it would cost the function none. */
  readonly cpuSeconds: () => number;
  close(): Promise<void>;
}

/** Starts the stand-in on the first picture. */
export function standIn(): StandIn {
  const detector = cocoDetector();
  let ownSeconds = 0;
  return {
    cpuSeconds: () => ownSeconds,
    close: () => detector.close(),
    async detectLabels(jpeg) {
      const began = cpuSeconds();
      const { Image: _image, ...asked } = detectLabelsInput(jpeg);
      const request = DetectLabelsRequest.parse({
        ...asked,
        Image: { Bytes: Buffer.from(jpeg).toString('base64') },
      });
      const picture = await readPicture(jpeg);
      const found = await detector.look(picture, request.MinConfidence / 100);
      ownSeconds += cpuSeconds() - began;
      return labelsOf(stoodInLabels(found, picture, request));
    },
  };
}

/** Time of all cores that this process has used. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
