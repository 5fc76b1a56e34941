import { isTerminal, type RunView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import * as words from '#words/runs';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { lazyPart } from '../frame/lazy-part';
import { Loading } from '../frame/loading';
import { Section } from '../frame/page';
import { RegisterBest } from './register-best';
import { learningRatesSchema, settingsSchema } from './settings-format';

const Pending = () => <Loading label={words.loadingWhatWasTried} />;

const SettingsView = lazyPart(
  () => import('./settings-view').then((part) => part.SettingsView),
  Pending,
);
const LearningRatesView = lazyPart(
  () => import('./learning-rates-view').then((part) => part.LearningRatesView),
  Pending,
);

const scoresSchema = z.discriminatedUnion('format', [settingsSchema, learningRatesSchema]);

interface ScoresPlace {
  readonly stepId: string;
  readonly output: string;
}

/** What a run that tries settings or learning rates has found; nothing for other runs. */
export function ScoresSection({ view }: { view: RunView }) {
  const places = listScores(view);
  if (places.length === 0) return <UntilThen view={view} />;
  return places.map((place) => (
    <Scores key={`${place.stepId} ${place.output}`} view={view} place={place} />
  ));
}

/** While settings are tried: what shall become of the best one. */
function UntilThen({ view }: { view: RunView }) {
  const tries = view.steps.some(({ tried }) => tried !== undefined);
  if (!tries || isTerminal(view.status)) return null;
  return (
    <Section title={words.settings} note={words.byTheValidationPart}>
      <RegisterBest view={view} />
    </Section>
  );
}

function Scores({ view, place }: { view: RunView; place: ScoresPlace }) {
  const scores = useScores(view.runId, place);
  const waiting = scores.data === undefined && scores.error === null;
  if (waiting || scores.data === null) return null;
  const rates = scores.data?.format === 'graft.learning-rates/1';
  return (
    <Section
      title={rates ? words.learningRates : words.settings}
      note={rates ? words.lossWhileTheLearningRateGrows : words.byTheValidationPart}
    >
      <Failure error={scores.error} />
      {scores.data?.format === 'graft.settings/1' && (
        <SettingsView settings={scores.data} view={view} />
      )}
      {scores.data?.format === 'graft.learning-rates/1' && (
        <LearningRatesView rates={scores.data} />
      )}
    </Section>
  );
}

function listScores({ steps }: Pick<RunView, 'steps'>): ScoresPlace[] {
  return steps.flatMap(({ stepId, outputs }) =>
    Object.entries(outputs).flatMap(([output, { kind }]) =>
      kind === 'scores' ? [{ stepId, output }] : [],
    ),
  );
}

/** Null for scores that are shown elsewhere. */
function useScores(runId: string, { stepId, output }: ScoresPlace) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.output(runId, stepId, output),
    queryFn: async () => {
      const response = await client.getOutput({ params: { runId, stepId, output } });
      return scoresSchema.safeParse(await response.json()).data ?? null;
    },
    staleTime: Infinity,
  });
}
