import { z } from 'zod';
import { ACCOUNT, type Addresses, physicalName, REGION, valuesOf } from './resource-types.ts';
import type { Resource, Templates } from './templates.ts';

/** A resource whose properties hold plain values. */
export interface DeployedResource<Properties> {
  readonly name: string;
  readonly logicalId: string;
  readonly assetFolder?: string;
  readonly properties: Properties;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

const Call = z.record(z.string(), z.unknown());

/** The synthesised templates with every reference replaced by what it refers to, as CloudFormation would. */
export class Deployment {
  readonly #templates: Templates;
  readonly #addresses: Addresses;
  readonly #exports: ReadonlyMap<unknown, { stack: string; value: unknown }>;

  /** Throws, naming it, when a template has a resource of a type that the local system does not know. */
  constructor(templates: Templates, addresses: Addresses) {
    this.#templates = templates;
    this.#addresses = addresses;
    this.#exports = new Map(
      templates.outputs.map(({ stack, value, exportName }) => [exportName, { stack, value }]),
    );
    for (const resource of templates.resources) valuesOf(resource, addresses);
  }

  /** All resources of a type, their properties parsed by a schema. Throws, naming it, for one that it does not fit. */
  all<Properties>(type: string, schema: z.ZodType<Properties>): DeployedResource<Properties>[] {
    return this.#templates.resources
      .filter((resource) => resource.type === type)
      .map((resource) => {
        const properties = schema.safeParse(this.#resolve(resource.properties, resource.stack));
        if (!properties.success) {
          const why = z.prettifyError(properties.error);
          throw new Error(
            `${resource.logicalId} (${type}) asks for what the local system does not do: ${why}`,
          );
        }
        const { logicalId, assetFolder } = resource;
        const asset = assetFolder === undefined ? {} : { assetFolder };
        return { name: physicalName(resource), logicalId, ...asset, properties: properties.data };
      });
  }

  /** The value that a stack tells under a name. */
  output(name: string): unknown {
    const output = this.#templates.outputs.find((each) => each.name === name);
    if (output === undefined) throw new Error(`No stack has an output “${name}”.`);
    return this.#resolve(output.value, output.stack);
  }

  #resolve(value: unknown, stack: string): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#resolve(each, stack));
    const object = Call.safeParse(value);
    if (!object.success) return value;
    const entries = Object.entries(object.data);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#call(name, argument, stack);
    }
    return Object.fromEntries(entries.map(([key, each]) => [key, this.#resolve(each, stack)]));
  }

  #call(name: string, argument: unknown, stack: string): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(z.string().parse(argument), stack);
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = z.tuple([z.string(), z.string()]).parse(argument);
        return this.#attribute(logicalId, attribute, stack);
      }
      case 'Fn::Join': {
        const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
        return parts.map((part) => String(this.#resolve(part, stack))).join(separator);
      }
      case 'Fn::Sub':
        return z
          .string()
          .parse(argument)
          .replaceAll(/\$\{([^}]+)\}/g, (_, reference: string) => {
            const [logicalId = '', attribute] = reference.split('.', 2);
            return attribute === undefined
              ? this.#ref(logicalId, stack)
              : this.#attribute(logicalId, attribute, stack);
          });
      case 'Fn::Split': {
        const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument);
        return String(this.#resolve(text, stack)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
        return z.array(z.unknown()).parse(this.#resolve(list, stack))[index];
      }
      case 'Fn::ImportValue': {
        const told = this.#exports.get(this.#resolve(argument, stack));
        if (told === undefined)
          throw new Error(`${stack} imports ${JSON.stringify(argument)}, which no stack exports.`);
        return this.#resolve(told.value, told.stack);
      }
      default:
        throw new Error(
          `${stack} uses ${name}, a CloudFormation function that the local system does not know.`,
        );
    }
  }

  #ref(logicalId: string, stack: string): string {
    return PSEUDO[logicalId] ?? valuesOf(this.#find(logicalId, stack), this.#addresses).ref;
  }

  #attribute(logicalId: string, attribute: string, stack: string): string {
    const resource = this.#find(logicalId, stack);
    const value = valuesOf(resource, this.#addresses).attributes[attribute];
    if (value === undefined) {
      throw new Error(
        `${stack} asks for ${attribute} of ${logicalId} (${resource.type}), which the local system does not give.`,
      );
    }
    return value;
  }

  #find(logicalId: string, stack: string): Resource {
    const found = this.#templates.resources.find(
      (each) => each.stack === stack && each.logicalId === logicalId,
    );
    if (found === undefined) throw new Error(`${stack} refers to ${logicalId}, which it does not have.`);
    return found;
  }
}
