import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type PictureThread, pictureThread } from '../../../../local/rekognition/picture-thread.ts';

// Says of each order how many it has had; fails or falls over when it is told to.
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let had = 0;
    parentPort.on('message', ({ number, say }) => {
      if (say === 'fall over') throw new Error('out of memory');
      if (say === 'nothing') return;
      had += 1;
      parentPort.postMessage(say === 'fail' ? { number, failure: 'no such picture' } : { number, answer: had });
    });
  `)}`,
);

let thread: PictureThread<{ say: string }, number>;
afterEach(() => thread.close());

const started = () => pictureThread<{ say: string }, number>(script, z.number(), 'The counter');

describe('a thread that looks at pictures', () => {
  it('answers each order, one thread for all of them', async () => {
    thread = started();
    const answers = await Promise.all([thread.ask({ say: 'one' }), thread.ask({ say: 'two' })]);
    expect(answers).toEqual([1, 2]);
  });

  it('says why it failed at one picture and takes the next', async () => {
    thread = started();
    await expect(thread.ask({ say: 'fail' })).rejects.toThrow('The counter failed: no such picture');
    expect(await thread.ask({ say: 'again' })).toBe(2);
  });

  it('refuses everybody who waits when it falls over, and another starts with the next order', async () => {
    thread = started();
    const waiting = expect(thread.ask({ say: 'nothing' })).rejects.toThrow('The counter’s thread failed.');
    await expect(thread.ask({ say: 'fall over' })).rejects.toMatchObject({
      cause: expect.objectContaining({ message: 'out of memory' }),
    });
    await waiting;
    expect(await thread.ask({ say: 'afresh' })).toBe(1);
  });

  it('refuses who waits when it is closed', async () => {
    thread = started();
    const waiting = expect(thread.ask({ say: 'nothing' })).rejects.toThrow('The counter has been closed.');
    await thread.close();
    await waiting;
  });
});
