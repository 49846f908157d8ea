import { type Coordinates, isInBritain } from '../../shared/register/place.ts';

const DEGREES = /^[+-]?\d{1,3}(\.\d{1,15})?$/;

/** The point that a `lat` and a `long` say, WGS 84; a sentence when they say none, undefined when neither is there. */
export function pointSaid(
  lat: string | undefined,
  long: string | undefined,
): Coordinates | string | undefined {
  if (lat === undefined && long === undefined) return undefined;
  if (lat === undefined || long === undefined) {
    return `“${lat === undefined ? 'lat' : 'long'}” is missing: send lat and long together.`;
  }
  if (!DEGREES.test(lat) || !DEGREES.test(long)) {
    return `lat “${lat}” and long “${long}” are not both decimal degrees such as 51.4816 and -3.1791.`;
  }
  const point = { latitude: Number(lat), longitude: Number(long) };
  if (isInBritain(point)) return point;
  const said = `lat ${lat} and long ${long} are not in Britain`;
  return isInBritain({ latitude: point.longitude, longitude: point.latitude })
    ? `lat and long are swapped: ${said}, the other way round they are.`
    : `${said}: they lie in the sea or in another country. Send WGS 84, decimal degrees.`;
}
