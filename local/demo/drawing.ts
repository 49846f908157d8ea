import sharp from 'sharp';

/** A drawn picture with its transparency: red, green, blue and alpha for each pixel, row by row. */
export interface Drawing {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Renders SVG of the given size in pixels. */
export async function drawn(width: number, height: number, shapes: string): Promise<Drawing> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const rgba = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  // A Buffer's slice() shares its memory; a plain array's copies, as a caller expects.
  return { rgba: new Uint8Array(rgba), width, height };
}

/** Lays a drawing over a picture with its top left corner at a place, which may be outside. */
export function layOver(picture: Drawing, over: Drawing, left: number, top: number): void {
  const fromX = Math.max(0, -left);
  const toX = Math.min(over.width, picture.width - left);
  for (let y = Math.max(0, -top); y < Math.min(over.height, picture.height - top); y++) {
    for (let x = fromX; x < toX; x++) {
      const from = (y * over.width + x) * 4;
      const to = ((top + y) * picture.width + left + x) * 4;
      const alpha = (over.rgba[from + 3] ?? 0) / 255;
      for (let channel = 0; channel < 3; channel++) {
        const under = picture.rgba[to + channel] ?? 0;
        picture.rgba[to + channel] = Math.round(under + ((over.rgba[from + channel] ?? 0) - under) * alpha);
      }
    }
  }
}

/** The same numbers from 0 to 1 for the same seed (mulberry32), so that a drawing is the same every time. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A bin-store yard by day: a brick wall with a bay of wheeled bins, paving, a kerb and a drain. */
export function yard(width: number, height: number): Promise<Drawing> {
  const next = numbers(7);
  const between = (least: number, most: number) => Math.round(least + next() * (most - least));
  const shapes = [`<rect width="${width}" height="${height}" fill="#8b8a86"/>`];
  const wallFoot = Math.round(height * 0.42);
  for (let y = 0; y < wallFoot; y += 10) {
    for (let x = (y / 10) % 2 === 0 ? 0 : -12; x < width; x += 24) {
      const red = between(128, 158);
      shapes.push(
        `<rect x="${x}" y="${y}" width="23" height="9" fill="rgb(${red},${red - 48},${red - 66})"/>`,
      );
    }
  }
  for (let y = wallFoot; y < height; y += 30) {
    for (let x = (y / 30) % 2 === 0 ? 0 : -24; x < width; x += 48) {
      const grey = between(122, 150);
      shapes.push(
        `<rect x="${x}" y="${y}" width="46" height="28" fill="rgb(${grey},${grey - 3},${grey - 8})"/>`,
      );
    }
  }
  shapes.push(
    `<rect x="${width * 0.58}" y="${height * 0.1}" width="${width * 0.36}" height="${height * 0.33}" fill="#4a4640"/>`,
  );
  for (const [index, colour] of ['#2f5d3a', '#3b3f46', '#2f5d3a', '#27456b'].entries()) {
    const x = width * (0.6 + index * 0.083);
    const y = height * 0.2;
    shapes.push(
      `<rect x="${x}" y="${y}" width="${width * 0.07}" height="${height * 0.24}" rx="4" fill="${colour}"/>`,
      `<rect x="${x - 2}" y="${y - 6}" width="${width * 0.07 + 4}" height="10" rx="3" fill="#1f2225"/>`,
      `<circle cx="${x + 8}" cy="${y + height * 0.24}" r="5" fill="#111"/>`,
    );
  }
  shapes.push(
    `<rect y="${wallFoot}" width="${width}" height="6" fill="#6f6a62"/>`,
    `<ellipse cx="${width * 0.24}" cy="${height * 0.8}" rx="34" ry="13" fill="#5c5a57" stroke="#4a4846" stroke-width="3"/>`,
    `<rect x="${width * 0.08}" y="${height * 0.12}" width="56" height="86" fill="#d9d6cc" stroke="#55524c" stroke-width="4"/>`,
  );
  return drawn(width, height, shapes.join(''));
}

/** A person from the side, 84 by 150 pixels, in mid-step or with the feet together, with or without bags in hand. */
export function figure(stride: number, withBags: boolean): Promise<Drawing> {
  const swing = Math.round(stride * 14);
  const hands = withBags ? `${bag(18, 86, 14)}${bag(66, 86, 14)}` : '';
  return drawn(
    84,
    150,
    `<line x1="42" y1="88" x2="${42 - swing}" y2="146" stroke="#23262e" stroke-width="11" stroke-linecap="round"/>` +
      `<line x1="42" y1="88" x2="${42 + swing}" y2="146" stroke="#2b2f38" stroke-width="11" stroke-linecap="round"/>` +
      `<rect x="29" y="34" width="26" height="58" rx="10" fill="#7a3b2a"/>` +
      `<line x1="32" y1="42" x2="${22 + swing / 3}" y2="80" stroke="#6d3425" stroke-width="8" stroke-linecap="round"/>` +
      `<line x1="52" y1="42" x2="${62 - swing / 3}" y2="80" stroke="#84402e" stroke-width="8" stroke-linecap="round"/>` +
      `<circle cx="42" cy="20" r="13" fill="#c99c7d"/><path d="M29 18a13 13 0 0 1 26 0z" fill="#2a211c"/>${hands}`,
  );
}

/** Two full black bags side by side, 84 by 48 pixels. */
export function bags(): Promise<Drawing> {
  return drawn(84, 48, `${bag(24, 24, 22)}${bag(60, 27, 20)}`);
}

function bag(x: number, y: number, radius: number): string {
  return (
    `<ellipse cx="${x}" cy="${y}" rx="${radius}" ry="${radius * 0.92}" fill="#17181b"/>` +
    `<path d="M${x - radius / 3} ${y - radius * 0.7}l${radius / 3} ${-radius * 0.4}l${radius / 3} ${radius * 0.4}z" fill="#202226"/>` +
    `<path d="M${x - radius / 2} ${y}q${radius / 3} ${-radius / 2} ${radius * 0.8} ${-radius / 6}" stroke="#4a4d54" stroke-width="2" fill="none"/>`
  );
}
