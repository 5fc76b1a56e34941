import { Text } from '@mantine/core';
import { useState } from 'react';
import * as words from '#words/data';
import { describeError } from '../client/api';
import { Loading } from '../frame/loading';
import { ExampleCell, keyOf, type ExamplesGridProps } from './examples-grid';
import { useExampleWindow } from './use-example-window';
import { CELL_SIZES, useRowsInSight } from './use-rows-in-sight';

interface ExamplesWindowProps extends ExamplesGridProps {
  kind: keyof typeof CELL_SIZES;
}

/** All examples, however many: only the rows in sight are in the page and asked for. */
export function ExamplesWindow(props: ExamplesWindowProps) {
  return <Rows key={`${props.digest} ${JSON.stringify(props.shown)}`} {...props} />;
}

function Rows({ kind, digest, shown, ...choice }: ExamplesWindowProps) {
  const [known, setKnown] = useState(0);
  const { list, onScroll, from, to, style } = useRowsInSight(known, CELL_SIZES[kind]);
  const { total, error, exampleAt } = useExampleWindow(digest, shown, { from, to });
  if (total !== null && total !== known) setKnown(total);
  if (error !== null) return <Text c="dimmed">{describeError(error)}</Text>;
  if (total === null) return <Loading label={words.loadingTheExamples} />;
  if (total === 0) return <Text size="sm">{words.thereIsNone}</Text>;
  return (
    <div className="examples-window" data-kind={kind} onScroll={onScroll}>
      <ul className="examples" ref={list} style={style}>
        {Array.from({ length: to - from }, (_, at) => from + at).map((place) => {
          const example = exampleAt(place);
          return (
            <li
              key={example === undefined ? place : keyOf(example)}
              className="examples__cell"
              aria-setsize={total}
              aria-posinset={place + 1}
            >
              {example !== undefined && <ExampleCell {...{ digest, example, ...choice }} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
