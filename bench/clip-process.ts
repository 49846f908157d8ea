// What one clip costs, measured in a process of its own. Arguments: `analyse` or `analyse-and-decode`, and a file.
// Prints one line of JSON, a `ClipCost`.
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { EncodedVideoChunk, VideoDecoder } from '@napi-rs/webcodecs';
import { analyse } from '../shared/clips/analysis.ts';
import type { Label } from '../shared/clips/labels/labels.ts';
import { openContainer } from '../shared/clips/recording/container.ts';
import type { ClipCost } from './clip-cost.ts';

const mostWaiting = 4;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function analysed(file: string): Promise<ClipCost> {
  const calls = { labels: 0, text: 0 };
  // Sees a car beside whatever it is at the drop, so that the dearest way is taken: its plate is read too.
  const car = { left: 0.25, top: 0.5, width: 0.25, height: 0.4, confidence: 95 };
  const beside: Label = { name: 'Car', confidence: 95, parents: ['Vehicle'], aliases: [], boxes: [car] };
  const began = cpuSeconds();
  const { verdict, clip } = await analyse(file, {
    detectLabels: async () => (++calls.labels === 2 ? [beside] : []),
    readText: async () => {
      calls.text++;
      return [];
    },
  });
  const analysisSeconds = cpuSeconds() - began;
  const peakBytes = await mostHeldBytes();
  const { seconds, width, height } = clip;
  return { analysisSeconds, peakBytes, calls, flagged: verdict.flagged, seconds, width, height };
}

/** The most memory that this process held so far. What `resourceUsage` says begins with what its parent held. */
async function mostHeldBytes(): Promise<number> {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('This system does not say how much memory was held.');
  return Number(kilobytes) * 1024;
}

/** Every picture decoded and let go of, with the decoder and the settings that the product has, and nothing else. */
async function decodeAll(file: string): Promise<number> {
  const track = await openContainer(file);
  const began = cpuSeconds();
  let failure: Error | undefined;
  const decoder = new VideoDecoder({
    output: (picture) => picture.close(),
    error: (cause) => {
      failure = cause;
    },
  });
  decoder.configure({ ...track.config, hardwareAcceleration: 'prefer-software', optimizeForLatency: true });
  let packet = await track.packets.keyAt(track.startSeconds);
  while (packet !== null && failure === undefined) {
    const { type, microsecondTimestamp: timestamp, data } = packet;
    decoder.decode(new EncodedVideoChunk({ type, timestamp, data }));
    do await setImmediate();
    while (decoder.decodeQueueSize > mostWaiting);
    packet = await track.packets.next(packet);
  }
  await decoder.flush();
  if (failure !== undefined) throw failure;
  const spentSeconds = cpuSeconds() - began;
  decoder.close();
  track.close();
  return spentSeconds;
}

const [, , what, file] = process.argv;
if (file === undefined) throw new Error('Which clip?');
const cost = await analysed(file);
console.log(JSON.stringify(what === 'analyse' ? cost : { ...cost, decodingSeconds: await decodeAll(file) }));
