import type { AnyNodeDefinition } from '@graft/graph';
import type { NodeProps } from '@xyflow/react';
import { Server } from 'lucide-react';
import { createContext, memo, useContext } from 'react';
import * as words from '#words/canvas';
import { formatDuration } from '../../frame/format';
import { StateChip } from '../../frame/state-chip';
import { isLeftOut, STATE_LOOKS } from '../../frame/states';
import type { StepProgress } from '../../runs/run-progress';
import { rewriteNumbers } from '../../words/numbers';
import { choosePreview, sizeCard, UNKNOWN_SIZE } from '../card-size';
import { describeOutputs } from '../node-words';
import { useDocument } from '../store/editor-context';
import type { CardNode } from '../store/flow-view';
import { useCardStep } from '../run/use-card-step';
import { CardPreview } from './card-preview';
import { KindTile } from './kind-tile';
import { NodePort } from './node-port';
import { useNodeState, type NodeStateShown } from './use-node-state';

/** False while cards are drawn without their previews, which come a frame later where there are many. */
export const WholeCards = createContext(true);

/** The card of a node: name, state, what comes out of it, ports. Its size never changes. */
export const NodeCard = memo(function NodeCard({ id, selected }: NodeProps<CardNode>) {
  const node = useDocument((state) => state.byId.get(id));
  const name = useDocument((state) => state.names.get(id));
  const definition = useDocument((state) => state.catalogue.get(node?.kind ?? ''));
  const step = useCardStep(id);
  const shown = useNodeState(id);
  const whole = useContext(WholeCards);
  const link = useDocument(({ newest }) => describeLink(node?.kind, newest));
  if (node === undefined) return null;
  const size = definition === undefined ? UNKNOWN_SIZE : sizeCard(definition);
  const kind = definition?.title ?? node.kind;
  return (
    <div
      className="card"
      data-selected={selected || undefined}
      data-state={shown.state}
      style={size}
    >
      <div className="card__head">
        <KindTile kind={node.kind} group={definition?.group} />
        <div className="card__names">
          <div className="card__title" title={name}>
            {name}
          </div>
          <div className="card__second">
            <span className="card__kind">{describeSecond(step, link ?? kind)}</span>
            <CardLabels labels={node.workerLabels} />
            <StateChip state={shown.state} reason={shown.reason} />
          </div>
        </div>
        <ProgressLine step={step} />
      </div>
      <CardSummary id={id} definition={definition} shown={shown} />
      {whole && definition !== undefined && (
        <CardPreview id={id} preview={choosePreview(definition)} step={step} />
      )}
      {/* From the first frame on: where wires end is measured once, also of cards that are not in sight then. */}
      {definition !== undefined && <CardPorts id={id} definition={definition} />}
    </div>
  );
});

/** Labels of the workers that may run it. */
function CardLabels({ labels }: { labels: readonly string[] | undefined }) {
  if (labels === undefined) return null;
  const listed = labels.join(', ');
  return (
    <span className="card__labels" title={words.runsOnWorkersWith(listed)}>
      <Server size={11} aria-hidden />
      {listed}
    </span>
  );
}

/** Which version of a component a card stands for, or that there is a newer one; null for any other node. */
function describeLink(kind = '', newest: ReadonlyMap<string, number>): string | null {
  const [id = '', version] = kind.split('@');
  if (version === undefined) return null;
  const outdated = (newest.get(id) ?? 0) > Number(version);
  return outdated ? words.updateAvailable : words.componentVersion(Number(version));
}

function describeSecond(step: StepProgress | null, kind: string): string {
  if (step?.state !== 'running' || step.progress === null) return kind;
  const { secondsLeft, fraction } = step.progress;
  if (secondsLeft === null) return `${Math.floor(fraction * 100)} %`;
  return words.timeLeft(formatDuration(secondsLeft));
}

function ProgressLine({ step }: { step: StepProgress | null }) {
  if (step?.state !== 'running') return null;
  const fraction = step.progress?.fraction ?? 0;
  return (
    <div
      className="card__progress"
      role="progressbar"
      aria-label={step.progress?.text ?? words.starting}
      aria-valuenow={Math.round(fraction * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div style={{ transform: `scaleX(${fraction})` }} />
    </div>
  );
}

interface CardPartProps {
  id: string;
  definition: AnyNodeDefinition | undefined;
}

function CardSummary({ id, definition, shown }: CardPartProps & { shown: NodeStateShown }) {
  const outputs = useDocument((state) => state.inspection.summaries.get(id));
  const issue = useDocument((state) =>
    state.issuesOf.get(id)?.find((each) => each.severity === 'error'),
  );
  const text =
    (isLeftOut(shown.state) ? (shown.reason ?? STATE_LOOKS[shown.state].meaning) : null) ??
    (issue && rewriteNumbers(issue.message)) ??
    (definition === undefined ? words.isUnknownToThisVersion : null) ??
    (definition && describeOutputs(definition, outputs)) ??
    definition?.summary ??
    '';
  return (
    <p className="card__summary" data-trouble={issue !== undefined || undefined} title={text}>
      {text}
    </p>
  );
}

function CardPorts({ id, definition }: { id: string; definition: AnyNodeDefinition }) {
  // A string is equal to the last one: a card is drawn anew only when its own wires change.
  const wired = useDocument((state) =>
    [...(state.inspection.wires.get(id)?.keys() ?? [])].join(),
  ).split(',');
  const idle = useDocument((state) => state.inspection.leftOut.has(id));
  return (
    <div className="card__ports">
      <div>
        {Object.entries(definition.inputs).map(([name, port]) => (
          <NodePort
            key={name}
            nodeId={id}
            name={name}
            port={port}
            side="input"
            wired={idle || wired.includes(name)}
          />
        ))}
      </div>
      <div>
        {Object.entries(definition.outputs).map(([name, port]) => (
          <NodePort key={name} nodeId={id} name={name} port={port} side="output" wired />
        ))}
      </div>
    </div>
  );
}
