import { z } from 'zod';
import type { Picture } from './picture.ts';
import { pictureThread } from './picture-thread.ts';
import { FoundLine, type ReadOrder } from './reader-messages.ts';

/** Reads text in pictures. */
export interface Reader {
  /**
   * The lines of text in a picture, from top to bottom as far as it can tell. The first call loads the model, about
   * half a second.
   * @throws Error when the reader's thread fails; the next call starts a new one
   */
  read(picture: Picture): Promise<FoundLine[]>;
  /** Ends the thread; calls under way are refused. */
  close(): Promise<void>;
}

/** Tesseract with its English model in a thread of its own, which starts with the first picture. */
export function tesseractReader(): Reader {
  const script = new URL('./reader-thread.ts', import.meta.url);
  const thread = pictureThread<ReadOrder, FoundLine[]>(script, z.array(FoundLine), 'The reader');
  return { read: (picture) => thread.ask(picture), close: () => thread.close() };
}
