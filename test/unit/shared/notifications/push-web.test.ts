import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PushTarget, subscriptionOf } from '../../../../shared/notifications/contact.ts';
import { pushKeysFrom } from '../../../../shared/notifications/push-keys-secret.ts';
import { postPublicly, pushRequestOf, sendPush } from '../../../../shared/notifications/push-web.ts';
import { at } from '../../../support/builders.ts';

const ENDPOINT = 'https://push.example.com/send/abc';
const message = {
  title: 'Insecure door on North',
  summary: 'DF-1',
  text: 'Insecure door on North.',
  link: 'https://estatewatch.example/incidents/DF-1',
};
const keys = pushKeysFrom('a secret of the tests that is long enough');
const sender = { subject: 'mailto:estatewatch@landlord.example', ...keys };

/** A browser that subscribed: its keys, and how it reads what comes (RFC 8291 with RFC 8188). */
function aBrowser() {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const auth = randomBytes(16);
  const target = PushTarget.parse({
    endpoint: ENDPOINT,
    keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
  });
  const read = (body: Buffer): string => {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const theirs = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), theirs]);
    const shared = Buffer.from(hkdfSync('sha256', pair.computeSecret(theirs), auth, info, 32));
    const derive = (what: string, length: number) =>
      Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${what}\0`, length));
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    // The last record ends with a 2, and padding behind it.
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
  };
  return { subscription: subscriptionOf(target, at('2026-11-23T10:00:00Z')), read };
}

describe('a push message', () => {
  it('is read by its browser alone: what kind of thing, its reference and the link', () => {
    const { subscription, read } = aBrowser();
    const { endpoint, headers, body } = pushRequestOf(subscription, message, true, sender);
    expect(endpoint).toBe(ENDPOINT);
    expect(headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', TTL: 86_400, Urgency: 'high' });
    expect(body.toString('latin1')).not.toContain('Insecure');
    expect(JSON.parse(read(body))).toEqual({
      title: 'Insecure door on North',
      body: 'DF-1',
      url: 'https://estatewatch.example/incidents/DF-1',
    });
  });

  it('is signed with the key that browsers subscribed with, for the push service alone', () => {
    const { subscription } = aBrowser();
    const { headers } = pushRequestOf(subscription, message, false, sender);
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(String(headers.Authorization)) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${head}.${claims}`);
    const isSigned = verify(
      'sha256',
      signed,
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isSigned).toBe(true);
    expect(key).toBe(keys.publicKey);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: 'https://push.example.com',
      sub: 'mailto:estatewatch@landlord.example',
    });
    expect(headers.Urgency).toBe('normal');
  });

  it.each([
    [201, { outcome: 'delivered', providerId: '/m/1' }],
    [404, { outcome: 'gone', why: 'HTTP 404' }],
    [410, { outcome: 'gone', why: 'HTTP 410' }],
    [403, { outcome: 'refused', why: 'HTTP 403' }],
    [413, { outcome: 'refused', why: 'HTTP 413' }],
    [301, { outcome: 'failed', why: 'HTTP 301' }],
    [429, { outcome: 'failed', why: 'HTTP 429' }],
    [503, { outcome: 'failed', why: 'HTTP 503' }],
  ])('that is answered %s is %o', async (status, sent) => {
    const { subscription } = aBrowser();
    const request = pushRequestOf(subscription, message, true, sender);
    expect(await sendPush(request, async () => ({ status, location: '/m/1' }))).toEqual(sent);
  });

  it.each([
    ['this machine', 'https://localhost/a'],
    ['a number', 'https://127.0.0.1/a'],
    ['another port', 'https://push.example.com:9/a'],
  ])('is never posted to %s', async (_, endpoint) => {
    const request = { endpoint, headers: {}, body: Buffer.from('x') };
    await expect(postPublicly(request)).rejects.toMatchObject({ name: 'NotPublic' });
    expect(await sendPush(request)).toEqual({ outcome: 'failed', why: 'NotPublic' });
  });
});

describe('the key pair', () => {
  it('follows from its secret, and another from another', () => {
    expect(pushKeysFrom('a secret of the tests that is long enough')).toEqual(keys);
    expect(pushKeysFrom('another secret of the tests, long enough').publicKey).not.toBe(keys.publicKey);
  });

  it('is not made of a secret that is hardly one', () => {
    expect(() => pushKeysFrom('')).toThrow('too short');
  });
});
