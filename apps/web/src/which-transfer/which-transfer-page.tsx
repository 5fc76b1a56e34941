import { Alert, Button, Progress } from '@mantine/core';
import { isTerminal, type TransferWayView, type WhichTransferView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import * as words from '#words/which-transfer';
import { TextLink } from '../frame/text-link';
import { useClient } from '../client/api';
import { rewriteNumbers } from '../words/numbers';
import { formatDuration, formatLarge, formatShare, formatSigned } from '../frame/format';
import { Page, Section } from '../frame/page';
import { PendingPage } from '../frame/pending-page';
import { StateChip } from '../frame/state-chip';
import { showRunState, showStepState } from '../frame/states';
import { ControlButtons } from '../runs/control-buttons';
import { useOpenGraph } from '../start/use-open-graph';
import './which-transfer.css';

const REFRESH_MILLISECONDS = 3000;

/** The table of all ways of transferring to a data set, as it fills, and the verdict in words. */
export function WhichTransferPage({ runId }: { runId: string }) {
  const client = useClient();
  const query = useQuery({
    queryKey: ['runs', runId, 'which-transfer'],
    queryFn: ({ signal }) => client.getWhichTransfer({ params: { runId }, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isTerminal(state.data.status) ? false : REFRESH_MILLISECONDS,
  });
  const found = query.data;
  if (found === undefined) {
    return (
      <PendingPage title={words.whichTransfer} label={words.loadingTheTable} error={query.error} />
    );
  }
  return (
    <Page
      title={words.whichTransferTo(found.dataset)}
      subtitle={<Facts found={found} />}
      actions={
        !isTerminal(found.status) && <ControlButtons runId={found.runId} state={found.status} />
      }
    >
      {!isTerminal(found.status) && (
        <Progress
          mb={16}
          value={found.fraction * 100}
          aria-label={words.howMuchIsDone}
          className="which__progress"
        />
      )}
      {found.sentences.length > 0 && (
        <Alert mb={16} title={rewriteNumbers(found.sentences[0] ?? '')}>
          {found.sentences.slice(1).map((sentence) => (
            <div key={sentence}>{rewriteNumbers(sentence)}</div>
          ))}
        </Alert>
      )}
      <Section title={words.ways} note={words.eachIsTestedInFiveFolds} padded={false}>
        <WaysTable ways={found.ways} recommended={found.recommended} />
      </Section>
    </Page>
  );
}

function Facts({ found }: { found: WhichTransferView }) {
  const done = found.ways.filter(({ accuracy }) => accuracy !== null).length;
  return (
    <span className="which__facts">
      <StateChip state={showRunState(found.status)} />
      <span className="numbers">{words.ofWaysMeasured(done, found.ways.length)}</span>
      {!isTerminal(found.status) && <Course found={found} />}
      <TextLink href={`/runs/${found.runId}`}>{words.theRun}</TextLink>
    </span>
  );
}

/** What is going on, and how long it takes. */
function Course({ found: { features, secondsLeft } }: { found: WhichTransferView }) {
  return (
    <>
      {features.done < features.total && (
        <span className="numbers">
          {words.featuresOfOfCutsReady(features.done, features.total)}
        </span>
      )}
      {secondsLeft !== null && (
        <span className="numbers">{words.aboutTimeLeft(formatDuration(secondsLeft))}</span>
      )}
    </>
  );
}

interface WaysTableProps {
  ways: readonly TransferWayView[];
  recommended: string | null;
}

function WaysTable({ ways, recommended }: WaysTableProps) {
  const { open, opening } = useOpenGraph();
  const sorted = sortWays(ways);
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.way}</th>
          <th className="right">{words.right}</th>
          <th className="right">{words.interval95}</th>
          <th className="right">{words.pointsOverScratch}</th>
          <th className="right">{words.trainedWeights}</th>
          <th className="right">{words.time}</th>
          <th>{words.state}</th>
          <th>
            <span className="visually-hidden">{words.open}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((way) => (
          <tr key={way.id} data-recommended={way.id === recommended || undefined}>
            <td>
              {way.title}
              {way.id === recommended && <span className="which__mark">{words.takeThis}</span>}
            </td>
            <td className="right">{way.accuracy === null ? '' : formatShare(way.accuracy)}</td>
            <td className="right">{formatInterval(way)}</td>
            <td className="right">{formatDifference(way)}</td>
            <td className="right">{way.trainable === null ? '' : formatLarge(way.trainable)}</td>
            <td className="right">{way.seconds === null ? '' : formatDuration(way.seconds)}</td>
            <td>
              <StateChip state={showStepState(way.state)} reason={way.progress?.text} />
              {way.state === 'running' && way.progress !== null && (
                <div className="which__doing">{way.progress.text}</div>
              )}
            </td>
            <td className="right">
              <Button
                size="compact-xs"
                variant="default"
                loading={opening === way.id}
                aria-label={words.openAsAGraph(way.title)}
                onClick={() => open(way.id, way.graph)}
              >
                {words.open}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Best first as they come in, then what runs; those still to come keep their order below. */
function sortWays(ways: readonly TransferWayView[]): TransferWayView[] {
  const rank = ({ accuracy, state }: TransferWayView) =>
    accuracy ?? (state === 'running' ? -1 : -2);
  return [...ways].sort((left, right) => rank(right) - rank(left));
}

function formatInterval({ low, high }: TransferWayView): string {
  return low === null || high === null ? '' : words.lowToHigh(formatShare(low), formatShare(high));
}

function formatDifference({ difference }: TransferWayView): string {
  if (difference === null) return '';
  const signed = (share: number) => formatSigned(share * 100, 0);
  const { mean, low, high } = difference;
  return words.meanLowToHigh(signed(mean), signed(low), signed(high));
}
