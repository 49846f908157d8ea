// What tells a thing that was left from a lamp's light on the ground, when a security light near the camera switches at
// that very moment: node bench/detection-lamps.ts DIR…
// Lamps are drawn into the pictures of labelled clips, some at the moment of a deposit. Prints the weights at the
// moment of a switching in shared/clips/confidence.ts, and what they are worth on clips that were left out of the fit.
import { parseArgs } from 'node:util';
import { numbers } from '../local/demo/drawing.ts';
import { openClip } from '../shared/clips/recording/keyframes.ts';
import { type Frame, shareInside } from '../shared/clips/recording/picture.ts';
import { FrameSample } from '../shared/clips/recording/sample.ts';
import { findLeftBehind, type SceneFinding, SceneSettings } from '../shared/clips/scene/scene.ts';
import { clipFolder, type FolderClip, sentenceOn } from './detection-folder.ts';
import { cameTrue } from './detection-score.ts';

/** Lamps drawn into each clip, and again into each that has a deposit, at its moment. */
const lampsPerClip = 6;
/** As near to a switching as counts as its moment. */
const momentSeconds = 2;
/** What comes later is not judged. */
const judgedUntilSeconds = 11;
const settings = SceneSettings.parse({});

/** A finding at a switching: how alike the texture in its place was before and after, and whether it is a thing. */
interface Sample {
  readonly clip: string;
  readonly texture: number;
  readonly isThing: boolean;
}

/** The clip as it would look had a lamp lit a part of it from a moment on, or until then. */
function withLamp(frames: readonly Frame[], atSeconds: number, next: () => number): Frame[] {
  const [left, top] = [next(), 0.3 + 0.7 * next()];
  const [across, down] = [0.05 + 0.3 * next(), 0.05 + 0.3 * next()];
  // Half of them have a plain edge, as a shade or a door frame gives; a third are square.
  const softness = next() < 0.5 ? 0.01 + 0.02 * next() : 0.07 + 0.17 * next();
  const isSquare = next() < 0.3;
  const [gain, glow] = [0.1 + 1.2 * next(), 5 + 35 * next()];
  const goesOn = next() < 0.5;
  return frames.map((frame) => {
    if (frame.atSeconds >= atSeconds !== goesOn) return frame;
    const luma = frame.luma.map((level, at) => {
      const x = Math.abs((at % frame.width) / frame.width - left) / across;
      const y = Math.abs(Math.floor(at / frame.width) / frame.height - top) / down;
      const away = isSquare ? Math.max(x, y) : Math.hypot(x, y);
      const light = 1 / (1 + Math.exp((away - 1) / softness));
      return Math.min(255, Math.round(level * (1 + gain * light) + glow * light));
    });
    return { ...frame, luma };
  });
}

/** Findings at the moments of lamps that are drawn into a clip, and how many deposits were among those moments. */
async function samplesIn({ file, label }: FolderClip, seed: number) {
  const clip = await openClip(file);
  const sample = new FrameSample();
  try {
    for await (const frame of clip.frames()) sample.add(frame);
  } finally {
    clip.close();
  }
  const { frames } = sample;
  const next = numbers(seed);
  const lastSeconds = (frames.at(-1)?.atSeconds ?? 0) - judgedUntilSeconds;
  const usual = findLeftBehind(frames, settings);
  const isUsual = ({ box }: SceneFinding) =>
    usual.some((other) => shareInside(box, other.box) > 0.3 || shareInside(other.box, box) > 0.3);
  const samples: Sample[] = [];
  for (let lamp = 0; lamp < lampsPerClip && lastSeconds > 3; lamp++) {
    const atSeconds = 3 + next() * (lastSeconds - 3);
    for (const finding of findLeftBehind(withLamp(frames, atSeconds, next), settings)) {
      const isPool = Math.abs(finding.atSeconds - atSeconds) <= momentSeconds && !isUsual(finding);
      if (isPool) samples.push({ clip: file, texture: finding.evidence.texture, isThing: false });
    }
  }
  const dropped = label?.deposit?.atSeconds;
  for (let lamp = 0; lamp < lampsPerClip && dropped !== undefined; lamp++) {
    const atSeconds = dropped + (next() * 2 - 1) * momentSeconds;
    for (const { box, evidence } of findLeftBehind(withLamp(frames, atSeconds, next), settings)) {
      if (cameTrue({ file, flagged: true, confidence: 1, box, atSeconds: null }, label) !== true) continue;
      samples.push({ clip: file, texture: evidence.texture, isThing: true });
    }
  }
  return {
    samples,
    switchings: lastSeconds > 3 ? lampsPerClip : 0,
    deposits: dropped === undefined ? 0 : lampsPerClip,
  };
}

