import { html, raw } from 'hono/html';
import { type Content, page } from '../page.ts';
import { groupsInWords, type KnownPerson } from './people.ts';

/**
 * The content security policy of every page: no scripts, styles from here alone.
 * @param returnTo the addresses a form may end at beside this one; browsers check redirects after a form, too
 */
export function contentSecurityPolicy(returnTo: readonly string[]): string {
  const origins = [...new Set(returnTo.map((address) => new URL(address).origin))];
  return [
    "default-src 'none'",
    "style-src 'self'",
    `form-action 'self' ${origins.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The style of the pages, served beside them. */
export const styleSheet = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f4f5f3, #1b1f1d); color: light-dark(#16211c, #eef2ef); }
main { max-width: 34rem; margin: 0 auto; padding: 2.5rem 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
ul { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: .75rem; }
button { font: inherit; color: inherit; text-align: start; width: 100%; padding: .75rem 1rem; cursor: pointer;
  background: light-dark(#fff, #262c29); border: 1px solid light-dark(#6b7771, #8b9891); border-radius: .375rem; }
button:hover { border-color: light-dark(#0b6b4b, #6fd3ab); }
button:focus-visible, input:focus-visible { outline: 3px solid light-dark(#0b6b4b, #6fd3ab); outline-offset: 2px; }
button strong { display: block; font-size: 1.125rem; }
label { display: block; margin-top: .5rem; }
input { font: inherit; display: block; width: 100%; box-sizing: border-box; padding: .5rem; margin-bottom: .5rem; }
.problem { border-inline-start: 5px solid light-dark(#b00020, #ff8a9a); padding-inline-start: 1rem; font-weight: 600; }
`;

function choice(person: KnownPerson): Content {
  const password =
    person.password === undefined
      ? ''
      : html`<label for="password-${person.sub}">Password of ${person.name}</label>
<input id="password-${person.sub}" name="password" type="password" autocomplete="current-password" required>`;
  return html`<li><form method="post">
${password}
<button name="username" value="${person.username}"><strong>${person.name}</strong> ${groupsInWords(person.groups)}</button>
</form></li>`;
}

/** The page on which a person says who they are; with a sentence when the last try failed. */
export function choicePage(
  people: readonly KnownPerson[],
  styleAddress: string,
  problem?: string,
): Promise<string> {
  return page(
    'Choose who you are',
    styleAddress,
    html`${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`}
<p>This page stands in for the landlord’s own sign-in and is only on this machine.</p>
<ul>
${people.map(choice)}
</ul>`,
  );
}

/** A page that says why sign-in cannot go on. */
export function problemPage(sentence: string, styleAddress: string): Promise<string> {
  return page(
    'Sign-in cannot go on',
    styleAddress,
    html`<p class="problem" role="alert">${sentence}</p>
<p>Go back to the application and start again.</p>`,
  );
}

/** The page that asks before signing out. `form` is the provider's own form, with its secret. */
export function signOutPage(form: string, styleAddress: string): Promise<string> {
  return page(
    'Sign out?',
    styleAddress,
    html`${raw(form)}
<p><button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button></p>`,
  );
}

/** The page after signing out, when the application has none of its own. */
export function signedOutPage(styleAddress: string): Promise<string> {
  return page('You are signed out', styleAddress, html`<p>You can close this page.</p>`);
}
