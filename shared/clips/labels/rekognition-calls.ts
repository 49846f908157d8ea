import { z } from 'zod';
import type { Instant } from '../../platform/instant.ts';
import { keys } from '../../platform/keys.ts';
import { LostRace, type Table } from '../../platform/table.ts';
import { type DetectLabels, LabelsUnavailable } from './labels.ts';
import type { ReadText } from './plate.ts';

/** How many pictures Rekognition may be asked about; 0 is none. */
export interface CallCaps {
  /** From midnight to midnight UTC. */
  readonly callsPerDay: number;
  /** In a calendar month, UTC. */
  readonly callsPerMonth: number;
}

/** The calls of one day or month. */
const PeriodCalls = z.object({ calls: z.int().nonnegative() });

/** The calls to Rekognition of all clips, counted in the table by day and month. Each call is one picture, and costs. */
export class RekognitionCalls {
  readonly #table: Table;
  readonly #caps: CallCaps;

  constructor(table: Table, caps: CallCaps) {
    this.#table = table;
    this.#caps = caps;
  }

  /**
   * Counts one call before it is made; it stays counted if the call then fails, so that a count is never below what
   * Amazon charges. One transaction. Throws {@link LabelsUnavailable} at a cap, and what DynamoDB throws when the
   * count is fought over for too long, which is worth a retry.
   */
  async reserve(now: Instant): Promise<void> {
    const { callsPerDay, callsPerMonth } = this.#caps;
    const day = { period: now.slice(0, 10), most: callsPerDay, refusal: capReached('day', callsPerDay) };
    const month = {
      period: now.slice(0, 7),
      most: callsPerMonth,
      refusal: capReached('month', callsPerMonth),
    };
    const periods = [month, day];
    const closed = periods.find(({ most }) => most <= 0);
    if (closed !== undefined) throw new LabelsUnavailable(closed.refusal);
    try {
      await this.#table.commit(
        periods.map(({ period, most }) => ({
          add: { ...keys.rekognitionCalls(period), type: 'rekognition-calls', period },
          amounts: { calls: 1 },
          upTo: { amount: 'calls', most },
        })),
      );
    } catch (cause) {
      if (!(cause instanceof LostRace)) throw cause;
      const full = periods.find(({ period }) => keys.rekognitionCalls(period).pk === cause.key.pk);
      throw new LabelsUnavailable((full ?? month).refusal, { cause });
    }
  }

  /** The calls of a day (`2026-11-22`) or month (`2026-11`), UTC. One GetItem. */
  async of(period: string): Promise<number> {
    const counted = await this.#table.get(keys.rekognitionCalls(period), PeriodCalls);
    return counted?.calls ?? 0;
  }
}

function capReached(period: 'day' | 'month', most: number): string {
  return most <= 0
    ? `Rekognition is asked about no pictures: the cap for a ${period} is 0 in the settings.`
    : `The ${period}’s cap of ${amount(most)} for Rekognition is reached: it is in the settings.`;
}

function amount(pictures: number): string {
  return pictures === 1 ? '1 picture' : `${pictures.toLocaleString('en-GB')} pictures`;
}

interface ClipCallsRoom {
  readonly labels: DetectLabels;
  readonly text: ReadText;
  /** Counts the call against the day and month before it is made, or refuses it. */
  readonly reserve: () => Promise<void>;
  /** How many pictures may be asked about for this clip, labels and text together. */
  readonly callsPerClip: number;
}

/**
 * The calls to Rekognition for one clip, made anew for each. `labels` and `text` ask and throw
 * {@link LabelsUnavailable} at the clip's cap, or the day's or month's, without asking.
 */
export class ClipCalls {
  readonly labels: DetectLabels;
  readonly text: ReadText;
  readonly #room: ClipCallsRoom;
  readonly #made = { labels: 0, text: 0 };
  #asked = 0;

  constructor(room: ClipCallsRoom) {
    this.#room = room;
    this.labels = (jpeg) => this.#ask('labels', () => room.labels(jpeg));
    this.text = (jpeg) => this.#ask('text', () => room.text(jpeg));
  }

  /** The calls that Rekognition answered: what it charges for. */
  get made(): { readonly labels: number; readonly text: number } {
    return { ...this.#made };
  }

  async #ask<Answer>(what: 'labels' | 'text', call: () => Promise<Answer>): Promise<Answer> {
    const { callsPerClip, reserve } = this.#room;
    if (this.#asked >= callsPerClip) {
      throw new LabelsUnavailable(
        `The cap of ${amount(callsPerClip)} a clip is reached: it is in the settings.`,
      );
    }
    // Before anything is waited for, so that two calls at once cannot both take the last place.
    this.#asked += 1;
    await reserve();
    const answer = await call();
    this.#made[what] += 1;
    return answer;
  }
}
