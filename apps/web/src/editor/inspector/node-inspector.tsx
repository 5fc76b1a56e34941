import { ActionIcon, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { describeSummary } from '@graft/contracts';
import type { AnyNodeDefinition, NodeMode } from '@graft/graph';
import { ChevronsRight, Copy, Trash2, VolumeX } from 'lucide-react';
import * as words from '#words/inspector';
import { lazyPart } from '../../frame/lazy-part';
import { Markdown } from '../../frame/markdown';
import { StateChip } from '../../frame/state-chip';
import { rewriteNumbers } from '../../words/numbers';
import { KindTile } from '../canvas/kind-tile';
import { PortShape } from '../canvas/port-shape';
import { useNodeState } from '../canvas/use-node-state';
import { NodeForm } from '../form/node-form';
import { useTyped } from '../form/use-typed';
import { useEditor, useEditorStore } from '../store/editor-context';
import { LayerColumn } from './layer-column';
import { NodeIssues } from './node-issues';
import { useNodeDocs } from './use-node-docs';

const ComponentSection = lazyPart(() =>
  import('../components/component-section').then((part) => part.ComponentSection),
);

const WorkerLabels = lazyPart(() => import('./worker-labels').then((part) => part.WorkerLabels));

/** Everything about one node: name, state, problems, form, what comes out, help. */
export function NodeInspector({ nodeId }: { nodeId: string }) {
  const kind = useEditor((state) => state.byId.get(nodeId)?.kind ?? '');
  const definition = useEditor((state) => state.catalogue.get(kind));
  const { state, reason } = useNodeState(nodeId);
  return (
    <div className="inspector__body">
      <NodeHead nodeId={nodeId} definition={definition} />
      <Group gap={6} mt={8} mb={12} wrap="nowrap" align="flex-start">
        <StateChip state={state} reason={reason} />
        <Text size="xs" c="dimmed" lineClamp={2} flex={1}>
          {state === 'attention' ? '' : (reason ?? definition?.summary)}
        </Text>
        <NodeModes nodeId={nodeId} />
      </Group>
      <NodeIssues nodeId={nodeId} />
      {definition !== undefined && (
        <>
          {definition.group === 'component' && <ComponentSection nodeId={nodeId} kind={kind} />}
          <NodeForm nodeId={nodeId} definition={definition} />
          {computes(definition) && <WorkerLabels key={nodeId} nodeId={nodeId} />}
          <OutputList nodeId={nodeId} definition={definition} />
          <LayerColumn nodeId={nodeId} />
          <details className="inspector__help">
            <summary>{words.aboutTitle(definition.title)}</summary>
            <NodeDocs definition={definition} />
          </details>
        </>
      )}
    </div>
  );
}

/** Steps that only read and write run anywhere. */
function computes({ step }: AnyNodeDefinition): boolean {
  return step !== undefined && step.resource !== 'io';
}

/** What stands in the catalog of the API; of a component, what it is made of. */
function NodeDocs({ definition: { kind, docs } }: { definition: AnyNodeDefinition }) {
  return <Markdown text={useNodeDocs(kind) ?? docs} />;
}

interface NodePartProps {
  nodeId: string;
  definition: AnyNodeDefinition | undefined;
}

function NodeHead({ nodeId, definition }: NodePartProps) {
  const kind = useEditor((state) => state.byId.get(nodeId)?.kind);
  const name = useEditor((state) => state.names.get(nodeId) ?? '');
  if (kind === undefined) return null;
  const title = definition?.title ?? kind;
  return (
    <div className="inspector__head">
      <KindTile kind={kind} group={definition?.group} />
      <div className="inspector__names">
        <NodeTitle nodeId={nodeId} placeholder={name} />
        <Text size="xs" c="dimmed" lh="14px">
          {title} · {nodeId}
        </Text>
      </div>
      <NodeActions />
    </div>
  );
}

/** By itself: typing draws nothing else of the inspector. */
function NodeTitle({ nodeId, placeholder }: { nodeId: string; placeholder: string }) {
  const store = useEditorStore();
  const title = useEditor((state) => state.byId.get(nodeId)?.title ?? '');
  const [shown, type] = useTyped(title, (next) => store.getState().rename(nodeId, next));
  return (
    <TextInput
      size="xs"
      variant="unstyled"
      className="inspector__title"
      aria-label={words.nameOfTheNode}
      placeholder={placeholder}
      value={shown}
      maxLength={120}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

const MODES = [
  { of: 'muted', name: words.mute, key: words.ctrlM, icon: VolumeX },
  { of: 'bypassed', name: words.bypass, key: words.ctrlB, icon: ChevronsRight },
] as const;

/** Whether the node runs. */
function NodeModes({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const mode = useEditor((state) => state.byId.get(nodeId)?.mode);
  const toggle = (wanted: NodeMode) => {
    const reason = store.getState().toggleMode(wanted);
    if (reason !== null) notifications.show({ color: 'orange', message: reason });
  };
  return (
    <Group gap={4} wrap="nowrap">
      {MODES.map(({ of, name, key, icon: Icon }) => (
        <Tooltip key={of} label={`${mode === of ? words.useAgain : name} (${key})`}>
          <ActionIcon
            variant={mode === of ? 'light' : 'subtle'}
            color={mode === of ? 'accent' : 'gray'}
            aria-label={words.nameTheNode(name)}
            aria-pressed={mode === of}
            onClick={() => toggle(of)}
          >
            <Icon size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}

function NodeActions() {
  const store = useEditorStore();
  const duplicate = () => {
    const copied = store.getState().copySelected();
    if (copied !== null) store.getState().paste(copied, { x: 32, y: 32 });
  };
  return (
    <>
      <Tooltip label={words.duplicateCtrlD}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.duplicateTheNode}
          onClick={duplicate}
        >
          <Copy size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.deleteDel}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.deleteTheNode}
          onClick={() => store.getState().removeSelected()}
        >
          <Trash2 size={15} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function OutputList({ nodeId, definition }: { nodeId: string; definition: AnyNodeDefinition }) {
  const outputs = useEditor((state) => state.inspection.summaries.get(nodeId));
  const idle = useEditor((state) => state.inspection.leftOut.has(nodeId));
  const unknown = idle ? words.nothingOfItsOwn : words.knownOnceTheInputsAre;
  const ports = Object.entries(definition.outputs);
  if (ports.length === 0) return null;
  return (
    <section className="inspector__outputs" aria-label={words.whatComesOut}>
      <h3>{words.whatComesOut}</h3>
      {ports.map(([name, port]) => {
        const summary = outputs?.[name];
        return (
          <div key={name}>
            <PortShape type={port.type} />
            <span>
              <b>{port.title}</b>
              <span className="numbers">
                {summary === undefined ? unknown : rewriteNumbers(describeSummary(summary))}
              </span>
            </span>
          </div>
        );
      })}
    </section>
  );
}
