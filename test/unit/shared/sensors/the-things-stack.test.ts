import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { fromTheThingsStack } from '../../../../shared/sensors/the-things-stack.ts';

// In the shape of the example in The Things Stack's own documentation.
const message = (uplinkChanges: object = {}, changes: object = {}) => ({
  end_device_ids: {
    device_id: 'door-12-front',
    application_ids: { application_id: 'estates' },
    dev_eui: '24e124141c123456',
    dev_addr: '260BABCD',
  },
  correlation_ids: ['as:up:01HX6YGQ7E0V83YRZ7K4S5J4ZN'],
  received_at: '2026-11-20T21:14:07.512345678Z',
  uplink_message: {
    session_key_id: 'AWNbm/4zfqx0jZ5q1NlBmw==',
    f_port: 85,
    f_cnt: 1834,
    frm_payload: 'AXVkAwABBAAB',
    decoded_payload: { battery: 100, magnet_status: 'open', nested: { deep: 1 } },
    rx_metadata: [{ gateway_ids: { gateway_id: 'roof' }, rssi: -68 }],
    settings: { frequency: '868100000' },
    received_at: '2026-11-20T21:14:07.301234567Z',
    ...uplinkChanges,
  },
  ...changes,
});

describe('a message of The Things Stack', () => {
  it('becomes an uplink with the network server’s time of receipt', () => {
    expect(fromTheThingsStack(message())).toEqual({
      kind: 'uplink',
      uplink: {
        deviceId: 'door-12-front',
        devEui: '24E124141C123456',
        session: 'AWNbm/4zfqx0jZ5q1NlBmw==',
        counter: 1834,
        receivedAt: '2026-11-20T21:14:07.301Z',
        port: 85,
        payload: 'AXVkAwABBAAB',
        decodedFields: { battery: 100, magnet_status: 'open' },
        gateways: ['roof'],
        source: 'the-things-stack',
      },
    });
  });

  it('names the gateways that received it, the strongest first and each once', () => {
    const heardBy = [
      { gateway_ids: { gateway_id: 'garages' }, rssi: -112 },
      { gateway_ids: { gateway_id: 'Roof', eui: '0016C001F153A14C' }, rssi: -68 },
      { gateway_ids: { gateway_id: 'unmeasured' } },
      { gateway_ids: { gateway_id: 'roof' }, rssi: -90 },
      {
        gateway_ids: { gateway_id: 'packetbroker' },
        packet_broker: { forwarder_gateway_id: 'next-door' },
        rssi: -100,
      },
      { gateway_ids: { gateway_id: '../../etc' }, rssi: -1 },
      'nonsense',
    ];
    expect(fromTheThingsStack(message({ rx_metadata: heardBy }))).toMatchObject({
      uplink: { gateways: ['roof', 'next-door', 'garages', 'unmeasured'] },
    });
  });

  it.each([[[]], [{}], ['roof'], [null]])(
    'whose gateways are %o has none, and is read all the same',
    (heardBy) => {
      const delivery = fromTheThingsStack(message({ rx_metadata: heardBy }));
      expect(delivery).toMatchObject({ kind: 'uplink', uplink: { counter: 1834 } });
      expect(delivery).not.toHaveProperty('uplink.gateways');
    },
  );

  it('keeps eight gateways at most', () => {
    const heardBy = Array.from({ length: 20 }, (_, index) => ({
      gateway_ids: { gateway_id: `gateway-${index}` },
      rssi: -120 + index,
    }));
    const delivery = fromTheThingsStack(message({ rx_metadata: heardBy }));
    expect(delivery).toMatchObject({
      uplink: { gateways: [19, 18, 17, 16, 15, 14, 13, 12].map((index) => `gateway-${index}`) },
    });
  });

  it('has counter 0 when f_cnt is left out, as the first uplink of a session has', () => {
    const delivery = fromTheThingsStack(message({ f_cnt: undefined }));
    expect(delivery).toMatchObject({ uplink: { counter: 0 } });
  });

  it('is a sign of life on port 0 when it carries only commands of the network', () => {
    const delivery = fromTheThingsStack(message({ f_port: undefined, frm_payload: undefined }));
    expect(delivery).toMatchObject({ kind: 'uplink', uplink: { port: 0, payload: '' } });
  });

  it('takes the application server’s time when the network server gave none', () => {
    const delivery = fromTheThingsStack(message({ received_at: undefined }));
    expect(delivery).toMatchObject({ uplink: { receivedAt: '2026-11-20T21:14:07.512Z' } });
  });

  it.each([
    'join_accept',
    'downlink_ack',
    'downlink_failed',
    'location_solved',
    'service_data',
    'uplink_normalized',
  ])('that tells of %s is not an uplink, and no error', (what) => {
    const { uplink_message: _, ...rest } = message();
    expect(fromTheThingsStack({ ...rest, [what]: { session_key_id: 'x' } })).toEqual({
      kind: 'not-an-uplink',
      what,
    });
  });

  it('that was simulated in the console is not taken for news of a real door', () => {
    expect(fromTheThingsStack(message({}, { simulated: true }))).toEqual({
      kind: 'not-an-uplink',
      what: 'simulated uplink_message',
    });
  });

  it.each([
    ['a counter in words', message({ f_cnt: 'many' }), /uplink_message\.f_cnt/],
    ['a counter beyond 32 bits', message({ f_cnt: 4_294_967_296 }), /uplink_message\.f_cnt/],
    ['a counter that is not whole', message({ f_cnt: 1.5 }), /uplink_message\.f_cnt/],
    ['a negative counter', message({ f_cnt: -1 }), /uplink_message\.f_cnt/],
    ['a counter that is no number', message({ f_cnt: Number.NaN }), /uplink_message\.f_cnt/],
    ['a port above 255', message({ f_port: 256 }), /uplink_message\.f_port/],
    ['a payload that is no base64', message({ frm_payload: '%%%' }), /uplink_message\.frm_payload/],
    [
      'a payload longer than any device sends',
      message({ frm_payload: 'AAAA'.repeat(400) }),
      /uplink_message\.frm_payload/,
    ],
    ['a time that is none', message({ received_at: 'yesterday' }), /uplink_message\.received_at/],
    ['no device', message({}, { end_device_ids: {} }), /end_device_ids\.device_id/],
    [
      'a device id that is a path',
      message({}, { end_device_ids: { device_id: '../../etc' } }),
      /end_device_ids\.device_id/,
    ],
    ['no time at all', message({ received_at: undefined }, { received_at: undefined }), /received_at/],
    ['nothing that the network sends', message({}, { uplink_message: undefined }), /no uplink_message/],
    ['a list', [], /the message as a whole/],
    ['nothing', null, /the message as a whole/],
    ['text', 'uplink', /the message as a whole/],
  ])('with %s is refused, and the sentence names the field', (_, body, sentence) => {
    expect(() => fromTheThingsStack(body)).toThrow(Rejected);
    expect(() => fromTheThingsStack(body)).toThrow(sentence);
  });

  it('cannot reach our objects through __proto__', () => {
    const hostile = JSON.parse(
      JSON.stringify(message()).replace(
        '"battery":100',
        '"__proto__":{"admin":true},"constructor":1,"battery":100',
      ),
    );
    const delivery = fromTheThingsStack(hostile);
    expect(delivery).toMatchObject({ uplink: { decodedFields: { battery: 100 } } });
    expect(Object.hasOwn({}, 'admin') || 'admin' in {}).toBe(false);
  });

  it('may be nested 10,000 deep where nobody looks, and decoded fields never are', () => {
    const deep = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    const delivery = fromTheThingsStack(message({ decoded_payload: { deep, battery: 99 }, extra: deep }));
    expect(delivery).toMatchObject({ uplink: { decodedFields: { battery: 99 } } });
  });
});
