import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { DetectLabelsRequest, labelsOf } from './detect-labels.ts';
import { DetectTextRequest, textDetectionsOf } from './detect-text.ts';
import { cocoDetector, type Detector } from './detector.ts';
import { readPicture } from './picture.ts';
import { type Reader, tesseractReader } from './reader.ts';
import { RekognitionError } from './rekognition-error.ts';
import { pictureBytes, tooLarge } from './requested-image.ts';

/** Where Rekognition listens, on 127.0.0.1; port 0 or none asks for any free one. */
export interface RekognitionOptions {
  port?: number;
  /** The object store that `S3Object` pictures are fetched from, and the key pair it knows. */
  s3: { endpoint: string; accessKeyId?: string; secretAccessKey?: string };
}

/** The running stand-in. */
export interface Rekognition {
  endpoint: string;
  port: number;
  close(): Promise<void>;
}

// Base64 makes four characters of three bytes; the rest of a request is small.
const mostRequestBytes = 8 * 1024 * 1024;

// Below this COCO-SSD's guesses are noise: a lamp post scored 0.29 as a cow.
const lowestScore = 0.2;

const labelModelVersion = 'coco-ssd-lite-mobilenet-v2';
const textModelVersion = 'tesseract-5.1-eng-4.0.0-best-int';
const protocol = 'application/x-amz-json-1.1';

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Read to the end even when it is too much: an answer before that would break the caller's connection.
  for await (const part of request) {
    const chunk = z.instanceof(Buffer).parse(part);
    bytes += chunk.length;
    if (bytes <= mostRequestBytes) parts.push(chunk);
  }
  if (bytes > mostRequestBytes) throw tooLarge('5 MB');
  return Buffer.concat(parts).toString('utf8');
}

/** What answers the operations: where stored pictures lie, and the engines that look at them. */
interface Engines {
  store: S3Client;
  detector: Detector;
  reader: Reader;
}

const operations: Readonly<Record<string, (body: string, engines: Engines) => Promise<unknown>>> = {
  async DetectLabels(body, { store, detector }) {
    const request = readRequest(body, DetectLabelsRequest);
    const picture = await readPicture(await pictureBytes(request.Image, store));
    const objects = await detector.look(picture, Math.max(lowestScore, request.MinConfidence / 100));
    return { Labels: labelsOf(objects, picture, request), LabelModelVersion: labelModelVersion };
  },
  async DetectText(body, { store, reader }) {
    const request = readRequest(body, DetectTextRequest);
    const picture = await readPicture(await pictureBytes(request.Image, store));
    const lines = await reader.read(picture);
    return { TextDetections: textDetectionsOf(lines, picture, request), TextModelVersion: textModelVersion };
  },
};

function readRequest<Asked>(body: string, schema: z.ZodType<Asked>): Asked {
  const parsed = z.preprocess(parseJson, schema).safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RekognitionError(
    'InvalidParameterException',
    `Request has invalid parameters: ${z.prettifyError(parsed.error)}`,
  );
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/**
 * Stands where Amazon Rekognition stands, for the AWS SDK: over the JSON 1.1 protocol, DetectLabels is answered
 * by COCO-SSD and DetectText by Tesseract. Other operations are refused by name. Each model loads with its first
 * picture.
 * @throws CannotRunHere when the port belongs to another program
 */
export async function startRekognition({ port = 0, s3 }: RekognitionOptions): Promise<Rekognition> {
  const store = new S3Client({
    endpoint: s3.endpoint,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: s3.accessKeyId ?? 'local', secretAccessKey: s3.secretAccessKey ?? 'local' },
  });
  const engines: Engines = { store, detector: cocoDetector(), reader: tesseractReader() };

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = await readBody(request);
    const name = String(request.headers['x-amz-target'] ?? '').replace(/^RekognitionService\./, '');
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) {
      const asked = name === '' ? 'A request without an operation' : name;
      throw new RekognitionError(
        'UnknownOperationException',
        `${asked} is not answered on one machine; ${Object.keys(operations).join(' and ')} are.`,
      );
    }
    return operation(body, engines);
  };

  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': protocol, 'x-amzn-requestid': randomUUID() })
        .end(JSON.stringify(body));
    answer(request).then(
      (result) => reply(200, result),
      (cause: unknown) => {
        const error =
          cause instanceof RekognitionError
            ? cause
            : new RekognitionError('InternalServerError', String(cause), { cause });
        reply(error.status, { __type: error.name, Code: error.name, Message: error.message });
      },
    );
  });

  const listening = await listenOn(server, port, 'Rekognition');
  return {
    endpoint: `http://127.0.0.1:${listening}`,
    port: listening,
    async close() {
      await stopListening(server);
      await Promise.all([engines.detector.close(), engines.reader.close()]);
      store.destroy();
    },
  };
}
