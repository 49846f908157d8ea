/** What a file is that no recording is read from, as people call it. */
export interface FileKind {
  readonly name: string;
  /** Whether it may hold moving pictures, so that its owner only has to send them in another container. */
  readonly isRecording: boolean;
}

/** So many bytes from a file's start tell its kind. */
export const kindBytes = 512;

/** Bytes at a place in the file, as Latin-1 text. */
type Mark = readonly [at: number, text: string];

/**
 * The marks that formats begin with, from each format's specification; those of Dahua's and Hikvision's recorders,
 * which have none, are what their exports begin with.
 */
const recordings: Record<string, readonly (readonly Mark[])[]> = {
  AVI: [
    [
      [0, 'RIFF'],
      [8, 'AVI '],
    ],
  ],
  FLV: [[[0, 'FLV\x01']]],
  WMV: [[[0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']]],
  Ogg: [[[0, 'OggS']]],
  'MPEG program stream': [[[0, '\x00\x00\x01\xba']]],
  'MPEG video': [[[0, '\x00\x00\x01\xb3']]],
  'raw H.264': [[[0, '\x00\x00\x00\x01\x67']], [[0, '\x00\x00\x01\x67']], [[0, '\x00\x00\x00\x01\x09']]],
  'raw H.265': [[[0, '\x00\x00\x00\x01\x40']], [[0, '\x00\x00\x01\x40']], [[0, '\x00\x00\x00\x01\x46']]],
  'Dahua DAV': [[[0, 'DHAV']]],
  'Hikvision recording': [[[0, 'IMKH']]],
  RealMedia: [[[0, '.RMF']]],
  MXF: [[[0, '\x06\x0e\x2b\x34']]],
};
const others: Record<string, readonly (readonly Mark[])[]> = {
  WAV: [
    [
      [0, 'RIFF'],
      [8, 'WAVE'],
    ],
  ],
  MP3: [[[0, 'ID3']], [[0, '\xff\xfb']], [[0, '\xff\xf3']], [[0, '\xff\xf2']]],
  'AAC sound': [[[0, '\xff\xf1']], [[0, '\xff\xf9']]],
  FLAC: [[[0, 'fLaC']]],
  JPEG: [[[0, '\xff\xd8\xff']]],
  PNG: [[[0, '\x89PNG']]],
  GIF: [[[0, 'GIF8']]],
  WebP: [
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
  'HEIF picture': [[[4, 'ftyphei']], [[4, 'ftypmif1']], [[4, 'ftypmsf1']], [[4, 'ftypavif']]],
  PDF: [[[0, '%PDF']]],
  ZIP: [[[0, 'PK\x03\x04']], [[0, 'PK\x05\x06']]],
  '7-Zip': [[[0, '7z\xbc\xaf']]],
  RAR: [[[0, 'Rar!']]],
  GZIP: [[[0, '\x1f\x8b']]],
};

/** The kind of a file whose first bytes are these, up to {@link kindBytes}; none where they say nothing. */
export function fileKind(first: Uint8Array): FileKind | undefined {
  const text = Buffer.from(first).toString('latin1');
  const isMarked = (marks: readonly Mark[]) => marks.every(([at, mark]) => text.startsWith(mark, at));
  const marked = (table: typeof recordings) =>
    Object.entries(table).find(([, ways]) => ways.some(isMarked))?.[0];
  // WebM is Matroska by its bytes and says what it is a little later.
  if (text.startsWith('\x1a\x45\xdf\xa3')) {
    return { name: text.includes('webm') ? 'WebM' : 'Matroska of another version', isRecording: true };
  }
  const recording = marked(recordings);
  if (recording !== undefined) return { name: recording, isRecording: true };
  const name = marked(others) ?? textKind(text);
  return name === undefined ? undefined : { name, isRecording: false };
}

function textKind(text: string): string | undefined {
  const start = text
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('#extm3u')) return 'HLS playlist';
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'HTML';
  if (start.startsWith('<?xml')) return 'XML';
  // Control characters other than tab, line feed, form feed and carriage return are in no text.
  return /^[\t\n\f\r\x20-\x7e\x80-\xff]+$/.test(text) ? 'text' : undefined;
}
