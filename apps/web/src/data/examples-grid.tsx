import { Button, Text } from '@mantine/core';
import type { ExampleView } from '@graft/contracts';
import * as words from '#words/data';
import { describeError } from '../client/api';
import { Loading } from '../frame/loading';
import { ExamplePicture } from './example-picture';
import { useExamplePages, type ShownExamples } from './use-example-pages';

export interface ExamplesGridProps {
  /** Digest of the version that is shown. */
  digest: string;
  shown: ShownExamples;
  /** Missing where they are only looked at. */
  selected?: ReadonlyMap<string, ExampleView> | undefined;
  onToggle?: ((example: ExampleView) => void) | undefined;
}

/** Identity of an example: the same picture may stand in a data set under two names. */
export function keyOf({ sha256, name }: Pick<ExampleView, 'sha256' | 'name'>): string {
  return `${sha256} ${name}`;
}

/** Examples page by page; a click selects one. Far rows are not drawn. */
export function ExamplesGrid(props: ExamplesGridProps) {
  const { digest, shown, selected, onToggle } = props;
  const query = useExamplePages(digest, shown);
  if (query.error !== null) return <Text c="dimmed">{describeError(query.error)}</Text>;
  if (query.data === undefined) return <Loading label={words.loadingTheExamples} />;
  const examples = query.data.pages.flatMap((page) => page.examples);
  if (examples.length === 0) return <Text size="sm">{words.thereIsNone}</Text>;
  return (
    <>
      <ul className="examples">
        {examples.map((example) => (
          <li key={keyOf(example)} className="examples__cell">
            <ExampleCell {...{ digest, example, selected, onToggle }} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          mt={16}
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {words.showMore}
        </Button>
      )}
    </>
  );
}

type ExampleCellProps = Pick<ExamplesGridProps, 'digest' | 'selected' | 'onToggle'> & {
  example: ExampleView;
};

/** One example; a click selects it where it can be. */
export function ExampleCell({ digest, example, selected, onToggle }: ExampleCellProps) {
  if (selected === undefined) return <ExampleContent digest={digest} example={example} />;
  return (
    <button
      type="button"
      className="examples__pick"
      aria-pressed={selected.has(keyOf(example))}
      onClick={() => onToggle?.(example)}
    >
      <ExampleContent digest={digest} example={example} />
    </button>
  );
}

function ExampleContent({ digest, example }: { digest: string; example: ExampleView }) {
  return (
    <>
      {example.text === null ? (
        <ExamplePicture dataset={digest} sha256={example.sha256} name={example.name} />
      ) : (
        <span className="examples__text" title={example.text}>
          {example.text}
        </span>
      )}
      <span className="examples__name" title={example.name}>
        {example.name.split('/').at(-1)}
      </span>
    </>
  );
}
