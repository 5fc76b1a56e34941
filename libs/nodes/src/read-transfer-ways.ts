import type { Graph, Json } from '@graft/graph';
import type { TransferTraining, TransferWay } from './transfer-ways';

/** The ways of a graph that `drawWhichTransfer` drew, in its order; empty for another graph. */
export function readTransferWays({ nodes }: Graph): TransferWay[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap((node): TransferWay[] => {
    const [, id] = /^(way-\d+)-folds$/.exec(node.id) ?? [];
    if (id === undefined) return [];
    const fineTuneBlocks = readNumber(node.params['fineTuneBlocks']);
    const base = readText(byId.get(`${id}-base`)?.params['base']);
    return [
      {
        id,
        title: node.title ?? id,
        base,
        cut: readText(byId.get(`${id}-cut`)?.params['layer']),
        training: trainingOf(base, byId.has(`${id}-random`), fineTuneBlocks),
        fineTuneBlocks,
      },
    ];
  });
}

function trainingOf(base: string | null, random: boolean, blocks: number): TransferTraining {
  if (base === null) return 'scratch';
  if (random) return 'random-features';
  return blocks > 0 ? 'fine-tune' : 'head';
}

function readText(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
