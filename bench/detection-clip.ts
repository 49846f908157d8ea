import { AnalysisSettings, analyse } from '../shared/clips/analysis.ts';
import { openClip } from '../shared/clips/recording/keyframes.ts';
import { type ClipStill, type StillName, wholeStill } from '../shared/clips/recording/stills.ts';
import { type FolderClip, sentenceOn } from './detection-folder.ts';
import { cpuSeconds, type StandIn } from './detection-labels.ts';
import { type ClipLabel, type Finding, type Score, scoreOf } from './detection-score.ts';

/** A clip's row in `--json`. */
export interface ClipRow extends Finding {
  readonly reasons: readonly string[];
  /** Time of all cores on this clip, the stand-in's own left out. */
  readonly cpuSeconds: number;
}

/** What was made of a clip, and how that compares with its label. */
export interface ScoredClip extends FolderClip {
  readonly row: ClipRow;
  readonly score: Score;
  readonly pictures: readonly ClipStill[];
  /** Why the clip could not be looked at. */
  readonly unreadable?: string;
}

/** How clips are to be looked at. */
export interface Scoring {
  /** None for the scene alone. */
  readonly labels?: StandIn;
  readonly settings: AnalysisSettings;
  /** Whether pictures are wanted, also of clips without a flag. */
  readonly wantsPictures: boolean;
}

/** The settings with another threshold, where one is given. */
export function settingsWith(threshold: number | undefined): AnalysisSettings {
  return AnalysisSettings.parse(threshold === undefined ? {} : { verdict: { leastConfidence: threshold } });
}

/** Looks at one clip. What cannot be read is a clip without a flag, and says why. */
export async function scored(
  clip: FolderClip,
  { labels, settings, wantsPictures }: Scoring,
): Promise<ScoredClip> {
  const own = () => cpuSeconds() - (labels?.cpuSeconds() ?? 0);
  const began = own();
  try {
    const detectLabels = labels?.detectLabels;
    const { verdict, stills } = await analyse(clip.file, {
      settings,
      ...(detectLabels === undefined ? {} : { detectLabels }),
    });
    const { flagged, confidence, box, atSeconds, reasons } = verdict;
    const row = { file: clip.file, flagged, confidence, box, atSeconds, reasons, cpuSeconds: own() - began };
    const pictures = wantsPictures && stills.length === 0 ? await moments(clip) : stills;
    return { ...clip, row, score: scoreOf(row, clip.label), pictures };
  } catch (cause) {
    const unreadable = sentenceOn(cause);
    const nothing = { flagged: false, confidence: 0, box: null, atSeconds: null, reasons: [unreadable] };
    const row = { file: clip.file, ...nothing, cpuSeconds: own() - began };
    return { ...clip, row, score: scoreOf(row, clip.label), pictures: [], unreadable };
  }
}

/** A clip without a flag: where the label says that something happened, otherwise its start, middle and end. */
async function moments({ file, label }: FolderClip): Promise<ClipStill[]> {
  const clip = await openClip(file);
  try {
    const end = Math.max(0, clip.seconds - 1);
    const event = Math.min(end, whenOf(label) ?? end / 2);
    const wanted: readonly (readonly [StillName, number])[] = [
      ['before', Math.max(0, Math.min(1, event - 1))],
      ['drop', event],
      ['after', end],
    ];
    const pictures: ClipStill[] = [];
    for (const [name, atSeconds] of wanted) pictures.push(await wholeStill(clip, atSeconds, [], name));
    return pictures;
  } finally {
    clip.close();
  }
}

function whenOf(label: ClipLabel | undefined): number | undefined {
  return label?.deposit?.atSeconds ?? label?.removal?.atSeconds;
}
