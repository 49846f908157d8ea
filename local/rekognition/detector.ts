import { z } from 'zod';
import { FoundObject, type LookOrder } from './detector-messages.ts';
import type { Picture } from './picture.ts';
import { pictureThread } from './picture-thread.ts';

/** Finds everyday things in pictures. */
export interface Detector {
  /**
   * The things in a picture whose score (0 to 1) reaches `lowestScore`, best first.
   * The first call loads the model, about half a second.
   * @throws Error when the detector's thread fails; the next call starts a new one
   */
  look(picture: Picture, lowestScore: number): Promise<FoundObject[]>;
  /** Ends the thread; calls under way are refused. */
  close(): Promise<void>;
}

/** COCO-SSD (80 classes) in a thread of its own, which starts with the first picture. */
export function cocoDetector(): Detector {
  const script = new URL('./detector-thread.ts', import.meta.url);
  const thread = pictureThread<LookOrder, FoundObject[]>(script, z.array(FoundObject), 'The detector');
  return {
    look: (picture, lowestScore) => thread.ask({ ...picture, lowestScore }),
    close: () => thread.close(),
  };
}
