import { getConfigModel, type S3Configuration } from '@20minutes/s3rver/lib/models/config.js';

/** A CORS rule of a bucket, under the names that CloudFormation gives its parts. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly ('GET' | 'PUT' | 'HEAD' | 'POST' | 'DELETE')[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  /** Seconds for which a browser may keep the answer to its preflight. */
  readonly MaxAge?: number;
}

/** The rules as S3 keeps them. Throws S3's refusal of a rule, such as an origin with two stars. */
export function corsConfiguration(rules: readonly CorsRule[]): S3Configuration {
  const Model = getConfigModel('cors');
  if (Model === undefined) throw new Error('s3rver knows no CORS configuration.');
  const elements = (name: string, values: readonly (string | number)[] = []): string =>
    values.map((value) => `<${name}>${escaped(String(value))}</${name}>`).join('');
  const xml = rules.map((rule) =>
    [
      elements('AllowedOrigin', rule.AllowedOrigins),
      elements('AllowedMethod', rule.AllowedMethods),
      elements('AllowedHeader', rule.AllowedHeaders),
      elements('ExposeHeader', rule.ExposedHeaders),
      elements('MaxAgeSeconds', rule.MaxAge === undefined ? [] : [rule.MaxAge]),
    ].join(''),
  );
  return Model.validate(`<CORSConfiguration>${elementsAround('CORSRule', xml)}</CORSConfiguration>`);
}

function elementsAround(name: string, contents: readonly string[]): string {
  return contents.map((content) => `<${name}>${content}</${name}>`).join('');
}

/** Text as it stands in XML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
