import type { Random } from '@graft/graph';
import { warpPicture, type Affine, type Pixels } from './warp-picture';

/** How far a picture may be changed; everything is drawn evenly between minus and plus. */
export interface AugmentSettings {
  /** Half of the pictures are mirrored left to right. */
  readonly flip: boolean;
  /** Degrees. */
  readonly rotate: number;
  /** Share of the size: 0.1 draws between 0.9 and 1.1 times as large. */
  readonly zoom: number;
  /** Share of height and width. */
  readonly shift: number;
  /** Share of the range of values. */
  readonly brightness: number;
  /** 0.1 draws between 0.9 and 1.1 times the distance from the mean of the channel. */
  readonly contrast: number;
}

/** One change, drawn. */
export interface PictureChange {
  readonly flip: boolean;
  /** Degrees, clockwise as seen. */
  readonly angle: number;
  /** Above 1 the picture becomes larger. */
  readonly zoom: number;
  /** Shares of width and height, to the right and down. */
  readonly shift: readonly [x: number, y: number];
  readonly brightness: number;
  readonly contrast: number;
}

/** Draws a change. The same number of draws whatever the settings, so each stands for itself. */
export function drawChange(settings: AugmentSettings, random: Random): PictureChange {
  const between = (reach: number): number => (2 * random.nextFloat() - 1) * reach;
  const mirrored = random.nextFloat() < 0.5;
  return {
    flip: settings.flip && mirrored,
    angle: between(settings.rotate),
    zoom: 1 + between(settings.zoom),
    shift: [between(settings.shift), between(settings.shift)],
    brightness: between(settings.brightness),
    contrast: 1 + between(settings.contrast),
  };
}

/** The changed picture: moved, then contrast, then brightness, rounded back to 8 bits. */
export function changePicture<Picture extends Pixels>(
  picture: Picture,
  change: PictureChange,
): Picture {
  const values = warpPicture(picture, mapOf(picture, change));
  adjustContrast(values, picture.channels, change.contrast);
  const lift = 255 * change.brightness;
  const data = Uint8Array.from(values, (value) =>
    Math.min(255, Math.max(0, Math.round(value + lift))),
  );
  return { ...picture, data };
}

/** Around the middle of the picture, from the result back to the original. */
function mapOf({ height, width }: Pixels, change: PictureChange): Affine {
  const { flip, zoom, shift } = change;
  const angle = (-change.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [moveX, moveY] = [middleX + shift[0] * width, middleY + shift[1] * height];
  const mirror = flip ? -1 : 1;
  const [a, b, d, e] = [mirror * cos, -mirror * sin, sin, cos];
  return [a, b, middleX - a * moveX - b * moveY, d, e, middleY - d * moveX - e * moveY];
}

/** As `tf.image.adjust_contrast`: around the mean of each channel. */
function adjustContrast(values: Float32Array, channels: number, factor: number): void {
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let at = channel; at < values.length; at += channels) sum += values[at] ?? 0;
    const mean = sum / (values.length / channels);
    for (let at = channel; at < values.length; at += channels) {
      values[at] = ((values[at] ?? 0) - mean) * factor + mean;
    }
  }
}
