import { Button, Group, Select, Switch, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/predictions';
import { useClient } from '../client/api';
import { ExamplePicture } from '../data/example-picture';
import { formatCount, formatShare } from '../frame/format';
import { EvidenceOverlay } from '../models/evidence-overlay';
import { download } from './download';
import {
  listAnswered,
  listGiven,
  type PredictedExample,
  type Predictions,
} from './predictions-format';
import '../frame/mantine-forms.css';
import './predictions.css';
import './report.css';

const PAGE = 24;

interface PredictionsViewProps {
  predictions: Predictions;
  /** Digest of the data set version that the pictures lie in; null when it is not known. */
  dataset: string | null;
  place: { readonly runId: string; readonly stepId: string };
}

/** What the model takes each example for: the least sure answers first, and where it sees them. */
export function PredictionsView({ predictions, dataset, place }: PredictionsViewProps) {
  const [label, setLabel] = useState<string | null>(null);
  const [looking, setLooking] = useState(true);
  const [most, setMost] = useState(PAGE);
  const answered = listAnswered(predictions, label);
  const explained = predictions.shown.some(({ evidence }) => evidence !== undefined);
  return (
    <section aria-label={words.answers}>
      <Group gap={16} mb={12} align="flex-end">
        <Select
          size="xs"
          label={words.takenFor}
          placeholder={words.anyLabel}
          clearable
          searchable
          value={label}
          onChange={setLabel}
          data={listGiven(predictions).map(({ label: value, examples }) => ({
            value,
            label: `${value} (${formatCount(examples)})`,
          }))}
        />
        {explained && (
          <Switch
            label={words.showWhereTheModelSeesIt}
            checked={looking}
            onChange={(event) => setLooking(event.currentTarget.checked)}
          />
        )}
        <TableButton place={place} />
      </Group>
      <Text size="sm" c="dimmed" mb={8}>
        {describeShown(predictions, answered.length)}
      </Text>
      <ul className="mistakes">
        {answered.slice(0, most).map((example) => (
          <li key={`${example.sha256} ${example.name}`}>
            <Shown example={example} dataset={dataset} looking={looking} />
          </li>
        ))}
      </ul>
      {answered.length > most && (
        <Button size="xs" variant="default" mt={12} onClick={() => setMost(most + PAGE)}>
          {words.showMore}
        </Button>
      )}
    </section>
  );
}

function describeShown({ examples, shown }: Predictions, count: number): string {
  const all = words.examples(examples);
  if (shown.length === examples) return words.allLeastSureFirst(formatCount(count), all);
  return words.leastSureOfAll(formatCount(count), formatCount(shown.length), all);
}

interface ShownProps {
  example: PredictedExample;
  dataset: string | null;
  looking: boolean;
}

function Shown({ example, dataset, looking }: ShownProps) {
  const { sha256, name, text, evidence, top, class: known } = example;
  return (
    <>
      {text === undefined ? (
        <div className="predictions__frame">
          <ExamplePicture dataset={dataset} sha256={sha256} name={name} />
          {looking && evidence !== undefined && <EvidenceOverlay evidence={evidence} />}
        </div>
      ) : (
        <p className="predictions__text">{text}</p>
      )}
      {top.map(({ label, probability }) => (
        <div key={label}>
          <b title={label}>{label}</b>
          <span className="numbers">{formatShare(probability, 0)}</span>
        </div>
      ))}
      <div className="mistakes__truth" title={words.inTheDataSet(known)}>
        {words.inKnown(known)}
      </div>
    </>
  );
}

/** Every example, as CSV. */
function TableButton({ place: { runId, stepId } }: Pick<PredictionsViewProps, 'place'>) {
  const client = useClient();
  const save = async () => {
    const params = { runId, stepId, output: 'table' };
    const response = await client.getOutput({ params });
    download('predictions.csv', await response.blob());
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Download size={14} aria-hidden />}
      onClick={() => void save()}
    >
      {words.downloadAllCsv}
    </Button>
  );
}
