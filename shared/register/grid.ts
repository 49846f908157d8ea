import type { Coordinates } from './place.ts';

// About 1.1 km by 1.4 km in the south of England, 1.1 km by 1.1 km in Shetland.
const CELL_LATITUDE = 0.01;
const CELL_LONGITUDE = 0.02;
const METRES_OF_LATITUDE = 111_195;

/** The cell of a grid over the Earth that a place lies in, such as `5148/-159`. */
export function cellOf({ latitude, longitude }: Coordinates): string {
  return cellName(row(latitude), column(longitude));
}

/** Every cell in which something may lie so many metres from a place, or nearer: one to four for some 100 metres. */
export function cellsWithin({ latitude, longitude }: Coordinates, metres: number): string[] {
  const down = metres / METRES_OF_LATITUDE;
  // The poles have no neighbours worth telling apart.
  const across = down / Math.max(Math.cos((latitude * Math.PI) / 180), 0.01);
  const cells: string[] = [];
  for (let y = row(latitude - down); y <= row(latitude + down); y += 1) {
    for (let x = column(longitude - across); x <= column(longitude + across); x += 1) {
      cells.push(cellName(y, x));
    }
  }
  return cells;
}

const row = (latitude: number) => Math.floor(latitude / CELL_LATITUDE);
const column = (longitude: number) => Math.floor(longitude / CELL_LONGITUDE);
const cellName = (y: number, x: number) => `${y}/${x}`;
