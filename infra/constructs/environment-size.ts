import { Token } from 'aws-cdk-lib';

/** What Lambda takes: names and values of all a function's environment together, in bytes. */
const MOST_BYTES = 4_096;

// The longest names that CloudFormation makes: a secret's ARN, a queue's address.
const MADE_NAME_BYTES = 160;

/**
 * Throws, naming the longest, when a function's environment with the landlord's settings in it is larger than Lambda
 * takes: CloudFormation says so only half way through a deployment.
 */
export function checkEnvironmentSize(
  functionName: string,
  environment: Readonly<Record<string, string>>,
): void {
  const sizes = Object.entries(environment).map(([name, value]) => {
    const bytes = Token.isUnresolved(value) ? MADE_NAME_BYTES : Buffer.byteLength(value);
    return { name, bytes: Buffer.byteLength(name) + bytes };
  });
  const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes <= MOST_BYTES) return;
  const longest = sizes
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, 3)
    .map((each) => `${each.name} (${each.bytes})`);
  throw new Error(
    `The settings are too long for the function ${functionName}: its environment has ${bytes} bytes, and Lambda takes ${MOST_BYTES}. Shorten the longest: ${longest.join(', ')}.`,
  );
}
