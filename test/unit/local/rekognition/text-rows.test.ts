import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type GreyPicture, isSamePlace, textRows } from '../../../../local/rekognition/text-rows.ts';

const widthPixels = 480;
const heightPixels = 320;

async function drawn(things: string): Promise<GreyPicture> {
  const frame = `<rect width="${widthPixels}" height="${heightPixels}" fill="#778"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPixels}" height="${heightPixels}">${frame}${things}</svg>`;
  const grey = await sharp(Buffer.from(svg)).removeAlpha().toColourspace('b-w').raw().toBuffer();
  return { grey, widthPixels, heightPixels };
}

const plate = `<rect x="150" y="200" width="140" height="30" fill="#fc0"/>
  <text x="220" y="224" text-anchor="middle" font-family="sans-serif" font-weight="bold" font-size="26"
    textLength="126" lengthAdjust="spacingAndGlyphs">AB12 CDE</text>`;
const brick = (x: number, y: number) => `<rect x="${x}" y="${y}" width="36" height="12" fill="#955"/>`;
const wall = Array.from({ length: 7 * 12 }, (_, n) => brick((n % 12) * 40, Math.floor(n / 12) * 16)).join('');

describe('rows that may be text', () => {
  it.each([
    ['on a plain ground', ''],
    ['below a brick wall', wall],
  ])('are where a plate is, from its first character to its last, %s', async (_where, ground) => {
    const [row] = textRows(await drawn(ground + plate));
    const { leftPixels = 0, topPixels = 0, widthPixels: across = 0, heightPixels: down = 0 } = row ?? {};
    expect(leftPixels).toBeLessThanOrEqual(165);
    expect(leftPixels + across).toBeGreaterThanOrEqual(275);
    expect(across).toBeLessThan(240);
    expect(Math.abs(topPixels + down / 2 - 215)).toBeLessThan(10);
  });

  it('are none on a plain ground, nor along the edge of a kerb or a lamp post', async () => {
    const kerb = '<rect y="240" width="480" height="80" fill="#ccc"/>';
    const post = '<rect x="200" width="14" height="320" fill="#222"/>';
    expect(textRows(await drawn(''))).toEqual([]);
    expect(textRows(await drawn(kerb + post))).toEqual([]);
  });

  it('are eight at most, and none lies on another', async () => {
    const plates = Array.from({ length: 10 }, (_, n) => {
      const [x, y] = [(n % 2) * 240 - 120, Math.floor(n / 2) * 62 - 195];
      return `<g transform="translate(${x} ${y})">${plate}</g>`;
    });
    const rows = textRows(await drawn(plates.join('')));
    expect(rows).toHaveLength(8);
    for (const row of rows) expect(rows.filter((other) => isSamePlace(row, other))).toEqual([row]);
  });
});
