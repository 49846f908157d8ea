import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLES = join(PROJECT, '.cache/bundles');

/** What goes into a function's asset beside its own code. */
export interface BundleContents {
  /** Packages with native binaries. They are copied with all they need, because ES module imports do not see layers. */
  readonly nativePackages?: readonly string[];
  /** Files of installed packages, and the folder of the asset that they go into. */
  readonly files?: readonly { readonly from: string; readonly into: string }[];
}

// Several packages under the AWS SDK are CommonJS and ask for `require`, which an ES module does not have by itself.
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles `functions/{name}/handler.ts` into a folder that Lambda can run: one minified ES module, and its native
 * packages as they are installed on this machine. Returns the folder, which is the caller's to remove: each has its own,
 * because several may synthesise at once.
 */
export function bundle(name: string, { nativePackages = [], files = [] }: BundleContents): string {
  mkdirSync(BUNDLES, { recursive: true });
  const folder = mkdtempSync(join(BUNDLES, `${name}-`));
  buildSync({
    entryPoints: [join(PROJECT, 'functions', name, 'handler.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    // An error's name is part of what the log says.
    keepNames: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    external: [...nativePackages],
    logLevel: 'error',
  });
  for (const packageName of nativePackages) copyPackage(packageName, PROJECT, folder, new Set());
  for (const { from, into } of files) {
    mkdirSync(join(folder, into), { recursive: true });
    cpSync(join(PROJECT, 'node_modules', from), join(folder, into, from.split('/').at(-1) ?? from));
  }
  return folder;
}

/** Copies a package and what it depends on, as far as it is installed (another platform's binaries are not). */
function copyPackage(name: string, from: string, into: string, copied: Set<string>): void {
  if (copied.has(name)) return;
  const source = installedAt(name, from);
  if (source === undefined) return;
  copied.add(name);
  cpSync(source, join(into, 'node_modules', name), { recursive: true, dereference: true });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(source, 'package.json'), 'utf8'),
  );
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
    copyPackage(needed, source, into, copied);
  }
}

function installedAt(name: string, from: string): string | undefined {
  const folders = createRequire(join(realpathSync(from), 'package.json')).resolve.paths(name) ?? [];
  const found = folders
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
  return found === undefined ? undefined : dirname(join(found, 'package.json'));
}
