import { Text } from '@mantine/core';
import * as words from '#words/inspector';
import { lazyPart } from '../../frame/lazy-part';
import { useEditor } from '../store/editor-context';

const UpdateAll = lazyPart(() => import('../components/update-all').then((part) => part.UpdateAll));

const HINTS: readonly (readonly [string, string])[] = [
  [words.dragANode, words.fromTheLeftOntoTheCanvas],
  [words.drawAWire, words.fromAPortOnTheRight],
  [words.clickANode, words.toChangeItsParametersHere],
  [words.press, words.forEveryKey],
  [words.pressRun, words.orCtrlEnter],
];

/** What the inspector shows while nothing is selected. */
export function PipelineInspector() {
  const graph = useEditor((state) => state.history.present);
  const linked = graph.components !== undefined;
  return (
    <div className="inspector__body">
      <Text fw={600} pt={4}>
        {graph.name ?? words.pipeline}
      </Text>
      <Text size="xs" c="dimmed" className="numbers">
        {words.sizeOfThePipeline(graph.nodes.length, graph.edges.length)}
      </Text>
      {graph.description !== undefined && (
        <Text size="sm" mt={12}>
          {graph.description}
        </Text>
      )}
      {linked && <UpdateAll />}
      <ul className="inspector__hints">
        {HINTS.map(([what, how]) => (
          <li key={what}>
            <b>{what}</b> {how}
          </li>
        ))}
      </ul>
    </div>
  );
}
