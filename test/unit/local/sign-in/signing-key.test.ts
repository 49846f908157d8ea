import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotRunHere } from '../../../../local/machine/durable-file.ts';
import { type SignIn, startSignIn } from '../../../../local/sign-in/sign-in.ts';
import { pool } from './visitor.ts';

let folder: string;
let signIn: SignIn;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sign-in-'));
  signIn = await startSignIn(pool(folder));
});

afterAll(async () => {
  await signIn.close();
  await rm(folder, { recursive: true });
});

describe('a restart', () => {
  it('keeps the key, so that a token from before is still good', async () => {
    const first = await startSignIn(pool(folder));
    const token = await first.tokenFor('olive');
    await first.close();
    const second = await startSignIn(pool(folder, { port: first.port }));
    const keys = createRemoteJWKSet(new URL(second.jwksUri));
    const { payload } = await jwtVerify(token, keys, { issuer: second.issuer });
    await second.close();
    expect(payload.username).toBe('olive');
  });

  it('finds the key readable by its owner alone', async () => {
    const { mode } = await stat(path.join(folder, 'signing-key.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('stops with a sentence when the key is damaged, and leaves it as it is', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'sign-in-'));
    await writeFile(path.join(elsewhere, 'signing-key.json'), '{"kty":"RSA"');
    await expect(startSignIn(pool(elsewhere))).rejects.toThrow('is damaged. Remove it');
    expect(await readFile(path.join(elsewhere, 'signing-key.json'), 'utf8')).toBe('{"kty":"RSA"');
    await rm(elsewhere, { recursive: true });
  });

  it('stops with a sentence when the folder cannot be made', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    await chmod(file, 0o444);
    await expect(startSignIn(pool(path.join(file, 'below')))).rejects.toThrow('signing key');
  });

  it('stops with a sentence that names the port when it is taken', async () => {
    const second = startSignIn(pool(folder, { port: signIn.port }));
    await expect(second).rejects.toThrow(CannotRunHere);
    await expect(second).rejects.toThrow(`Port ${signIn.port} is in use`);
  });
});
