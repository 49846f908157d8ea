const BY_CODE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space, then start again. Nothing that was accepted is lost.',
  EACCES: 'This folder or file may not be written by you',
  EPERM: 'This folder or file may not be written by you',
  EROFS: 'This folder lies on a disk that can only be read',
  ENOENT: 'There is no such file or folder',
  ENOTDIR: 'A file stands where a folder is needed',
  EADDRINUSE:
    'A port that Estatewatch needs is in use: end the other program, or start with `npm start -- --port 5500`',
};

/** What went wrong, as one sentence for the person at the terminal. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = BY_CODE[code];
  if (known === undefined) return error.message;
  const path = 'path' in error && typeof error.path === 'string' ? `: ${error.path}` : '';
  return `${known}${path}`;
}
