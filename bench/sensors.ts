// How many uplinks a second one core decodes, validates, applies and judges, beside reading the same uplinks alone
// (JSON.parse and their zod schema); how fast the fault rules decide, beside json-rules-engine given the same; and what
// the table is asked for an uplink that changes nothing: npm run bench:sensors -- [--seconds 6] [--json FILE]
import { parseArgs } from 'node:util';
import type { DeviceState } from '../shared/sensors/device.ts';
import { judge } from '../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../shared/sensors/sensor-settings.ts';
import { byTurns, median, ratioOf, type Work } from './by-turns.ts';
import { type Column, report } from './report.ts';
import { type DeviceLife, deviceLives, quietDoor } from './sensor-lives.ts';
import { applied } from './sensor-reading.ts';
import { type Requests, requestsFor } from './sensor-requests.ts';
import { type AskPeer, peerOf } from './sensor-rules-peer.ts';

const settings = SensorSettings.parse({});
const place = { latitude: 51.4812, longitude: -0.0521, outerDoor: true };
const rounds = 11;

interface Figures {
  readonly device: string;
  readonly stateBytes: number;
  readonly parsedPerSecond: number;
  readonly wholePerSecond: number;
  readonly wholeToParsed: number;
  readonly least: number;
  readonly most: number;
  readonly judgedPerSecond: number;
  readonly peerPerSecond: number | null;
  readonly judgedToPeer: number | null;
}

async function measure(life: DeviceLife, ask: AskPeer | undefined, seconds: number): Promise<Figures> {
  const newest = life.bodies.slice(-500);
  const before = life.bodies
    .slice(0, -500)
    .reduce<DeviceState | undefined>((state, body) => applied(life, state, body), undefined);
  const states: DeviceState[] = [];
  for (const body of newest) states.push(applied(life, states.at(-1) ?? before, body));

  const parse: Work = () => {
    for (const { text } of newest) life.schema.parse(JSON.parse(text));
    return newest.length;
  };
  // Each time it begins with the life that led up to it, so that every uplink is news.
  const doAll: Work = () => {
    let state = before;
    for (const body of newest) {
      state = applied(life, state, body);
      judge({}, state, settings, place, state.lastUplink.receivedAt);
    }
    return newest.length;
  };
  const judgeAll: Work = () => {
    for (const state of states) judge({}, state, settings, place, state.lastUplink.receivedAt);
    return states.length;
  };
  const askAll: Work = async () => {
    for (const state of states) await ask?.(state, state.lastUplink.receivedAt);
    return states.length;
  };
  const works = [parse, doAll, judgeAll, ...(ask === undefined ? [] : [askAll])];
  const turnSeconds = seconds / (rounds + 1) / works.length;
  const [parsed = [], whole = [], judged = [], peer] = await byTurns(works, { rounds, turnSeconds });
  const ratio = ratioOf(whole, parsed);
  return {
    device: life.name,
    stateBytes: Buffer.byteLength(JSON.stringify(states.at(-1))),
    parsedPerSecond: median(parsed),
    wholePerSecond: median(whole),
    wholeToParsed: ratio.middle,
    least: ratio.least,
    most: ratio.most,
    judgedPerSecond: median(judged),
    peerPerSecond: peer === undefined ? null : median(peer),
    judgedToPeer: peer === undefined ? null : ratioOf(judged, peer).middle,
  };
}

interface Asked extends Requests {
  readonly uplink: string;
}

async function askedOf(life: DeviceLife): Promise<Asked[]> {
  const { heartbeat, repeat } = await requestsFor(life);
  return [
    { uplink: `heartbeat of a ${life.name}`, ...heartbeat },
    { uplink: 'the same, delivered twice', ...repeat },
  ];
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, json: { type: 'string' } },
});
const ask = await peerOf(settings, place);
if (ask === undefined) console.log('json-rules-engine is not installed: the rules are measured without it.');
const rows: Figures[] = [];
for (const life of deviceLives) rows.push(await measure(life, ask, Number(values.seconds)));

const columns: Column<Figures>[] = [
  { title: 'device', of: ({ device }) => device },
  { title: 'state, bytes', of: ({ stateBytes }) => stateBytes },
  { title: 'parsed, a second', of: ({ parsedPerSecond }) => parsedPerSecond, decimals: 0 },
  { title: 'read, applied and judged', of: ({ wholePerSecond }) => wholePerSecond, decimals: 0 },
  { title: 'ratio (0.4 and more)', of: ({ wholeToParsed }) => wholeToParsed },
  { title: 'least', of: ({ least }) => least },
  { title: 'most', of: ({ most }) => most },
  { title: 'judged, a second', of: ({ judgedPerSecond }) => judgedPerSecond, decimals: 0 },
  { title: 'json-rules-engine', of: ({ peerPerSecond: peer }) => peer, decimals: 0 },
  { title: 'ratio (5 and more)', of: ({ judgedToPeer }) => judgedToPeer },
];
await report(
  `Uplinks of three devices after five weeks of life, on one core: the median of ${rounds} rounds`,
  columns,
  rows,
  { jsonFile: values.json },
);
const worst = rows.toSorted((a, b) => a.wholeToParsed - b.wholeToParsed)[0];
console.log(`\nThe lowest ratio is that of the ${worst?.device}: ${worst?.wholeToParsed.toFixed(2)}.`);

const asked: Asked[] = [];
for (const life of [quietDoor, ...deviceLives.slice(1)]) asked.push(...(await askedOf(life)));
const askedColumns: Column<Asked>[] = [
  { title: 'uplink', of: ({ uplink }) => uplink },
  { title: 'reads', of: ({ readsMean }) => readsMean },
  { title: 'at most', of: ({ readsMost }) => readsMost },
  { title: 'items written', of: ({ writesMean }) => writesMean },
  { title: 'at most', of: ({ writesMost }) => writesMost },
];
await report(
  'What a warm function asks of the table for an uplink that changes nothing',
  askedColumns,
  asked,
);
