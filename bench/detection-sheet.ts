import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box } from '../shared/clips/recording/picture.ts';
import type { ClipStill } from '../shared/clips/recording/stills.ts';
import type { ScoredClip } from './detection-clip.ts';

const thumbWidth = 320;

const style = `
body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color:#0b0c0c}
nav a{margin-right:1rem}section{border-top:1px solid #b1b4b6;margin-top:1.5rem}
h2{font-size:1rem;margin:.75rem 0 0}p{margin:.25rem 0}
div{display:flex;gap:.5rem;flex-wrap:wrap}figure{margin:0}img{height:180px}figcaption{font-size:.8rem}
.hit{color:#00703c}.miss,.false-flag,.wrong-place{color:#d4351c}.found{color:#d4351c}.labelled{color:#00703c}`;

/**
 * Writes one HTML file to look at: of every clip the pictures before, at the drop, after and of the thing, with the
 * found box in red and the labelled one in green; what went wrong comes first. It needs nothing beside it.
 */
export async function writeSheet(file: string, clips: readonly ScoredClip[]): Promise<void> {
  const isWrong = ({ score }: ScoredClip) => ['miss', 'wrong place', 'false flag'].includes(score.outcome);
  const sections: string[] = [];
  const wrong = clips.filter(isWrong);
  for (const clip of [...wrong, ...clips.filter((each) => !isWrong(each))]) {
    sections.push(await section(clip));
  }
  await writeFile(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Detection contact sheet</title><style>${style}</style>
<h1>Detection contact sheet</h1><p>${clips.length} clips, ${wrong.length} of them wrong${wrong.length === 0 ? '' : ': they come first'}.
<span class="found">Red: found.</span> <span class="labelled">Green: labelled.</span></p>
${sections.join('\n')}</html>\n`,
  );
}

async function section(clip: ScoredClip): Promise<string> {
  const { row, score, label, pictures } = clip;
  const figures: string[] = [];
  for (const picture of pictures) figures.push(await figure(picture, clip));
  const happens = label === undefined ? '' : ` — ${[label.plot, ...label.conditions].join(', ')}`;
  const sure = row.confidence === 0 ? '' : `confidence ${row.confidence.toFixed(2)}: `;
  return `<section><h2>${escaped(row.file)} <span class="${score.outcome.replaceAll(' ', '-')}">${score.outcome}</span>${escaped(happens)}</h2>
<p>${sure}${escaped(row.reasons.join(', '))}</p><div>${figures.join('')}</div></section>`;
}

async function figure(picture: ClipStill, { row, label }: ScoredClip): Promise<string> {
  const height = Math.max(1, Math.round((picture.height * thumbWidth) / picture.width));
  const marks = [
    mark(label?.deposit?.box ?? null, '#00ff00', picture.shows, height),
    mark(row.box, '#ff0000', picture.shows, height),
  ];
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${thumbWidth}" height="${height}">${marks.join('')}</svg>`;
  const jpeg = await sharp(picture.jpeg)
    .resize({ width: thumbWidth, height, fit: 'fill' })
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg({ quality: 75 })
    .toBuffer();
  const caption = `${picture.name}, ${picture.atSeconds.toFixed(1)} s`;
  return `<figure><img alt="${caption}" src="data:image/jpeg;base64,${jpeg.toString('base64')}"><figcaption>${caption}</figcaption></figure>`;
}

function mark(box: Box | null, colour: string, shows: Box, height: number): string {
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
