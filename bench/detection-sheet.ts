import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box } from '../shared/clips/picture.ts';
import type { ClipStill } from '../shared/clips/stills.ts';

/** One clip on the contact sheet. */
export interface SheetRow {
  readonly file: string;
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly stills: readonly ClipStill[];
  readonly box: Box | null;
  /** Where the label says that the thing lies. */
  readonly labelled: Box | null;
}

const thumbWidth = 320;

/** Writes one HTML file with every clip's stills in it: the found box in red, the labelled one in green. */
export async function writeSheet(file: string, rows: readonly SheetRow[]): Promise<void> {
  const parts: string[] = [];
  for (const row of rows) {
    const pictures = await Promise.all(row.stills.map((still) => thumb(still, row)));
    parts.push(
      `<section><h2>${escaped(row.file)} <small class="${row.outcome.replaceAll(' ', '-')}">${row.outcome}</small></h2>` +
        `<p>${escaped(row.reasons.join(', '))}</p><div>${pictures.join('')}</div></section>`,
    );
  }
  await writeFile(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Detection contact sheet</title><style>
body{font:16px system-ui;margin:2rem}div{display:flex;gap:.5rem;flex-wrap:wrap}figure{margin:0}img{height:180px}
h2{font-size:1rem;margin:1.5rem 0 0}p{margin:.25rem 0}.miss,.false-flag,.wrong-place{color:#d4351c}.hit{color:#00703c}
</style><h1>Detection contact sheet</h1>${parts.join('\n')}</html>\n`,
  );
}

async function thumb(still: ClipStill, { box, labelled }: SheetRow): Promise<string> {
  const height = Math.round((still.height * thumbWidth) / still.width);
  const marks = [mark(labelled, 'lime', still, height), mark(box, 'red', still, height)].join('');
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${thumbWidth}" height="${height}">${marks}</svg>`;
  const jpeg = await sharp(still.jpeg)
    .resize({ width: thumbWidth, height, fit: 'fill' })
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg({ quality: 75 })
    .toBuffer();
  const caption = `${still.name}, ${still.atSeconds.toFixed(1)} s`;
  return `<figure><img alt="${caption}" src="data:image/jpeg;base64,${jpeg.toString('base64')}"><figcaption>${caption}</figcaption></figure>`;
}

function mark(box: Box | null, colour: string, { shows }: ClipStill, height: number): string {
  if (box === null) return '';
  const x = ((box.left - shows.left) / shows.width) * thumbWidth;
  const y = ((box.top - shows.top) / shows.height) * height;
  const across = (box.width / shows.width) * thumbWidth;
  const down = (box.height / shows.height) * height;
  return `<rect x="${x}" y="${y}" width="${across}" height="${down}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
