import type { APIGatewayEventRequestContextJWTAuthorizer } from 'aws-lambda';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';

/** What a route asks of a caller: a token of this issuer, for one of these audiences, with one of these scopes. */
export interface JwtAuthorizer {
  /** The issuer's address, where `/.well-known/openid-configuration` is found and which is the token's `iss`. */
  issuer: string;
  /** The token's `aud`, or where it has none (Amazon Cognito's access tokens) its `client_id`, is one of these. */
  audience: readonly string[];
  /** The token has at least one of these; none asked when empty or absent. */
  scopes?: readonly string[];
}

/** Who is let through, as the function's event shows them, or the refusal to answer with. */
export type Admission =
  | { admitted: APIGatewayEventRequestContextJWTAuthorizer }
  | { refused: 401 | 403; challenge: string };

// Claims are read for these alone; the rest are passed on as text.
const KnownClaims = z.object({
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

const unauthorized = (why: string): Admission => ({
  refused: 401,
  challenge: `Bearer scope="" error="invalid_token" error_description="${why}"`,
});

/**
 * A claim as API Gateway writes it into the event: everything is text, and a list is its items between square
 * brackets with spaces (`[role/estate-officer patch/riverside]`).
 */
export function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function refusalOf(cause: unknown): Admission {
  if (cause instanceof errors.JWTExpired) return unauthorized('the token has expired');
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(
      cause.claim === 'iss'
        ? 'the token does not have a valid issuer'
        : `the claim ${cause.claim} is not valid`,
    );
  }
  if (cause instanceof errors.JWKSNoMatchingKey) return unauthorized('no key matches the token');
  if (cause instanceof errors.JWSSignatureVerificationFailed) return unauthorized('the signature is invalid');
  if (cause instanceof errors.JOSEError) return unauthorized('invalid token');
  return unauthorized('OIDC discovery endpoint communication error');
}

/** Keeps the keys of the issuers it has met, so that a request costs no second request. */
export class TokenChecker {
  readonly #keys = new Map<string, Promise<JWTVerifyGetKey>>();

  #keysOf(issuer: string): Promise<JWTVerifyGetKey> {
    const known = this.#keys.get(issuer);
    if (known !== undefined) return known;
    const found = fetch(`${issuer}/.well-known/openid-configuration`)
      .then((response) => response.json())
      .then((document) => createRemoteJWKSet(new URL(Discovery.parse(document).jwks_uri)));
    this.#keys.set(issuer, found);
    // An issuer that was not up yet is asked again by the next request.
    found.catch(() => this.#keys.delete(issuer));
    return found;
  }

  /**
   * Decides as a JWT authorizer of an HTTP API does: RS256, issuer, times, audience, then scopes.
   * @param authorization the request's `authorization` header, with or without `Bearer` before the token
   */
  async admit(authorization: string | undefined, authorizer: JwtAuthorizer): Promise<Admission> {
    const token = authorization?.replace(/^bearer\s+/i, '').trim();
    if (token === undefined || token === '') return { refused: 401, challenge: 'Bearer' };
    try {
      const keys = await this.#keysOf(authorizer.issuer);
      const { payload } = await jwtVerify(token, keys, {
        issuer: authorizer.issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
      });
      return admission(payload, authorizer);
    } catch (cause) {
      return refusalOf(cause);
    }
  }
}

function admission(payload: JWTPayload, authorizer: JwtAuthorizer): Admission {
  const claims = KnownClaims.safeParse(payload);
  if (!claims.success) return unauthorized('invalid token');
  if ((payload.iat ?? 0) > Date.now() / 1000) return unauthorized('the token is from the future');
  const { aud = claims.data.client_id ?? [], scope, scp = scope ?? '' } = claims.data;
  if (![aud].flat().some((audience) => authorizer.audience.includes(audience))) {
    return unauthorized('the token does not have a valid audience');
  }
  const granted = (typeof scp === 'string' ? scp.split(' ') : scp).filter((each) => each !== '');
  const asked = authorizer.scopes ?? [];
  if (asked.length > 0 && !asked.some((each) => granted.includes(each))) {
    return { refused: 403, challenge: `Bearer scope="${asked.join(' ')}" error="insufficient_scope"` };
  }
  const texts = Object.entries(payload).map(([name, value]) => [name, claimText(value)]);
  return {
    admitted: { jwt: { claims: Object.fromEntries(texts), scopes: asked.length > 0 ? granted : null } },
  };
}