const probabilityOf = (weights: readonly [number, number], texture: number) =>
  1 / (1 + Math.exp(-weights[0] - weights[1] * texture));

/** Logistic regression on the texture, as many things as pools of light counted, by Newton's method. */
function fitted(samples: readonly Sample[]): [number, number] {
  const things = samples.filter(({ isThing }) => isThing).length;
  let weights: [number, number] = [0, 0];
  for (let step = 0; step < 25; step++) {
    // A little ridge, so that no weight runs away where the two are apart.
    let [slope, slopeT, bend, bendT, bendTT] = [0, 0.3 * weights[1], 1e-6, 0, 0.3];
    for (const { texture, isThing } of samples) {
      const count = samples.length / 2 / (isThing ? things : samples.length - things);
      const probability = probabilityOf(weights, texture);
      const [miss, sway] = [count * (probability - Number(isThing)), count * probability * (1 - probability)];
      slope += miss;
      slopeT += miss * texture;
      bend += sway;
      bendT += sway * texture;
      bendTT += sway * texture * texture;
    }
    const determinant = bend * bendTT - bendT * bendT;
    weights = [
      weights[0] - (bendTT * slope - bendT * slopeT) / determinant,
      weights[1] - (bend * slopeT - bendT * slope) / determinant,
    ];
  }
  return weights;
}

const { positionals } = parseArgs({ allowPositionals: true });
const samples: Sample[] = [];
let [switchings, deposits] = [0, 0];
for (const name of positionals) {
  const { clips, complaints } = await clipFolder(name);
  for (const complaint of complaints) console.error(complaint);
  for (const [index, clip] of clips.entries()) {
    try {
      const found = await samplesIn(clip, index + 1);
      samples.push(...found.samples);
      switchings += found.switchings;
      deposits += found.deposits;
    } catch (cause) {
      console.error(`${clip.file}: ${sentenceOn(cause)}`);
    }
  }
}
const pools = samples.filter(({ isThing }) => !isThing);
const things = samples.filter(({ isThing }) => isThing);
console.log(`${switchings} switchings: ${pools.length} pools of light taken for a thing`);
console.log(`${deposits} switchings at a deposit: ${things.length} found`);
const [none, texture] = fitted(samples);
console.log(JSON.stringify({ none: Number(none.toFixed(2)), texture: Number(texture.toFixed(2)) }));
const files = [...new Set(samples.map(({ clip }) => clip))];
const heldOut = files.flatMap((file) => {
  const weights = fitted(samples.filter(({ clip }) => clip !== file));
  const own = samples.filter(({ clip }) => clip === file);
  return own.map(({ texture: alike, isThing }) => ({ isThing, probability: probabilityOf(weights, alike) }));
});
for (const least of [0.5, 0.6, 0.7]) {
  const above = (isThing: boolean) =>
    heldOut.filter((each) => each.isThing === isThing && each.probability >= least).length;
  console.log(
    `on clips left out, from ${least}: ${above(true)} of ${things.length} things, ${above(false)} of ${pools.length} pools of light`,
  );
}
