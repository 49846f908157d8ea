/** Text without the characters that no text has and XML cannot hold, such as NUL. */
export function legible(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
