// The body as it came, in base64 so that what is not JSON arrives too, with its topic and the broker's time in
// milliseconds.
const asMessage =
  "SELECT 'mqtt' AS way, encode(*, 'base64') AS body, topic() AS topic, timestamp() AS receivedAtMillis ";

/** Which MQTT messages are uplinks of one device, and what becomes of one. AWS IoT SQL. */
export const MQTT_RULE = `${asMessage}FROM 'estates/+/devices/+/up'`;

/**
 * The same for a network that publishes for all its devices on one topic, as a destination of AWS IoT Core for
 * LoRaWAN does. The middle level is the landlord's name for the network.
 */
export const NETWORK_RULE = `${asMessage}FROM 'lorawan/+/uplink'`;
