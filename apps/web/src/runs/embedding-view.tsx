import { Button, Group, Select, Text } from '@mantine/core';
import { memo, useMemo, useState, type PointerEvent } from 'react';
import * as words from '#words/runs';
import { ExamplePicture } from '../data/example-picture';
import { formatCount, formatShare } from '../frame/format';
import {
  classColour,
  findNearestSpot,
  layOutPoints,
  type EmbeddedPoint,
  type Embedding,
  type Spot,
} from './embedding-format';
import './embedding.css';
import '../frame/mantine-forms.css';

const SIZE = { width: 720, height: 480, margin: 16 };
/** How near the pointer must come to a point, in units of the drawing. */
const REACH = 16;

interface EmbeddingViewProps {
  embedding: Embedding;
  /** Digest of the data set version that the pictures lie in; null when it is not known. */
  dataset: string | null;
}

/** Examples as points, coloured by class; the one under the pointer is shown beside them. */
export function EmbeddingView({ embedding, dataset }: EmbeddingViewProps) {
  const { points, classes, layer, features, shares } = embedding;
  const spots = useMemo(() => layOutPoints(points, SIZE), [points]);
  const [only, setOnly] = useState<number | null>(null);
  const [current, setCurrent] = useState(0);
  const isShown = (index: number) => only === null || points[index]?.label === only;
  const seek = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>) => {
    const { left, top, width } = currentTarget.getBoundingClientRect();
    const unit = SIZE.width / width;
    const place = { left: (clientX - left) * unit, top: (clientY - top) * unit };
    const found = findNearestSpot(spots, place, REACH, isShown);
    if (found !== null) setCurrent(found);
  };
  const choose = (label: number | null) => {
    setOnly(label);
    const first = points.findIndex((point) => label === null || point.label === label);
    setCurrent(Math.max(0, first));
  };
  const step = (by: 1 | -1) => {
    const shown = points.flatMap((_, index) => (isShown(index) ? [index] : []));
    const at = shown.indexOf(current) + by;
    setCurrent(shown[(at + shown.length) % shown.length] ?? current);
  };
  const held = shares.reduce((sum, share) => sum + share, 0);
  const point = points[current];
  const spot = spots[current];
  return (
    <div className="embedding">
      <figure>
        <svg
          viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
          role="img"
          aria-label={words.examplesOfClassesAsPoints(formatCount(points.length), classes.length)}
          onPointerMove={seek}
          onPointerDown={seek}
        >
          <Points points={points} spots={spots} only={only} />
          {spot !== undefined && (
            <circle className="embedding__ring" cx={spot.left} cy={spot.top} r={8} />
          )}
        </svg>
        <figcaption>
          {words.examplesAtLayer(
            formatCount(points.length),
            layer,
            formatCount(features),
            formatShare(held, 0),
          )}
        </figcaption>
      </figure>
      <div>
        <Select
          label={words.oneClass}
          placeholder={words.allClasses}
          searchable
          clearable
          value={only === null ? null : String(only)}
          onChange={(value) => choose(value === null ? null : Number(value))}
          data={classes.map((name, label) => ({ value: String(label), label: name }))}
        />
        {point !== undefined && (
          <Shown point={point} className={classes[point.label] ?? ''} dataset={dataset} />
        )}
        <Group gap={8} mt={12}>
          <Button size="xs" variant="default" onClick={() => step(-1)}>
            {words.previous}
          </Button>
          <Button size="xs" variant="default" onClick={() => step(1)}>
            {words.next}
          </Button>
        </Group>
      </div>
    </div>
  );
}

interface PointsProps {
  points: readonly EmbeddedPoint[];
  spots: readonly Spot[];
  only: number | null;
}

/** Drawn again only when a class is chosen, not whenever the pointer moves. */
const Points = memo(function Points({ points, spots, only }: PointsProps) {
  return spots.map(({ left, top }, index) => {
    const label = points[index]?.label ?? 0;
    const faded = only !== null && label !== only;
    return (
      <circle
        key={index}
        className={faded ? 'embedding__point embedding__point--faded' : 'embedding__point'}
        cx={left}
        cy={top}
        r={4}
        fill={classColour(label)}
      />
    );
  });
});

interface ShownProps {
  point: EmbeddedPoint;
  className: string;
  dataset: string | null;
}

function Shown({ point, className, dataset }: ShownProps) {
  return (
    <div className="embedding__shown" aria-live="polite">
      <ExamplePicture dataset={dataset} sha256={point.sha256} name={point.name} />
      <Text fw={600}>
        <span
          className="embedding__swatch"
          style={{ background: classColour(point.label) }}
          aria-hidden
        />
        {className}
      </Text>
      <Text size="xs" c="dimmed" className="embedding__name">
        {point.name}
      </Text>
    </div>
  );
}
