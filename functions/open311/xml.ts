import { legible } from './legible.ts';

/** What is told: text, numbers, lists and fields by name. JSON as it is, and XML by {@link xmlOf}. */
export type Told = string | number | boolean | null | readonly Told[] | { readonly [field: string]: Told };

// XML names the items of a list, JSON does not: Open311's names for them ("Spark convention").
const ITEM_OF: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error',
};

/** An XML document with one root element. Text is escaped, and characters that XML cannot hold are left out. */
export function xmlOf(root: string, told: Told): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, told)}\n`;
}

function element(name: string, told: Told): string {
  return `<${name}>${inside(name, told)}</${name}>`;
}

function inside(name: string, told: Told): string {
  if (told === null) return '';
  if (typeof told !== 'object') return escaped(String(told));
  if (isList(told)) return told.map((item) => element(ITEM_OF[name] ?? 'item', item)).join('');
  return Object.entries(told)
    .map(([field, value]) => element(field, value))
    .join('');
}

function isList(told: object): told is readonly Told[] {
  return Array.isArray(told);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return legible(text).replaceAll(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}
