/**
 * Whether a topic matches a filter with `+` (one level) and, at its end, `#` (this and all levels below). Topics that
 * begin with `$` match no filter that begins with a wildcard. Source: MQTT 3.1.1, section 4.7.
 */
export function matchesFilter(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (levels[at] === undefined || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}

/** Whether a text is a filter at all: wildcards stand alone in their level, and `#` only in the last. */
export function isFilter(text: string): boolean {
  const levels = text.split('/');
  return (
    text !== '' &&
    levels.every(
      (level, at) => level === '+' || (level === '#' && at === levels.length - 1) || !/[+#]/.test(level),
    )
  );
}
