import { z } from 'zod';
import { Rejected } from '../../shared/platform/errors.ts';
import { isFilter } from './topic-filter.ts';

/** A message as it comes in: its topic, its bytes, and who sent it when (milliseconds since 1970). */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly clientId: string;
  readonly atMillis: number;
}

type Json = z.core.util.JSONType;
type Value = (message: MqttMessage) => Json | undefined;
type Refuse = (piece: string) => never;

/** A rule's statement, read: which topics it takes, and the bytes it makes of a message. */
export interface RuleStatement {
  readonly filter: string;
  /** The bytes for the rule's actions. Throws with a sentence when the statement cannot be applied to the message. */
  readonly apply: (message: MqttMessage) => Buffer;
}

const Members = z.record(z.string(), z.json());

/**
 * Reads an AWS IoT rule's statement: `SELECT items FROM 'filter'`, the items being `*`, or one of
 * `encode(*, 'base64')`, `topic()`, `topic(n)`, `timestamp()`, `clientid()`, a text, a number, each `AS` a name. Throws
 * `Rejected` that names the rule and the piece for anything else.
 */
export function readStatement(sql: string, ruleName: string): RuleStatement {
  const refuse: Refuse = (piece) => {
    throw new Rejected(`The statement of rule "${ruleName}" is not known to the local system: ${piece}.`);
  };
  const statement = /^\s*SELECT\s+(.+?)\s+FROM\s+'([^']*)'\s*(.*)$/is.exec(sql);
  if (statement === null) return refuse(`"${sql}" is not SELECT … FROM '…'`);
  const [, itemsText = '', filter = '', rest = ''] = statement;
  if (rest !== '') return refuse(`"${rest}"`);
  if (!isFilter(filter)) return refuse(`the topic filter '${filter}'`);
  const items = itemsOf(itemsText, refuse);
  const takesAll = items.includes('*');
  const named = items.filter((item) => item !== '*').map((item) => readItem(item, refuse));
  return {
    filter,
    apply: (message) => {
      // AWS hands the bytes on as they are when * stands alone, JSON or not.
      if (takesAll && named.length === 0) return message.payload;
      const members = takesAll ? membersOf(message.payload) : {};
      const values = named.flatMap(({ name, value }) => {
        const found = value(message);
        return found === undefined ? [] : [[name, found] as const];
      });
      return Buffer.from(JSON.stringify({ ...members, ...Object.fromEntries(values) }));
    },
  };
}

function membersOf(payload: Buffer): Record<string, Json> {
  // An empty payload may have data added, as a JSON one may: AWS IoT Developer Guide, "Working with binary payloads".
  if (payload.length === 0) return {};
  try {
    return Members.parse(JSON.parse(payload.toString('utf8')));
  } catch (cause) {
    throw new Rejected('SELECT * with other items needs a payload that is a JSON object.', { cause });
  }
}

/** Splits at the commas that stand neither in brackets nor in quotes. */
function itemsOf(text: string, refuse: Refuse): string[] {
  const items = text.match(/(?:'[^']*'|\([^)]*\)|[^,'(])+/g) ?? [];
  if (items.join(',') !== text) return refuse(`the items "${text}"`);
  return items.map((item) => item.trim() || refuse(`the items "${text}"`));
}

function readItem(item: string, refuse: Refuse): { name: string; value: Value } {
  const [, expression, name] = /^(.+?)\s+AS\s+(\w+)$/is.exec(item) ?? [];
  if (expression === undefined || name === undefined) return refuse(`"${item}", which has no AS name`);
  return { name, value: readExpression(expression, refuse) };
}

function readExpression(expression: string, refuse: Refuse): Value {
  const literal = /^'([^']*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return () => literal;
  if (/^-?\d+(\.\d+)?$/.test(expression)) {
    const number = Number(expression);
    return () => number;
  }
  const [, called = '', argument = ''] = /^(\w+)\s*\(\s*(.*?)\s*\)$/s.exec(expression) ?? [];
  switch (called.toLowerCase()) {
    case 'topic': {
      if (argument === '') return ({ topic }) => topic;
      // Levels are counted from 1; AWS leaves out a level that the topic does not have.
      if (/^[1-9]\d*$/.test(argument)) return ({ topic }) => topic.split('/')[Number(argument) - 1];
      break;
    }
    case 'timestamp':
      if (argument === '') return ({ atMillis }) => atMillis;
      break;
    case 'clientid':
      if (argument === '') return ({ clientId }) => clientId;
      break;
    case 'encode':
      if (/^\*\s*,\s*'base64'$/.test(argument)) return ({ payload }) => payload.toString('base64');
      break;
  }
  return refuse(`"${expression}"`);
}
