// How many uplinks a second one core decodes, validates, applies and judges, beside reading the same uplinks alone
// (JSON.parse and the zod schema), and how fast the fault rules decide, beside json-rules-engine given the same:
// npm run bench:sensors -- [--seconds 6] [--json FILE]
import { parseArgs } from 'node:util';
import { instant } from '../shared/platform/instant.ts';
import { decode } from '../shared/sensors/decoders/decode.ts';
import { applyUplink, type DeviceState } from '../shared/sensors/device.ts';
import { judge } from '../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../shared/sensors/sensor-settings.ts';
import { payloadBytes, type Uplink } from '../shared/sensors/uplink.ts';
import { type Column, report } from './report.ts';
import { type DeviceLife, deviceLives } from './sensor-lives.ts';
import { type AskPeer, peerOf } from './sensor-rules-peer.ts';

const settings = SensorSettings.parse({});
const place = { latitude: 51.4812, longitude: -0.0521, outerDoor: true };
const rounds = 20;

interface Figures {
  readonly device: string;
  readonly stateBytes: number;
  readonly readPerSecond: number;
  readonly wholePerSecond: number;
  readonly wholeToRead: number;
  readonly judgedPerSecond: number;
  readonly peerPerSecond: number | null;
  readonly judgedToPeer: number | null;
}

type Body = DeviceLife['bodies'][number];

function uplinkIn(life: DeviceLife, { text, receivedAt }: Body): Uplink {
  const delivery = life.read(JSON.parse(text), receivedAt);
  if (delivery.kind !== 'uplink') throw new Error(`${life.name} sent ${delivery.what}, which is no uplink.`);
  return delivery.uplink;
}

function applied(life: DeviceLife, state: DeviceState | undefined, body: Body): DeviceState {
  const uplink = uplinkIn(life, body);
  const { port, decodedFields } = uplink;
  const decoded = decode(life.model, { port, bytes: payloadBytes(uplink), fields: decodedFields });
  return applyUplink(state, uplink, decoded).state;
}

/** How many a second: `work` is given the bodies of the life's last days, over and over. */
function perSecond(
  bodies: readonly Body[],
  seconds: number,
  work: (body: Body, index: number) => void,
): number {
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < seconds * 1000) {
    for (const [index, body] of bodies.entries()) work(body, index);
    done += bodies.length;
  }
  return done / ((performance.now() - began) / 1000);
}

async function peerPerSecond(ask: AskPeer, states: readonly DeviceState[], seconds: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < seconds * 1000) {
    for (const state of states) await ask(state, state.lastUplink.receivedAt);
    done += states.length;
  }
  return done / ((performance.now() - began) / 1000);
}

async function measure(life: DeviceLife, ask: AskPeer | undefined, seconds: number): Promise<Figures> {
  const newest = life.bodies.slice(-500);
  const before = life.bodies
    .slice(0, -500)
    .reduce<DeviceState | undefined>((state, body) => applied(life, state, body), undefined);
  const states: DeviceState[] = [];
  for (const body of newest) states.push(applied(life, states.at(-1) ?? before, body));
  const turnSeconds = seconds / rounds / 4;
  const best = { read: 0, whole: 0, judged: 0, peer: 0 };

  // By turns, so that what else the machine does weighs on all; the best of the rounds is the least disturbed.
  for (let round = 0; round <= rounds; round += 1) {
    const read = perSecond(newest, turnSeconds, (body) => {
      uplinkIn(life, body);
    });
    let state = before;
    const whole = perSecond(newest, turnSeconds, (body, index) => {
      // Each time round begins with the life that led up to it, so that every uplink is news.
      state = applied(life, index === 0 ? before : state, body);
      judge({}, state, settings, place, state.lastUplink.receivedAt);
    });
    const judged = perSecond(newest, turnSeconds, (_, index) => {
      const known = states[index];
      judge({}, known, settings, place, known?.lastUplink.receivedAt ?? instant(0));
    });
    const peer = ask === undefined ? 0 : await peerPerSecond(ask, states, turnSeconds);
    // The first round warms up.
    if (round === 0) continue;
    best.read = Math.max(best.read, read);
    best.whole = Math.max(best.whole, whole);
    best.judged = Math.max(best.judged, judged);
    best.peer = Math.max(best.peer, peer);
  }
  return {
    device: life.name,
    stateBytes: Buffer.byteLength(JSON.stringify(states.at(-1))),
    readPerSecond: best.read,
    wholePerSecond: best.whole,
    wholeToRead: best.whole / best.read,
    judgedPerSecond: best.judged,
    peerPerSecond: ask === undefined ? null : best.peer,
    judgedToPeer: ask === undefined ? null : best.judged / best.peer,
  };
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
  { title: 'read, a second', of: ({ readPerSecond }) => readPerSecond, decimals: 0 },
  { title: 'read, applied and judged', of: ({ wholePerSecond }) => wholePerSecond, decimals: 0 },
  { title: 'ratio (0.4 and more)', of: ({ wholeToRead }) => wholeToRead },
  { title: 'judged, a second', of: ({ judgedPerSecond }) => judgedPerSecond, decimals: 0 },
  { title: 'json-rules-engine', of: ({ peerPerSecond: peer }) => peer, decimals: 0 },
  { title: 'ratio (5 and more)', of: ({ judgedToPeer }) => judgedToPeer },
];
await report('Uplinks of three devices after five weeks of life, on one core', columns, rows, {
  jsonFile: values.json,
});
