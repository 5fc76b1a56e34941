import { randomUUID } from 'node:crypto';
import type { Client, WhichTransferView } from '@graft/contracts';
import type { ExitCode } from '../exit';
import { openProgress } from '../show/progress-view';
import { formatTable } from '../show/show-table';
import { followRun } from '../stack/follow-run';
import { withStack, type EmbeddedOption } from '../stack/with-stack';
import { printJson, type Terminal } from '../terminal';

export interface WhichTransferOptions extends EmbeddedOption {
  base: readonly string[];
  fast?: boolean;
  json?: boolean;
  wait: boolean;
}

/** Tries every way of transferring to a data set and prints the table with the verdict. */
export async function whichTransfer(
  dataset: string,
  options: WhichTransferOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withStack(options, terminal, async ({ client }) => {
    const bases = options.base.length === 0 ? {} : { bases: [...options.base] };
    const { runId } = await client.startWhichTransfer({
      body: { dataset, ...bases, precision: options.fast ? 'fast' : 'exact' },
      idempotencyKey: randomUUID(),
    });
    if (options.wait) await follow(client, runId, terminal);
    const found = await client.getWhichTransfer({ params: { runId } });
    if (options.json) printJson(terminal, found);
    else if (options.wait) show(found, terminal);
    else terminal.out(`${runId}\n`);
    return found.status === 'failed' || found.status === 'cancelled' ? 1 : 0;
  });
}

async function follow(client: Client, runId: string, terminal: Terminal): Promise<void> {
  terminal.err(`run ${runId}\n`);
  const { ways } = await client.getWhichTransfer({ params: { runId } });
  const titles = new Map(ways.map(({ stepId, title }) => [stepId, title]));
  const progress = openProgress(terminal, (stepId) => titles.get(stepId) ?? stepId);
  try {
    await followRun(client, runId, {
      onEvent: (event) => progress.take(event),
      onLost: () => undefined,
    });
  } finally {
    progress.close();
  }
}

function show(
  { runId, status, ways, sentences, recommended }: WhichTransferView,
  terminal: Terminal,
) {
  const rows = ways.map(({ id, title, accuracy, low, high, difference, seconds, trainable }) => [
    id === recommended ? `* ${title}` : `  ${title}`,
    accuracy === null ? null : percent(accuracy),
    low === null || high === null ? null : `${percent(low)} - ${percent(high)}`,
    difference === null
      ? null
      : `${signed(difference.mean)} (${signed(difference.low)} to ${signed(difference.high)})`,
    trainable === null ? null : trainable,
    seconds === null ? null : Math.round(seconds),
  ]);
  terminal.out(`run ${runId}: ${status}\n\n`);
  terminal.out(
    formatTable(['way', 'right', '95 %', 'points over scratch', 'weights', 'seconds'], rows),
  );
  if (sentences.length > 0) terminal.out(`\n${sentences.join('\n')}\n`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
}
