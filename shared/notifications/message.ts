import type { Instant } from '../platform/instant.ts';
import type { Counted, Digest, Reference } from './digest.ts';
import type { NotificationContent } from './notification.ts';
import type { Notice, UrgentKind } from './urgency.ts';

/** A message as it is sent: `title` and `summary` are what a phone shows, `text` is the whole, `link` leads on. */
export interface Message {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly link: string;
}

/** Where its links lead, and on whose clocks its times are. */
export interface MessageSettings {
  readonly webAddress: string;
  readonly timeZone: string;
}

const URGENT_WORDS: Readonly<Record<UrgentKind, string>> = {
  'insecure-door': 'Insecure door',
  'block-dark': 'Block lights out',
  'hazardous-waste': 'Hazardous waste',
  emergency: 'Emergency',
  'not-attended': 'Nobody has been to an emergency in time',
  breached: 'Work is in breach',
};

const SIGN_IN = 'Sign in to see what and where. Messages hold no names, addresses or pictures.';

/**
 * The words of a notification. They say kinds of things, the patch and references, and nothing that only people who
 * signed in may read: no name of a place or person, no reason. Pure.
 */
export function messageOf(content: NotificationContent, settings: MessageSettings): Message {
  return content.tells === 'digest'
    ? digestMessage(content.digest, settings)
    : urgentMessage(content.notices, content.beyond, settings);
}

function urgentMessage(notices: readonly Notice[], beyond: number, settings: MessageSettings): Message {
  const [first] = notices;
  if (first === undefined) throw new RangeError('A message about nothing is not sent.');
  const patches = list.format([...new Set(notices.map(({ patch }) => patchName(patch)))]);
  const more = notices.length - 1 + beyond;
  const title =
    more === 0
      ? `${URGENT_WORDS[first.what]} on ${patches}`
      : `${URGENT_WORDS[first.what]}, and ${more} more on ${patches}`;
  const lines = notices.map(
    (notice) =>
      `${URGENT_WORDS[notice.what]} on ${patchName(notice.patch)}: ${linkTo(notice.page, notice.reference, settings)}`,
  );
  const rest = beyond === 0 ? [] : [`… and ${beyond} more.`];
  return {
    title,
    summary: first.reference,
    text: [`${title}.`, '', ...lines, ...rest, '', SIGN_IN, ''].join('\n'),
    link: more === 0 ? linkTo(first.page, first.reference, settings) : settings.webAddress,
  };
}

function digestMessage(digest: Digest, settings: MessageSettings): Message {
  const parts = [
    ['new', digest.newWork],
    ['due today', digest.dueToday],
    ['overdue', digest.overdue],
    ['waiting for review', digest.toReview],
  ] as const satisfies readonly (readonly [string, Counted])[];
  const told = parts.filter(([, { count }]) => count > 0);
  const summary = told.map(([what, { count }]) => `${count} ${what}`).join(', ') || 'Nothing is waiting';
  const when = local(digest.at, settings, { weekday: 'long', day: 'numeric', month: 'long' });
  const since = local(digest.since, settings, WEEKDAY_TIME);
  const blocks = told.flatMap(([what, { count, first }]) => [
    '',
    `${sentenceCase(what)}${what === 'new' ? ` since ${since}` : ''}: ${count}`,
    ...first.map((reference) => `  ${referenceLine(reference, settings)}`),
    ...(count > first.length ? [`  … and ${count - first.length} more`] : []),
  ]);
  const title = `${patchName(digest.patch)}, ${when}`;
  return {
    title,
    summary,
    text: [`${title}: ${summary}.`, ...blocks, '', SIGN_IN, ''].join('\n'),
    link: settings.webAddress,
  };
}

function referenceLine({ page, reference, kind, dueAt }: Reference, settings: MessageSettings): string {
  const work = kind === undefined ? '' : `${sentenceCase(kind.replaceAll('-', ' '))}, `;
  const due = dueAt === undefined ? '' : `due ${local(dueAt, settings, WEEKDAY_TIME)}: `;
  return `${work}${due}${linkTo(page, reference, settings)}`;
}

function linkTo(page: 'incidents' | 'tasks', reference: string, { webAddress }: MessageSettings): string {
  return `${webAddress}/${page}/${encodeURIComponent(reference)}`;
}

/** A patch as people say it; its id is all that is known of it. */
function patchName(patch: string): string {
  return patch.split('-').map(sentenceCase).join(' ');
}

function sentenceCase(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

const list = new Intl.ListFormat('en-GB');
const WEEKDAY_TIME = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;

function local(at: Instant, { timeZone }: MessageSettings, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(new Date(at)).replaceAll(',', '');
}
