import { countExamples, type Summary } from '@graft/graph';
import { countParameters, describeCount } from '@graft/model';
import { useMemo } from 'react';
import * as words from '#words/canvas';
import { formatCount } from '../../frame/format';
import { lazyPart } from '../../frame/lazy-part';
import type { StepProgress } from '../../runs/run-progress';
import { LOCALE } from '../../words/locale';
import type { PreviewKind } from '../card-size';
import { useDocument } from '../store/editor-context';

// Results are drawn by code that comes with the first of them.
const Sparkline = lazyPart(() => import('./sparkline').then((part) => part.Sparkline));
const CardScore = lazyPart(() => import('./card-score').then((part) => part.CardScore), NoScore);

interface CardPreviewProps {
  id: string;
  preview: PreviewKind;
  step: StepProgress | null;
}

/** The strip that shows a node's result at a glance. Same height before, during and after a run. */
export function CardPreview({ id, preview, step }: CardPreviewProps) {
  const outputs = useDocument((state) => state.inspection.summaries.get(id));
  switch (preview) {
    case 'none':
      return null;
    case 'bars':
      return <ClassBars summary={findType(outputs, 'dataset')} />;
    case 'blocks':
      return <BlockStrip summary={findType(outputs, 'model')} />;
    case 'curve':
      return <Curve step={step} />;
    case 'score':
      return <Score step={step} />;
  }
}

function findType<Type extends Summary['type']>(
  outputs: Readonly<Record<string, Summary>> | undefined,
  type: Type,
): Extract<Summary, { type: Type }> | null {
  const found = Object.values(outputs ?? {}).find((each) => each.type === type);
  return (found as Extract<Summary, { type: Type }> | undefined) ?? null;
}

const MOST_BARS = 40;

function ClassBars({ summary }: { summary: Extract<Summary, { type: 'dataset' }> | null }) {
  const classes = summary?.classes.slice(0, MOST_BARS) ?? [];
  const most = Math.max(1, ...classes.map((each) => each.count));
  const label =
    summary === null ? words.noClassesKnown : words.examplesByClass(countExamples(summary));
  return (
    <div className="card__preview card__bars" role="img" aria-label={label}>
      {classes.map(({ name, count }) => (
        <div key={name} title={`${name}: ${formatCount(count)}`}>
          <div style={{ height: `${Math.max(4, (100 * count) / most)}%` }} />
        </div>
      ))}
    </div>
  );
}

function BlockStrip({ summary }: { summary: Extract<Summary, { type: 'model' }> | null }) {
  const spec = summary?.spec ?? null;
  const parameters = useMemo(() => (spec === null ? null : countParameters(spec)), [spec]);
  if (parameters === null) {
    return <div className="card__preview card__blank card__blank--low">{words.noModelYet}</div>;
  }
  return (
    <div className="card__preview card__blocks">
      <div role="img" aria-label={describeBlocks(parameters.blocks)}>
        {parameters.blocks.map(({ block, total, trainable }) => (
          <span
            key={block}
            data-trains={trainable > 0 || undefined}
            title={words.block(
              block,
              describeCount(total, LOCALE),
              trainable > 0 ? words.trainable : words.frozen,
            )}
          />
        ))}
      </div>
      <p className="numbers">
        {words.totalWeights(
          describeCount(parameters.total, LOCALE),
          describeTrainable(parameters.trainable),
        )}
      </p>
    </div>
  );
}

function describeTrainable(count: number): string {
  return count === 0 ? words.allFrozen : words.countTrainable(describeCount(count, LOCALE));
}

function describeBlocks(blocks: ReturnType<typeof countParameters>['blocks']): string {
  const training = blocks.filter((each) => each.trainable > 0).length;
  return words.blocks(blocks.length, training);
}

function Curve({ step }: { step: StepProgress | null }) {
  if (step === null || step.rows.length < 2) {
    return (
      <div className="card__preview card__blank">
        {step?.state === 'reused' ? words.curvesAreInTheReportOf : words.lossByEpoch}
      </div>
    );
  }
  return <Sparkline rows={step.rows} />;
}

function Score({ step }: { step: StepProgress | null }) {
  return step?.summary == null ? <NoScore /> : <CardScore summary={step.summary} />;
}

function NoScore() {
  return <div className="card__preview card__blank">{words.accuracy}</div>;
}
