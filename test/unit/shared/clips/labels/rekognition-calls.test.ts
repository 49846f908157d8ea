import { describe, expect, it, vi } from 'vitest';
import { type Label, LabelsUnavailable } from '../../../../../shared/clips/labels/labels.ts';
import type { TextLine } from '../../../../../shared/clips/labels/plate.ts';
import { ClipCalls, RekognitionCalls } from '../../../../../shared/clips/labels/rekognition-calls.ts';
import { instant } from '../../../../../shared/platform/instant.ts';
import { tablesForThisFile } from '../../../../support/table.ts';

const tables = tablesForThisFile();
const noon = instant(Date.UTC(2026, 10, 22, 12));
const nextDay = instant(Date.UTC(2026, 10, 23));
const nextMonth = instant(Date.UTC(2026, 11, 1));
const plenty = 1_000;

function counting(caps: { callsPerDay?: number; callsPerMonth?: number }, table = tables.fresh()) {
  return new RekognitionCalls(table, { callsPerDay: plenty, callsPerMonth: plenty, ...caps });
}

describe('calls to Rekognition', () => {
  it('are counted by day and by month, UTC', async () => {
    const calls = counting({});
    await calls.reserve(noon);
    await calls.reserve(instant(Date.UTC(2026, 10, 22, 23, 59, 59, 999)));
    await calls.reserve(nextDay);
    expect(await calls.of('2026-11-22')).toBe(2);
    expect(await calls.of('2026-11-23')).toBe(1);
    expect(await calls.of('2026-11')).toBe(3);
    expect(await calls.of('2026-12')).toBe(0);
  });

  it('are refused at the day’s cap until the next day, and a refused one is not counted', async () => {
    const calls = counting({ callsPerDay: 1 });
    await calls.reserve(noon);
    const refused = calls.reserve(noon);
    await expect(refused).rejects.toBeInstanceOf(LabelsUnavailable);
    await expect(refused).rejects.toThrow(
      'The day’s cap of 1 picture for Rekognition is reached: it is in the settings.',
    );
    expect(await calls.of('2026-11')).toBe(1);
    await calls.reserve(nextDay);
    expect(await calls.of('2026-11')).toBe(2);
  });

  it('are refused at the month’s cap until the next month, whatever the day has left', async () => {
    const calls = counting({ callsPerMonth: 2 });
    await calls.reserve(noon);
    await calls.reserve(noon);
    await expect(calls.reserve(nextDay)).rejects.toThrow(
      'The month’s cap of 2 pictures for Rekognition is reached',
    );
    expect(await calls.of('2026-11-23')).toBe(0);
    await calls.reserve(nextMonth);
    expect(await calls.of('2026-12')).toBe(1);
  });

  it('do not pass the cap when clips ask at once', async () => {
    const table = tables.fresh();
    const clips = Array.from({ length: 50 }, () => counting({ callsPerMonth: 20 }, table).reserve(noon));
    const ended = await Promise.allSettled(clips);
    const refusals = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refusals).toHaveLength(30);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(LabelsUnavailable);
    expect(await counting({}, table).of('2026-11')).toBe(20);
    expect(await counting({}, table).of('2026-11-22')).toBe(20);
  });

  it.each([
    ['day', { callsPerDay: 0 }],
    ['month', { callsPerMonth: 0 }],
  ])('are never made with a cap of 0 for a %s, and nothing is written down', async (period, caps) => {
    const refused = counting(caps, tables.missing()).reserve(noon);
    await expect(refused).rejects.toBeInstanceOf(LabelsUnavailable);
    await expect(refused).rejects.toThrow(`the cap for a ${period} is 0 in the settings`);
  });

  it('are not made while they cannot be counted', async () => {
    const uncounted = counting({}, tables.missing()).reserve(noon);
    await expect(uncounted).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the calls for one clip', () => {
  const jpeg = new Uint8Array([0xff, 0xd8]);
  const bag: Label = { name: 'Bag', confidence: 80, parents: [], aliases: [], boxes: [] };
  const sign: TextLine = { text: 'EXIT', confidence: 90, box: { left: 0, top: 0, width: 0.1, height: 0.1 } };

  function clip({ callsPerClip = 6, reserve = async () => {} } = {}) {
    const labels = vi.fn(async () => [bag]);
    const text = vi.fn(async () => [sign]);
    return { labels, text, calls: new ClipCalls({ labels, text, reserve, callsPerClip }) };
  }

  it('are passed on, and counted by what they ask', async () => {
    const { calls, labels } = clip();
    expect(await calls.labels(jpeg)).toEqual([bag]);
    expect(await calls.labels(jpeg)).toEqual([bag]);
    expect(await calls.text(jpeg)).toEqual([sign]);
    expect(labels).toHaveBeenCalledWith(jpeg);
    expect(calls.made).toEqual({ labels: 2, text: 1 });
  });

  it('stop at the cap for a clip, labels and text together, though they are made at once', async () => {
    const { calls, labels, text } = clip({ callsPerClip: 2 });
    const ended = await Promise.allSettled([calls.labels(jpeg), calls.text(jpeg), calls.labels(jpeg)]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    const refused = calls.text(jpeg);
    await expect(refused).rejects.toBeInstanceOf(LabelsUnavailable);
    await expect(refused).rejects.toThrow('The cap of 2 pictures a clip is reached: it is in the settings.');
    expect(labels).toHaveBeenCalledTimes(1);
    expect(text).toHaveBeenCalledTimes(1);
    expect(calls.made).toEqual({ labels: 1, text: 1 });
  });

  it('are not made when the day or month has none left', async () => {
    const reserve = () => Promise.reject(new LabelsUnavailable('The month’s cap is reached.'));
    const { calls, labels } = clip({ reserve });
    await expect(calls.labels(jpeg)).rejects.toThrow('The month’s cap is reached.');
    expect(labels).not.toHaveBeenCalled();
    expect(calls.made).toEqual({ labels: 0, text: 0 });
  });

  it('that fail are not counted as made, as they cost nothing', async () => {
    const { calls, labels } = clip();
    labels.mockRejectedValueOnce(new Error('access denied'));
    await expect(calls.labels(jpeg)).rejects.toThrow('access denied');
    expect(calls.made).toEqual({ labels: 0, text: 0 });
  });
});
