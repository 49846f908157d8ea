import S3Error from '@20minutes/s3rver/lib/models/error.js';

// Longer than any chunk header or trailer line that a client sends.
const longestLineBytes = 4096;

/**
 * Takes the `aws-chunked` coding off a body: chunks of `SIZE[;chunk-signature=…]\r\n DATA \r\n`, a chunk of size 0, then
 * trailers, which are told by name in lower case. Chunk signatures are not checked. Throws S3's `IncompleteBody` when
 * the body ends before its last chunk. Source: Amazon S3 API Reference, "Signature calculations for trailing headers".
 */
export async function* withoutAwsChunks(
  body: AsyncIterable<Uint8Array>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Uint8Array> {
  const bytes = new Unread(body);
  for (;;) {
    const size = Number.parseInt(((await bytes.line()) ?? '').split(';')[0] ?? '', 16);
    if (!Number.isInteger(size) || size < 0) throw incomplete();
    if (size === 0) break;
    yield* bytes.take(size);
    if ((await bytes.line()) !== '') throw incomplete();
  }
  for (let line = await bytes.line(); line !== undefined; line = await bytes.line()) {
    const colon = line.indexOf(':');
    if (colon > 0) onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The request body terminated unexpectedly.');
}

class Unread {
  private readonly body: AsyncIterator<Uint8Array>;
  private rest = Buffer.alloc(0);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.body = body[Symbol.asyncIterator]();
  }

  private async more(): Promise<boolean> {
    const next = await this.body.next();
    if (next.done === true) return false;
    this.rest = this.rest.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.rest, next.value]);
    return true;
  }

  /** The next line without its end; undefined when nothing is left. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.rest.indexOf('\n');
      if (end >= 0) {
        const line = this.rest.toString('latin1', 0, end).replace(/\r$/, '');
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      if (this.rest.length > longestLineBytes) throw incomplete();
      if (!(await this.more())) {
        const last = this.rest.toString('latin1');
        this.rest = Buffer.alloc(0);
        return last === '' ? undefined : last;
      }
    }
  }

  async *take(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (this.rest.length === 0 && !(await this.more())) throw incomplete();
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
