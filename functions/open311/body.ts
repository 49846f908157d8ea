import { legible } from './legible.ts';
import { Refusal } from './refusal.ts';

/** A file that was sent with a form. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form's fields in the order they came, some perhaps more than once, and the files sent with it. */
export interface SentForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly uploads: readonly Upload[];
}

/** As base64 in an event, a body is a third larger; Lambda takes events of 6 MB. */
export const LARGEST_BODY_BYTES = 4_500_000;

const MOST_FIELDS = 200;
const MOST_UPLOADS = 3;

/**
 * The form in a request's body, form-encoded or multipart. Throws {@link Refusal} for any other body, and for one that
 * is too large, that has too many fields or photos, or that breaks off.
 */
export async function formIn(body: ArrayBuffer, contentType: string | undefined): Promise<SentForm> {
  if (body.byteLength > LARGEST_BODY_BYTES)
    throw new Refusal(413, [
      `The report is larger than the ${LARGEST_BODY_BYTES / 1_000_000} MB that are taken: send its photos smaller, or their addresses in media_url.`,
    ]);
  const form = await parts(body, contentType ?? '');
  if (form.fields.length > MOST_FIELDS)
    throw new Refusal(400, [
      `The report has ${form.fields.length} fields: send ${MOST_FIELDS} at most, and none more than once.`,
    ]);
  if (form.uploads.length > MOST_UPLOADS)
    throw new Refusal(400, [`The report has ${form.uploads.length} photos: send ${MOST_UPLOADS} at most.`]);
  return form;
}

async function parts(body: ArrayBuffer, contentType: string): Promise<SentForm> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const fields = [...new URLSearchParams(Buffer.from(body).toString('utf8'))];
    return { fields: fields.map(([name, value]) => [name, legible(value)]), uploads: [] };
  }
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new Refusal(400, [
      'Send the report as a form: content-type application/x-www-form-urlencoded, or multipart/form-data with photos.',
    ]);
  const fields: [string, string][] = [];
  const uploads: Upload[] = [];
  for (const [name, value] of await multipart(body, contentType)) {
    if (typeof value === 'string') fields.push([name, legible(value)]);
    // A file field that nobody filled in is sent empty.
    else if (value.size > 0) {
      uploads.push({ name: value.name.slice(0, 100), bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  return { fields, uploads };
}

async function multipart(body: ArrayBuffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (cause) {
    throw new Refusal(
      400,
      ['The form cannot be read: it breaks off, or its boundary is not the one it names.'],
      {
        cause,
      },
    );
  }
}
