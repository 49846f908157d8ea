// The reader's own thread. Tesseract.js starts another below it, but what fails down there ends the thread above:
// this one, and not the one that answers requests.
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { PixelBox } from './box-fractions.ts';
import { answerOrders } from './picture-orders.ts';
import { around, type FoundLine, ReadOrder } from './reader-messages.ts';
import { type GreyPicture, isSamePlace, textRows } from './text-rows.ts';

const packages = createRequire(import.meta.url);

/** Tesseract reads characters of about this height best. */
const readHeightPixels = 32;

async function loadReader(): Promise<Worker> {
  const languageFolder = path.dirname(packages.resolve('@tesseract.js-data/eng'));
  const failed = Promise.withResolvers<never>();
  const loaded = createWorker('eng', OEM.LSTM_ONLY, {
    // All that it needs lies in its packages; left to itself it downloads the model.
    langPath: path.join(languageFolder, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // A model that cannot be read is told here only; `createWorker` would wait for ever.
    errorHandler: (cause: unknown) => failed.reject(new Error(String(cause))),
  });
  const worker = await Promise.race([loaded, failed.promise]);
  await worker.setParameters({
    // By the surroundings of each pixel (Sauvola): one level for the whole of a scene loses what is in shade.
    thresholding_method: '2',
    // A picture says nothing of its resolution, and Tesseract would say on the console what it guesses.
    user_defined_dpi: '150',
    debug_file: '/dev/null',
  });
  return worker;
}

let reader: Promise<Worker> | undefined;

/** The lines that Tesseract finds in a picture that was laid out as `layout` says. */
async function linesOf({ grey, widthPixels, heightPixels }: GreyPicture, layout: PSM): Promise<FoundLine[]> {
  reader ??= loadReader();
  const worker = await reader;
  await worker.setParameters({ tessedit_pageseg_mode: layout });
  const greymap = Buffer.concat([Buffer.from(`P5\n${widthPixels} ${heightPixels}\n255\n`), grey]);
  const { data } = await worker.recognize(greymap, {}, { blocks: true, text: false });
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((each) => each.lines));
  return lines.map(({ words }) =>
    words.map(({ text, confidence, bbox }) => ({
      text,
      confidence,
      leftPixels: bbox.x0,
      topPixels: bbox.y0,
      widthPixels: bbox.x1 - bbox.x0,
      heightPixels: bbox.y1 - bbox.y0,
    })),
  );
}

/** What stands in one row of a picture, cut out with some ground around it and brought to the height that is read best. */
async function linesInRow(picture: GreyPicture, row: PixelBox): Promise<FoundLine[]> {
  const left = Math.max(0, row.leftPixels - 2 * row.heightPixels);
  const top = Math.max(0, Math.round(row.topPixels - 0.4 * row.heightPixels));
  const width = Math.min(picture.widthPixels, row.leftPixels + row.widthPixels + 2 * row.heightPixels) - left;
  const height = Math.min(picture.heightPixels, Math.round(row.topPixels + 1.4 * row.heightPixels)) - top;
  const { data, info } = await sharp(picture.grey, {
    raw: { width: picture.widthPixels, height: picture.heightPixels, channels: 1 },
  })
    .extract({ left, top, width, height })
    .resize({ height: Math.round((height * readHeightPixels) / row.heightPixels) })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = height / info.height;
  const found = { grey: data, widthPixels: info.width, heightPixels: info.height };
  return (await linesOf(found, PSM.SINGLE_LINE)).map((words) =>
    words.map((word) => ({
      ...word,
      leftPixels: left + word.leftPixels * scale,
      topPixels: top + word.topPixels * scale,
      widthPixels: word.widthPixels * scale,
      heightPixels: word.heightPixels * scale,
    })),
  );
}

/** Reads the whole picture as sparse text, and each row that may be text by itself; of one place, the surest stays. */
async function read({ rgb, widthPixels, heightPixels }: ReadOrder): Promise<FoundLine[]> {
  const raw = { width: widthPixels, height: heightPixels, channels: 3 } as const;
  const grey = await sharp(rgb, { raw }).toColourspace('b-w').raw().toBuffer();
  const picture = { grey, widthPixels, heightPixels };
  const lines = await linesOf(picture, PSM.SPARSE_TEXT);
  for (const row of textRows(picture)) lines.push(...(await linesInRow(picture, row)));
  // More characters that are surer than not: else a speck that is surely an I would stand for a whole plate.
  const sure = (words: FoundLine) =>
    words.reduce((sum, { text, confidence }) => sum + text.length * (confidence - 50), 0);
  const kept: FoundLine[] = [];
  for (const line of lines.filter(({ length }) => length > 0).sort((a, b) => sure(b) - sure(a))) {
    if (!kept.some((other) => isSamePlace(around(line), around(other)))) kept.push(line);
  }
  return kept.sort((one, other) => around(one).topPixels - around(other).topPixels);
}

answerOrders(ReadOrder, read);
