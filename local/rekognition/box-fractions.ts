/** A box as Rekognition answers it: fractions of the picture's sides, from its top left corner. */
export interface BoundingBox {
  Width: number;
  Height: number;
  Left: number;
  Top: number;
}

/** A box in pixels, from the picture's top left corner. */
export interface PixelBox {
  leftPixels: number;
  topPixels: number;
  widthPixels: number;
  heightPixels: number;
}

const clamp = (fraction: number) => Math.min(1, Math.max(0, fraction));

/** A box in pixels as fractions of the picture that it lies in; what reaches out of the picture is cut off. */
export function boxFractions(
  box: PixelBox,
  sides: { widthPixels: number; heightPixels: number },
): BoundingBox {
  const Left = clamp(box.leftPixels / sides.widthPixels);
  const Top = clamp(box.topPixels / sides.heightPixels);
  return {
    Width: clamp((box.leftPixels + box.widthPixels) / sides.widthPixels) - Left,
    Height: clamp((box.topPixels + box.heightPixels) / sides.heightPixels) - Top,
    Left,
    Top,
  };
}
