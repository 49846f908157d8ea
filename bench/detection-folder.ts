import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ClipLabel } from './detection-score.ts';

/** A clip of a folder, and what its label says happens in it. */
export interface FolderClip {
  readonly folder: string;
  readonly file: string;
  readonly label: ClipLabel | undefined;
}

/** The clips of a folder by name, and in sentences what is wrong with it. */
export interface ClipFolder {
  readonly clips: readonly FolderClip[];
  readonly complaints: readonly string[];
  /** False when there is no such folder. */
  readonly isThere: boolean;
}

/** What cameras and recorders write, also what the analysis refuses: it says why. */
const recording = /\.(mp4|m4v|mov|mkv|webm|ts|mts|m2ts|avi|wmv|flv|mpe?g|3gp)$/i;

/** Reads which clips a folder has, with their labels from its `labels.json` where there is one. */
export async function clipFolder(folder: string): Promise<ClipFolder> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    return { clips: [], complaints: [`${folder}: ${sentenceOn(cause)}`], isThere: false };
  }
  const { labels, complaints } = await labelsIn(folder);
  const clips = names
    .filter((name) => recording.test(name))
    .sort()
    .map((name) => ({ folder, file: path.join(folder, name), label: labels.get(name) }));
  const absent = [...labels.keys()].filter((name) => !names.includes(name));
  if (absent.length > 0)
    complaints.push(`${folder}: labels.json names clips that are absent: ${absent.join(', ')}`);
  if (clips.length === 0) complaints.push(`${folder}: there is no clip in it`);
  return { clips, complaints, isThere: true };
}

async function labelsIn(folder: string): Promise<{ labels: Map<string, ClipLabel>; complaints: string[] }> {
  const labels = new Map<string, ClipLabel>();
  const complaints: string[] = [];
  try {
    const entries = z.record(z.string(), z.unknown()).parse(JSON.parse(await readText(folder)));
    for (const [name, entry] of Object.entries(entries)) {
      const label = ClipLabel.safeParse(entry);
      if (label.success) labels.set(name, label.data);
      else complaints.push(`${folder}: the label of ${name} is left out: ${firstIssue(label.error)}`);
    }
  } catch (cause) {
    complaints.push(`${folder}: its labels.json is left out: ${sentenceOn(cause)}`);
  }
  return { labels, complaints };
}

/** No labels where there is no file: a folder need not have one. */
async function readText(folder: string): Promise<string> {
  try {
    return await readFile(path.join(folder, 'labels.json'), 'utf8');
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return '{}';
    throw cause;
  }
}

/** One line on what went wrong. */
export function sentenceOn(cause: unknown): string {
  if (isCode(cause, 'ENOENT')) return 'there is no such file or folder';
  if (isCode(cause, 'ENOTDIR')) return 'it is a file, not a folder of clips';
  if (isCode(cause, 'EACCES')) return 'it may not be read';
  if (cause instanceof z.ZodError) return firstIssue(cause);
  return (cause instanceof Error ? cause.message : String(cause)).split('\n', 1).join('');
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined
    ? 'it is not as the format says'
    : `${issue.path.join('.')} ${issue.message}`.trim();
}
