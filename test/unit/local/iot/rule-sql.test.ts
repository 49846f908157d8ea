import { describe, expect, it } from 'vitest';
import { readStatement } from '../../../../local/iot/rule-sql.ts';
import { isFilter, matchesFilter } from '../../../../local/iot/topic-filter.ts';

const message = {
  topic: 'estates/riverside/devices/door-3/up',
  payload: Buffer.from('{"payload":"AWQD","port":85}'),
  clientId: 'gateway-1',
  atMillis: Date.parse('2026-11-22T08:00:00Z'),
};
const applied = (sql: string, payload: Buffer = message.payload): unknown =>
  JSON.parse(
    readStatement(sql, 'r')
      .apply({ ...message, payload })
      .toString(),
  );

describe("a rule's statement", () => {
  it('adds to the payload what the message does not say itself', () => {
    expect(
      applied(
        "SELECT *, topic() AS topic, topic(2) AS estate, topic(4) as device, clientid() AS client, timestamp() AS receivedAt, 'mqtt' AS source, 1.5 AS factor FROM 'estates/+/devices/+/up'",
      ),
    ).toEqual({
      payload: 'AWQD',
      port: 85,
      topic: 'estates/riverside/devices/door-3/up',
      estate: 'riverside',
      device: 'door-3',
      client: 'gateway-1',
      receivedAt: 1795334400000,
      source: 'mqtt',
      factor: 1.5,
    });
  });

  it('carries any bytes as base64', () => {
    const payload = Buffer.of(0, 255, 128);
    expect(
      applied("select encode(*, 'base64') as data, topic(4) as device from 'estates/#'", payload),
    ).toEqual({
      data: 'AP+A',
      device: 'door-3',
    });
  });

  it('hands the bytes on as they are when * stands alone', () => {
    const payload = Buffer.of(0, 255, 128);
    expect(readStatement("SELECT * FROM '#'", 'r').apply({ ...message, payload })).toEqual(payload);
  });

  it('leaves out a level that the topic does not have, and takes an empty payload as one without members', () => {
    expect(applied("SELECT *, topic(9) AS ninth, topic(1) AS first FROM '#'", Buffer.alloc(0))).toEqual({
      first: 'estates',
    });
  });

  it.each([['80'], ['[1]'], ['\u0001'], ['{"a":']])('cannot add to the payload %j', (payload) => {
    expect(() => applied("SELECT *, topic() AS t FROM '#'", Buffer.from(payload))).toThrow(
      'needs a payload that is a JSON object',
    );
  });

  it('lets a name given by AS win over the payload', () => {
    expect(applied("SELECT *, 'mqtt' AS port FROM '#'")).toMatchObject({ port: 'mqtt' });
  });

  it.each([
    ["SELECT payload AS p FROM 'x'", '"payload"'],
    ["SELECT topic() FROM 'x'", '"topic()", which has no AS name'],
    ["SELECT topic(0) AS t FROM 'x'", '"topic(0)"'],
    ["SELECT encode(*, 'hex') AS t FROM 'x'", `"encode(*, 'hex')"`],
    ["SELECT principal() AS p FROM 'x'", '"principal()"'],
    ["SELECT *,, topic() AS t FROM 'x'", 'the items "*,, topic() AS t"'],
    ["SELECT *, FROM 'x'", 'the items "*,"'],
    ["SELECT * FROM 'x' WHERE topic(2) = 'y'", "WHERE topic(2) = 'y'"],
    ["SELECT * FROM 'x/#/y'", "the topic filter 'x/#/y'"],
    ["SELECT * FROM ''", "the topic filter ''"],
    ['SELECT *', 'is not SELECT … FROM'],
  ])('names the rule and the piece: %s', (sql, piece) => {
    expect(() => readStatement(sql, 'uplinks')).toThrow('The statement of rule "uplinks" is not known');
    expect(() => readStatement(sql, 'uplinks')).toThrow(piece);
  });
});

describe('a topic filter', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a', true],
    ['#', 'a/b', true],
    ['+/b', '/b', true],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['a/B', 'a/b', false],
  ])('%s on %s: %s', (filter, topic, expected) => {
    expect(matchesFilter(filter, topic)).toBe(expected);
  });

  it('has wildcards only as whole levels, and # only at its end', () => {
    expect(['a/+/b', '#', 'a/#', '/'].filter((text) => !isFilter(text))).toEqual([]);
    expect(['a+/b', '#/a', 'a#', ''].filter(isFilter)).toEqual([]);
  });
});
