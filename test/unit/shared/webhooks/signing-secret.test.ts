import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import {
  firstSecrets,
  rotated,
  SECRET_BYTES,
  secretOf,
  signedHeaders,
} from '../../../../shared/webhooks/signing-secret.ts';

// Libraries refuse what was signed more than five minutes ago by their own clock.
const NOW = instant(Date.now());
const BODY = '{"specversion":"1.0"}';
const secret = (fill: number) => secretOf(Buffer.alloc(SECRET_BYTES, fill));
const verify = (by: string, headers: Record<string, string>, body = BODY) =>
  new Webhook(by).verify(body, headers);
const isVerified = (by: string, headers: Record<string, string>, body = BODY) => {
  try {
    return verify(by, headers, body) !== undefined;
  } catch {
    return false;
  }
};

describe('a signed delivery', () => {
  const headers = signedHeaders('FT-0000000001-v2', BODY, firstSecrets(secret(1)), NOW);

  it('is verified by the library of Standard Webhooks', () => {
    expect(verify(secret(1), headers)).toEqual({ specversion: '1.0' });
  });

  it('is not, when its body, its id, its time or the secret is another', () => {
    const later = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) };
    expect([
      isVerified(secret(1), headers),
      isVerified(secret(1), headers, '{"specversion":"1.1"}'),
      isVerified(secret(1), { ...headers, 'webhook-id': 'FT-0000000001-v3' }),
      isVerified(secret(1), later),
      isVerified(secret(2), headers),
    ]).toEqual([true, false, false, false, false]);
  });
});

describe('a rotated secret', () => {
  const once = rotated(firstSecrets(secret(1)), secret(2), NOW);
  const verifiedBy = (secrets: typeof once, at: typeof NOW, fill: number) => {
    const headers = signedHeaders('T-0000000001-v1', BODY, secrets, at);
    // Compared by hand, because the library's clock does not move.
    return headers['webhook-signature']
      .split(' ')
      .includes(new Webhook(secret(fill)).sign('T-0000000001-v1', new Date(at), BODY));
  };

  it('leaves a day in which receivers with either are right', () => {
    const headers = signedHeaders('T-0000000001-v1', BODY, once, NOW);
    expect([isVerified(secret(1), headers), isVerified(secret(2), headers)]).toEqual([true, true]);
    const dayLater = plusSeconds(NOW, 86_399);
    expect([verifiedBy(once, dayLater, 1), verifiedBy(once, dayLater, 2)]).toEqual([true, true]);
  });

  it('counts alone after that day', () => {
    const later = plusSeconds(NOW, 86_400);
    expect([verifiedBy(once, later, 1), verifiedBy(once, later, 2)]).toEqual([false, true]);
  });

  it('twice in a day leaves all three right', () => {
    const twice = rotated(once, secret(3), plusSeconds(NOW, 60));
    const at = plusSeconds(NOW, 120);
    expect([1, 2, 3].map((fill) => verifiedBy(twice, at, fill))).toEqual([true, true, true]);
  });
});
