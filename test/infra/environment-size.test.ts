import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { checkEnvironmentSize } from '../../infra/constructs/environment-size.ts';

describe('a function’s environment', () => {
  it('is taken as long as Lambda takes it', () => {
    expect(() => checkEnvironmentSize('api', { A: 'x'.repeat(4_095) })).not.toThrow();
  });

  it('that is larger is refused with the names of the longest settings', () => {
    const environment = { CREWS: 'x'.repeat(4_000), LANDLORD: 'é'.repeat(60) };
    expect(() => checkEnvironmentSize('api', environment)).toThrow(
      'The settings are too long for the function api: its environment has 4133 bytes, and Lambda takes 4096. Shorten the longest: CREWS (4005), LANDLORD (128).',
    );
  });

  it('counts names that CloudFormation is yet to make as long ones', () => {
    const environment = { TABLE: Lazy.string({ produce: () => 'table' }), CREWS: 'x'.repeat(3_930) };
    expect(() => checkEnvironmentSize('api', environment)).toThrow('CREWS (3935), TABLE (165)');
  });
});
