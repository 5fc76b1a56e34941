import type { Evidence } from '@graft/contracts';
import { useEffect, useRef } from 'react';
import { describeEvidence } from './describe-evidence';

/** Opacity of the strongest places, of 255; weaker ones let more of the picture through. */
const MOST_OPAQUE = 190;

/** A coarse grid, drawn smoothly over the whole picture beneath it. */
export function EvidenceOverlay({ evidence }: { evidence: Evidence }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawing = canvas.current?.getContext('2d');
    drawing?.putImageData(paint(evidence), 0, 0);
  }, [evidence]);
  return (
    <canvas
      ref={canvas}
      className="playground__evidence"
      width={evidence.width}
      height={evidence.height}
      role="img"
      aria-label={describeEvidence(evidence)}
    />
  );
}

function paint({ width, height, values }: Evidence): ImageData {
  const image = new ImageData(width, height);
  values.forEach((value, at) => {
    image.data.set([...heatColour(value), value * MOST_OPAQUE], at * 4);
  });
  return image;
}

/** Red, green and blue from cold to hot: seen on pictures of any one colour. */
function heatColour(value: number): [red: number, green: number, blue: number] {
  return [255 * value, 255 * (1 - Math.abs(2 * value - 1)), 255 * (1 - value)];
}
