import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secrets, serveSecrets } from '../../../../local/secrets/secrets.ts';
import { emptyFolder } from '../sqs/folders.ts';

describe('a secret', () => {
  it('is made once, and is the same after a restart', async () => {
    const folder = join(await emptyFolder(), 'secrets');
    const first = new Secrets(folder).ensure('arn:webhook', 'webhook', 48);
    expect(first).toMatch(/^[0-9a-f]{48}$/);
    expect(new Secrets(folder).ensure('arn:webhook', 'webhook', 48)).toBe(first);
  });

  it('is another one for another name and in another place', async () => {
    const secrets = new Secrets(join(await emptyFolder(), 'secrets'));
    const elsewhere = new Secrets(join(await emptyFolder(), 'secrets'));
    const made = [secrets.ensure('a', 'a', 48), secrets.ensure('b', 'b', 48), elsewhere.ensure('a', 'a', 48)];
    expect(new Set(made).size).toBe(3);
    expect(secrets.all()).toEqual(made.slice(0, 2));
  });

  it('can be read by this user only', async () => {
    const folder = join(await emptyFolder(), 'secrets');
    new Secrets(folder).ensure('arn:webhook', 'webhook', 48);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'webhook')).mode & 0o077).toBe(0);
  });

  it('is served in its current and its previous version, as its files are at that moment', async () => {
    const folder = join(await emptyFolder(), 'secrets');
    const secrets = new Secrets(folder);
    const made = secrets.ensure('arn:webhook', 'webhook', 48);
    const served = await serveSecrets(secrets);
    const client = new SecretsManagerClient({
      endpoint: served.endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
    onTestFinished(async () => {
      client.destroy();
      await served.close();
    });
    const version = async (VersionStage?: string) => {
      const command = new GetSecretValueCommand({ SecretId: 'arn:webhook', VersionStage });
      return (await client.send(command)).SecretString;
    };
    expect([await version(), await version('AWSCURRENT')]).toEqual([made, made]);
    await expect(version('AWSPREVIOUS')).rejects.toBeInstanceOf(ResourceNotFoundException);

    writeFileSync(join(folder, 'webhook.previous'), made);
    writeFileSync(join(folder, 'webhook'), 'rotated');
    expect([await version('AWSCURRENT'), await version('AWSPREVIOUS')]).toEqual(['rotated', made]);
    expect(secrets.all()).toEqual(['rotated']);
  });

  it('is served as Secrets Manager serves it, and one that is not there is refused so', async () => {
    const secrets = new Secrets(join(await emptyFolder(), 'secrets'));
    const made = secrets.ensure('arn:webhook', 'webhook', 48);
    const served = await serveSecrets(secrets);
    const client = new SecretsManagerClient({
      endpoint: served.endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
    onTestFinished(async () => {
      client.destroy();
      await served.close();
    });
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'arn:webhook' }));
    expect(SecretString).toBe(made);
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'arn:other' }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });
});
