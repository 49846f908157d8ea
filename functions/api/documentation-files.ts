import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { getMimeType } from 'hono/utils/mime';

/** A file of the documentation page, ready to be sent. */
export interface DocumentationFile {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The files beside the function that the documentation page is made of. */
export class DocumentationFiles {
  readonly #folder: URL;
  // Names are looked up here and never made into a path before, so that none leads out of the folder.
  readonly #names: ReadonlySet<string>;

  /** Looks once into the folder; one that is not there holds no files. */
  constructor(folder: URL) {
    this.#folder = folder;
    this.#names = new Set(filesIn(folder));
  }

  /** The file of this name, or undefined when the folder holds none, or none of a type that pages are made of. */
  async file(name: string): Promise<DocumentationFile | undefined> {
    const contentType = getMimeType(name);
    if (!this.#names.has(name) || contentType === undefined) return undefined;
    return { contentType, bytes: new Uint8Array(await readFile(new URL(name, this.#folder))) };
  }
}

function filesIn(folder: URL): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    // Without its files the page still says where the OpenAPI document is.
    return [];
  }
}
