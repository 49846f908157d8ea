import { expect, it } from 'vitest';
import { md5OfAttributes } from '../../../../local/sqs/message.ts';

it('the checksum of a custom data type is that of SQS (vector: moto, tests/test_sqs/test_sqs.py)', () => {
  expect(md5OfAttributes({ somevalue: { dataType: 'String.custom', stringValue: 'somevalue' } })).toBe(
    '9e05cca738e70ff6c6041e82d5e77ef1',
  );
});
