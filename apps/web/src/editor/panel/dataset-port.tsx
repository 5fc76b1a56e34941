import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { countExamples, type DatasetSummary } from '@graft/graph';
import { useState } from 'react';
import * as words from '#words/panel';
import { ClassBars } from '../../data/class-bars';
import { ExampleSearch } from '../../data/example-search';
import { ExamplesGrid } from '../../data/examples-grid';
import { formatExamples } from '../../frame/format';
import '../../data/data.css';
import '../../frame/mantine-forms.css';

/** The examples that leave a node, by class: a click on a class or a word shows only those. */
export function DatasetPort({ summary }: { summary: DatasetSummary }) {
  const { classes, recipe, element } = summary;
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  return (
    <div className="port-data">
      <section aria-label={words.classes}>
        <Text size="sm" mb={8} className="numbers">
          {words.examplesInClasses(
            formatExamples(countExamples(summary), element.kind),
            classes.length,
          )}
        </Text>
        <ClassBars classes={classes} chosen={chosen} onChoose={setChosen} />
      </section>
      <section aria-label={words.examples}>
        <ExampleSearch value={typed} onChange={setTyped} />
        <ExamplesGrid
          digest={recipe.dataset}
          shown={{ kind: 'found', class: chosen, search, operations: recipe.operations }}
        />
      </section>
    </div>
  );
}
