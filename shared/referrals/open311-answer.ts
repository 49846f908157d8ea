import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

// Numbers for text, nothing for an empty element: servers differ, and all of it is text to us.
const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(undefined)
  .transform((value) => {
    const text = `${value ?? ''}`.trim();
    return text === '' ? undefined : text;
  });

/** What a server answers to a request that it took: its own number, or a token by which to ask for that. */
export const Receipt = z.object({ service_request_id: Text, token: Text, service_notice: Text });

/** A request as a server shows it. */
export const TheirRequest = z.object({
  service_request_id: Text,
  status: Text,
  status_notes: Text,
  description: Text,
  external_id: Text,
});

/** One of mySociety's updates of a request. */
export const TheirUpdate = z.object({
  update_id: Text,
  service_request_id: Text,
  status: Text,
  description: Text,
});

/** One of a server's refusals. */
export const TheirError = z.object({ code: Text, description: Text });

/** An answer is not what Open311 says: neither its JSON nor its XML, or not of its shape. */
export class NotOpen311 extends Error {
  override readonly name = 'NotOpen311';
}

const ITEMS = ['request', 'request_update', 'error'];
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => ITEMS.includes(name),
});

/**
 * The items of an answer, each read by a schema: a JSON list, or the items of an XML document's root, whatever that is
 * called. Throws {@link NotOpen311} for anything else.
 */
export function itemsIn<T>(text: string, format: 'json' | 'xml', schema: z.ZodType<T>): T[] {
  const read = z.array(schema).safeParse(format === 'json' ? jsonItems(text) : xmlItems(text));
  if (read.success) return read.data;
  throw new NotOpen311('the answer is not in the shape of Open311');
}

function jsonItems(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json : [json];
  } catch (cause) {
    throw new NotOpen311('the answer is no JSON', { cause });
  }
}

function xmlItems(text: string): unknown {
  try {
    const root = z
      .record(z.string(), z.unknown())
      .parse(xml.parse(text.replace(/^\s*<\?xml.*?\?>/s, ''), true));
    const [inside] = Object.values(root);
    if (inside === '') return [];
    const items = z.record(z.string(), z.unknown()).parse(inside);
    return ITEMS.map((name) => items[name]).find((each) => each !== undefined);
  } catch (cause) {
    throw new NotOpen311('the answer is no XML of Open311', { cause });
  }
}
