import type { RunView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import * as words from '#words/predictions';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { lazyPart } from '../frame/lazy-part';
import { Loading } from '../frame/loading';
import { Section } from '../frame/page';
import { predictionsSchema } from './predictions-format';
import { useEvaluatedDataset } from './use-evaluated-dataset';

const PredictionsView = lazyPart(
  () => import('./predictions-view').then((part) => part.PredictionsView),
  () => <Loading label={words.loadingTheAnswers} />,
);

interface PredictionsSectionProps {
  view: RunView;
  nameOf: (nodeId: string) => string | null;
}

/** What the run's Predict nodes answered; nothing where there is none. */
export function PredictionsSection({ view, nameOf }: PredictionsSectionProps) {
  return view.steps.flatMap(({ stepId, node, outputs }) =>
    outputs['predictions']?.kind === 'predictions'
      ? [<Answers key={stepId} {...{ view, stepId, node, nameOf }} />]
      : [],
  );
}

interface AnswersProps extends PredictionsSectionProps {
  stepId: string;
  node: string | null;
}

function Answers({ view, stepId, node, nameOf }: AnswersProps) {
  const { runId } = view;
  const client = useClient();
  const dataset = useEvaluatedDataset(view, node);
  const { data, error, isPending } = useQuery({
    queryKey: queryKeys.output(runId, stepId, 'predictions'),
    queryFn: async () => {
      const params = { runId, stepId, output: 'predictions' };
      return predictionsSchema.parse(await (await client.getOutput({ params })).json());
    },
    staleTime: Infinity,
  });
  return (
    <Section title={words.answers} note={nameOf(node ?? '') ?? stepId}>
      {isPending && <Loading label={words.loadingTheAnswers} />}
      <Failure error={error} />
      {data !== undefined && (
        <PredictionsView predictions={data} dataset={dataset} place={{ runId, stepId }} />
      )}
    </Section>
  );
}
