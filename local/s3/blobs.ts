import { randomUUID } from 'node:crypto';
import { constants, createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The files that hold objects' bytes, each under a name of its own that is never used again. */
export class Blobs {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** The path of a new file. Its bytes belong to nobody until an index names it. */
  newPath(): string {
    return join(this.folder, randomUUID());
  }

  /** The name under which an index keeps a file of {@link newPath}. */
  nameOf(path: string): string {
    return basename(path);
  }

  /** Bytes `start` to `end`, both included, or all. Opened when it returns: a removal meanwhile does not take them. */
  async read(name: string, sizeBytes: number, range?: { start: number; end: number }): Promise<Readable> {
    if (sizeBytes === 0) return Readable.from([]);
    const handle = await open(join(this.folder, name));
    return handle.createReadStream(range);
  }

  /** A copy in a new file; its path. */
  async copy(name: string): Promise<string> {
    const path = this.newPath();
    await copyFile(join(this.folder, name), path, constants.COPYFILE_FICLONE);
    return path;
  }

  /** The files' bytes one after the other in a new file; its path. */
  async join(names: readonly string[]): Promise<string> {
    const path = this.newPath();
    const folder = this.folder;
    const handle = await open(path, 'wx');
    await pipeline(async function* () {
      for (const name of names) yield* createReadStream(join(folder, name));
    }, handle.createWriteStream());
    return path;
  }

  async remove(...names: (string | null | undefined)[]): Promise<void> {
    await Promise.all(
      names.filter((name) => name != null).map((name) => rm(join(this.folder, name), { force: true })),
    );
  }

  /** Removes what an upload that a kill cut off has left: every file that is not named. */
  removeAllBut(named: ReadonlySet<string>): void {
    for (const name of readdirSync(this.folder)) if (!named.has(name)) rmSync(join(this.folder, name));
  }
}
