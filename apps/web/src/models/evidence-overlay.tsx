import type { Evidence } from '@graft/contracts';
import { useEffect, useRef } from 'react';
import { describeEvidence } from './describe-evidence';

/** Strongest colour, as red, green and blue; weaker places let more of the picture through. */
const COLOUR = [224, 49, 49] as const;
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
    image.data.set([...COLOUR, Math.round(value * MOST_OPAQUE)], at * 4);
  });
  return image;
}
