import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machineClock } from '../shared/platform/clock.ts';
import { askForDigests } from './demo/duty.ts';
import { demoHasCome, openIncidents } from './demo/outcome.ts';
import { outcomeTable } from './demo/outcome-table.ts';
import { type Progress, playDemo } from './demo/play.ts';
import { sentence } from './sentence.ts';
import { startSystem } from './system.ts';
import { findRunning, forgetWhereabouts, tellWhereabouts, type Whereabouts } from './whereabouts.ts';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: '.estatewatch' },
    port: { type: 'string', default: '4500' },
    /** A folder that `cdk synth` wrote before, instead of writing it now. */
    assembly: { type: 'string' },
    'no-demo': { type: 'boolean', default: false },
  },
});
const folder = resolve(options.folder);
let stopping = false;

const progress: Progress = (step) => {
  const begun = Date.now();
  process.stdout.write(`  ${step} … `);
  return (outcome = 'done') =>
    process.stdout.write(`${outcome} (${((Date.now() - begun) / 1_000).toFixed(1)} s)\n`);
};

async function start(): Promise<void> {
  const running = findRunning(folder);
  if (running !== undefined) throw new Error(`Estatewatch is running already with this data: ${running.api}`);
  mkdirSync(folder, { recursive: true });
  console.log('Estatewatch on this machine\n');
  const assembly = options.assembly ?? (await synthesise());
  const started = progress('Starting the local services and the deployed functions');
  const system = await startSystem({
    folder,
    assembly: resolve(assembly),
    port: Number(options.port),
    warn: once((said) => console.warn(`\n  ${said}`)),
  });
  started();
  tellWhereabouts(folder, system.whereabouts);
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping. What was accepted is kept: `npm start` goes on from here.');
    forgetWhereabouts(folder);
    await system.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (!options['no-demo']) await demo(system.whereabouts);
  tell(system.whereabouts);
}

/** Says the same thing again only when something else was said in between: trouble that lasts is told once. */
function once(say: (said: string) => void): (said: string) => void {
  let last = '';
  return (said) => {
    if (said !== last) say(said);
    last = said;
  };
}

async function synthesise(): Promise<string> {
  const done = progress('Synthesising the CDK app');
  const output = join(folder, 'assembly');
  const cdk = spawn('cdk', ['synth', '--quiet', '--output', output], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [cdk.stdout, cdk.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise((ended, failed) => {
    cdk.on('error', failed);
    cdk.on('close', ended);
  });
  if (/ENOSPC|no space left/i.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' });
  if (code !== 0) throw new Error(`The CDK app could not be synthesised:\n${said}`);
  done();
  return output;
}

async function demo(whereabouts: Whereabouts): Promise<void> {
  const played = join(folder, 'demo-played');
  if (existsSync(played)) {
    const files = await openIncidents(whereabouts);
    console.log(`\n${outcomeTable(files)}\n\nThe demo was played before; \`npm run reset\` forgets it.`);
    return;
  }
  const lives = await playDemo(whereabouts, machineClock(), progress);
  const came = progress('Waiting for incidents, tasks and bid links (rules look once a minute)');
  const files = await demoHasCome(whereabouts, lives, 180);
  came();
  const asked = progress('Asking for the officers’ morning digests now');
  await askForDigests(whereabouts);
  asked();
  writeFileSync(played, '');
  console.log(`\n${outcomeTable(files)}`);
}

function tell({ api, issuer, mqtt, mailbox, logs }: Whereabouts): void {
  console.log(`
  API            ${api}
  Documentation  ${api}/docs
  Open311        ${api}/open311/v2/discovery.xml
  Sign-in        ${issuer}
  MQTT           ${mqtt}
  Mailbox        ${mailbox}
  Logs           ${logs}

  A token for the API:   npm run -s estatewatch -- token estate-officer.riverside
  A clip of your own:    npm run estatewatch -- ingest FILE --camera cam-kestrel-bins
  Ctrl-C stops it; the data stays.`);
}

function giveUp(error: unknown): void {
  // Whatever waits for the system fails once it is being stopped; `stop` ends the process.
  if (stopping) return;
  console.error(`\n${sentence(error)}`);
  process.exit(1);
}

// A timer that fails, on a full disk say, has nobody else to tell. What was accepted is safe: as after a kill.
process.on('uncaughtException', giveUp);
await start().catch(giveUp);
