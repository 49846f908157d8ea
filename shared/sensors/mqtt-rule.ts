/**
 * Which MQTT messages are uplinks, and what becomes of one: the body as it came, in base64 so that what is not JSON
 * arrives too, with its topic and the broker's time in milliseconds. AWS IoT SQL.
 */
export const MQTT_RULE =
  "SELECT 'mqtt' AS way, encode(*, 'base64') AS body, topic() AS topic, timestamp() AS receivedAtMillis " +
  "FROM 'estates/+/devices/+/up'";
