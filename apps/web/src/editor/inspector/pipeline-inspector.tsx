import { Text } from '@mantine/core';
import { formatPlural } from '../../frame/format';
import { useEditor } from '../store/editor-context';

const HINTS: readonly (readonly [string, string])[] = [
  ['Drag a node', 'from the left onto the canvas, or double-click the canvas to search.'],
  ['Draw a wire', 'from a port on the right of a card to one of the same shape on the left.'],
  ['Click a node', 'to change its parameters here.'],
  ['Press ?', 'for every key; c connects the selected node without a mouse.'],
  ['Press Run', 'or Ctrl+Enter. Closing the page does not stop a run.'],
];

/** What the inspector shows while nothing is selected. */
export function PipelineInspector() {
  const graph = useEditor((state) => state.history.present);
  return (
    <div className="inspector__body">
      <Text fw={600} pt={4}>
        {graph.name ?? 'Pipeline'}
      </Text>
      <Text size="xs" c="dimmed" className="numbers">
        {formatPlural(graph.nodes.length, 'node')}, {formatPlural(graph.edges.length, 'wire')}
      </Text>
      {graph.description !== undefined && (
        <Text size="sm" mt={12}>
          {graph.description}
        </Text>
      )}
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
