import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { DetectLabelsRequest, type Label, labelsOf } from './detect-labels.ts';
import { cocoDetector, type Detector } from './detector.ts';
import { readPicture } from './picture.ts';
import { RekognitionError } from './rekognition-error.ts';

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

const mebibyte = 1024 * 1024;
// Amazon's quotas: 5 MB as bytes, 15 MB as an S3 object.
const mostInlineBytes = 5 * mebibyte;
const mostStoredBytes = 15 * mebibyte;
// Base64 makes four characters of three bytes; the rest of a request is small.
const mostRequestBytes = 8 * mebibyte;

// Below this COCO-SSD's guesses are noise: a lamp post scored 0.29 as a cow.
const lowestScore = 0.2;

const labelModelVersion = 'coco-ssd-lite-mobilenet-v2';
const protocol = 'application/x-amz-json-1.1';

function tooLarge(limit: string): RekognitionError {
  return new RekognitionError('ImageTooLargeException', `The picture is larger than ${limit}.`);
}

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

async function pictureBytes(image: DetectLabelsRequest['Image'], s3: S3Client): Promise<Uint8Array> {
  if (image.Bytes !== undefined) {
    const bytes = Buffer.from(image.Bytes, 'base64');
    if (bytes.length > mostInlineBytes) throw tooLarge('5 MB');
    return bytes;
  }
  try {
    const stored = await s3.send(
      new GetObjectCommand({
        Bucket: image.S3Object?.Bucket,
        Key: image.S3Object?.Name,
        ...(image.S3Object?.Version === undefined ? {} : { VersionId: image.S3Object.Version }),
      }),
    );
    if ((stored.ContentLength ?? 0) > mostStoredBytes) throw tooLarge('15 MB');
    return (await stored.Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    if (!(cause instanceof S3ServiceException)) throw cause;
    throw new RekognitionError(
      'InvalidS3ObjectException',
      'Unable to get object metadata from S3. Check object key, region and/or access permissions.',
      { cause },
    );
  }
}

async function detectLabels(body: string, s3: S3Client, detector: Detector) {
  const parsed = z.preprocess(parseJson, DetectLabelsRequest).safeParse(body);
  if (!parsed.success) {
    throw new RekognitionError(
      'InvalidParameterException',
      `Request has invalid parameters: ${z.prettifyError(parsed.error)}`,
    );
  }
  const picture = await readPicture(await pictureBytes(parsed.data.Image, s3));
  const objects = await detector.look(picture, Math.max(lowestScore, parsed.data.MinConfidence / 100));
  const Labels: Label[] = labelsOf(objects, picture, parsed.data);
  return { Labels, LabelModelVersion: labelModelVersion };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/**
 * Stands where Amazon Rekognition stands, for the AWS SDK: DetectLabels over the JSON 1.1 protocol, answered by
 * COCO-SSD. Other operations are refused by name. The model loads with the first picture.
 * @throws CannotRunHere when the port belongs to another program
 */
export async function startRekognition({ port = 0, s3 }: RekognitionOptions): Promise<Rekognition> {
  const store = new S3Client({
    endpoint: s3.endpoint,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: s3.accessKeyId ?? 'local', secretAccessKey: s3.secretAccessKey ?? 'local' },
  });
  const detector = cocoDetector();

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = await readBody(request);
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^RekognitionService\./, '');
    if (operation !== 'DetectLabels') {
      throw new RekognitionError(
        'UnknownOperationException',
        `${operation === '' ? 'A request without an operation' : operation} is not answered on one machine; DetectLabels is.`,
      );
    }
    return detectLabels(body, store, detector);
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
      await detector.close();
      store.destroy();
    },
  };
}
