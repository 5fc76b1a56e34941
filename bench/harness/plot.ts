import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Curve {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly (readonly [number, number])[];
}

const WIDTH = 520;
const HEIGHT = 320;
const LEFT = 70;
const RIGHT = WIDTH - 20;
const TOP = 40;
const BOTTOM = HEIGHT - 50;

/** Draws a curve on axes that begin at zero, with the straight line through its last point. */
export function writePlot(file: string, { title, x, y, points }: Curve): void {
  const [widest, highest] = [0, 1].map((axis) =>
    Math.max(...points.map((point) => point[axis as 0])),
  );
  const place = ([at, value]: readonly [number, number]) => {
    const across = LEFT + (at / (widest ?? 1)) * (RIGHT - LEFT);
    const down = BOTTOM - (value / (highest ?? 1)) * (BOTTOM - TOP);
    return `${across.toFixed(1)},${down.toFixed(1)}`;
  };
  const last = points.at(-1) ?? [0, 0];
  const text = (at: string, words: string) => `<text ${at}>${words}</text>`;
  const dots = points.map((point) => {
    const [across, down] = place(point).split(',');
    return `<circle cx="${across ?? ''}" cy="${down ?? ''}" r="3" fill="#2563eb"/>`;
  });
  const labels = points.map(([at, value]) => {
    const [across, down] = place([at, value]).split(',').map(Number);
    return text(
      `x="${String(across)}" y="${String((down ?? 0) - 8)}" text-anchor="end" font-size="10"`,
      `${String(at)}: ${value.toPrecision(3)}`,
    );
  });
  const body = [
    `<rect width="${String(WIDTH)}" height="${String(HEIGHT)}" fill="#fff"/>`,
    text(`x="${String(LEFT)}" y="22" font-weight="bold"`, title),
    text(`x="${String((LEFT + RIGHT) / 2)}" y="${String(HEIGHT - 14)}" text-anchor="middle"`, x),
    text(
      `transform="translate(18 ${String((TOP + BOTTOM) / 2)}) rotate(-90)" text-anchor="middle"`,
      y,
    ),
    `<polyline points="${String(LEFT)},${String(TOP)} ${String(LEFT)},${String(BOTTOM)} ${String(RIGHT)},${String(BOTTOM)}" fill="none" stroke="#111"/>`,
    `<polyline points="${place([0, 0])} ${place(last)}" fill="none" stroke="#999" stroke-dasharray="4 4"/>`,
    `<polyline points="${points.map(place).join(' ')}" fill="none" stroke="#2563eb" stroke-width="2"/>`,
    ...dots,
    ...labels,
  ];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12" fill="#111">\n${body.join('\n')}\n</svg>\n`,
  );
}
