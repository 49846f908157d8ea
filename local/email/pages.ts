import { html } from 'hono/html';
import { type Content, page as wholePage } from '../page.ts';
import type { Email } from './mailbox.ts';

/** The content security policy of the pages: nothing runs, and styles come from here alone. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The style of the pages, served beside them. */
export const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f4f5f3, #1b1f1d); color: light-dark(#16211c, #eef2ef); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
a { color: light-dark(#0b6b4b, #6fd3ab); }
a:focus-visible { outline: 3px solid light-dark(#0b6b4b, #6fd3ab); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; vertical-align: top;
  border-bottom: 1px solid light-dark(#c4cbc7, #454d49); overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
`;

const page = (title: string, content: Content | Promise<Content>) => wholePage(title, '/style.css', content);

/** The page that lists the last e-mails. */
export function mailboxPage(emails: readonly Email[]): Promise<string> {
  if (emails.length === 0)
    return page(
      'Mailbox',
      html`<p>Nothing has been sent yet. Mail from this machine goes to nobody else.</p>`,
    );
  const rows = emails.map(
    ({ id, sentAt, recipient, subject }) =>
      html`<tr><td><time datetime="${sentAt}">${shown(sentAt)}</time></td><td>${recipient}</td>
<td><a href="/emails/${id}">${subject}</a></td></tr>
`,
  );
  return page(
    'Mailbox',
    html`<p>What was sent from this machine, newest first. It went to nobody else.</p>
<table><thead><tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>
${rows}</tbody></table>`,
  );
}

/** The page of one e-mail. */
export function emailPage({ sentAt, sender, recipient, subject, text }: Email): Promise<string> {
  return page(
    subject,
    html`<p><a href="/">Mailbox</a></p>
<p>From ${sender}<br>To ${recipient}<br><time datetime="${sentAt}">${shown(sentAt)}</time></p>
<pre>${text}</pre>`,
  );
}

/** The page for an address where there is nothing. */
export function nothingPage(): Promise<string> {
  return page('Nothing here', html`<p>There is no such e-mail. <a href="/">Mailbox</a></p>`);
}

/** A time as it is read in Britain, such as `23 Nov, 07:30`. */
function shown(at: string): string {
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'Europe/London' }).format(new Date(at));
}
