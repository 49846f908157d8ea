import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tokenFor } from './api-client.ts';
import { importSheet } from './commands/import.ts';
import { ingest } from './commands/ingest.ts';
import { redrive, showRejected } from './commands/rejected.ts';
import { showSimulation } from './commands/simulate.ts';
import { sentence } from './sentence.ts';
import { findRunning, type Whereabouts } from './whereabouts.ts';

const USAGE = `npm run estatewatch -- COMMAND

  ingest FILE --camera ID [--recorded-at TIME]   puts a clip in as the camera would, and shows what was found in it
  import register|costs FILE                      imports a spreadsheet (CSV) and shows which rows were not taken
  token PERSON                                   prints an access token, such as for estate-officer.riverside
  rejected [QUEUE]                               shows messages that were given up, with their reasons
  redrive QUEUE                                  puts given-up messages back to where they came from
  simulate [--days 30] [--devices 500] [--seed 1] [--seeds 1] [--json FILE]
                                                 lives through weeks of sensors' life with injected faults, and shows
                                                 what was found, missed and false; needs no running system

Each of the others takes --folder DIR when the system was started with it.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: '.estatewatch' },
    camera: { type: 'string' },
    'recorded-at': { type: 'string' },
    days: { type: 'string' },
    devices: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    json: { type: 'string' },
  },
});
const [command, subject, file] = positionals;

function running(): Whereabouts {
  const whereabouts = findRunning(resolve(values.folder));
  if (whereabouts === undefined)
    throw new Error('Estatewatch is not running here: start it with `npm start`.');
  return whereabouts;
}

function needed(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`Say ${what}.\n\n${USAGE}`);
  return value;
}

async function run(): Promise<void> {
  switch (command) {
    case 'ingest': {
      const file = needed(subject, 'which file');
      return ingest(
        running(),
        file,
        needed(values.camera, 'which camera with --camera'),
        values['recorded-at'],
      );
    }
    case 'import': {
      const what = needed(subject, 'what to import: register or costs');
      return importSheet(running(), what, needed(file, 'which file'));
    }
    case 'token':
      return console.log(await tokenFor(needed(subject, 'for whom'), running()));
    case 'rejected':
      return showRejected(running(), subject);
    case 'redrive':
      return redrive(running(), needed(subject, 'which queue'));
    case 'simulate':
      return showSimulation(values);
    default:
      console.log(USAGE);
      process.exitCode = command === undefined ? 0 : 1;
  }
}

try {
  await run();
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}
