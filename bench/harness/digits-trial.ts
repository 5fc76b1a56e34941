import type { Graph, Json } from '@graft/graph';
import type { EvaluationReport } from '@graft/nodes/steps';
import type { TrialReport } from './judge-trials';
import { readTemplate } from './object-graph';
import type { NodeResults, TemplateBench } from './template-bench';

export type Changes = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** One training of the template of digits: what it learns from, how, and by which seeds. */
export interface Trial {
  readonly changes: Changes;
  /** Of the transferred model and the others alike. */
  readonly training: Readonly<Record<string, Json>>;
  /** Of the split, the sample and everything that learns from it. */
  readonly seed: number;
  /** Of the source's split, its network and training: the same source is trained once. */
  readonly sourceSeed: number;
  /** Whether random frozen features are tried too. */
  readonly random: boolean;
}

/** What a trial says of the transferred model, the one from scratch and the one on random features. */
export interface Outcome {
  readonly source: number;
  readonly frozen: number;
  readonly scratch: number;
  readonly random: number | null;
  /** Time of an epoch from scratch over that of the head on stored features. */
  readonly speed: number;
  readonly transferred: TrialReport;
  readonly fromScratch: TrialReport;
}

/** Nodes that belong to the source; all others take the seed of the trial. */
const OF_SOURCE = ['low-split', 'network', 'low-head', 'pretrain'];
const OF_TRIAL = ['split', 'few', 'head', 'scratch-head', 'random-head'];
const TRAININGS = ['train', 'scratch', 'random'];
/** The network that learns from scratch is drawn anew in each trial, as its head is. */
const OWN_NETWORK = 'scratch-network';

export async function runTrial(bench: TemplateBench, root: string, trial: Trial): Promise<Outcome> {
  return describe(await bench.run(drawTrial(root, trial)), trial);
}

function drawTrial(root: string, trial: Trial): Graph {
  const { changes, training, seed, sourceSeed, random } = trial;
  const changed: Record<string, Readonly<Record<string, Json>>> = { ...changes };
  const set = (ids: readonly string[], params: Readonly<Record<string, Json>>) => {
    for (const id of ids) changed[id] = { ...params, ...changed[id] };
  };
  set(OF_SOURCE, { seed: sourceSeed });
  set(OF_TRIAL, { seed });
  set(TRAININGS, { ...training, seed });
  const graph = drawNetwork(readTemplate(root, 'digits-transfer', changed), seed);
  if (random) return graph;
  const isLeftOut = (id: string) => id.startsWith('random');
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !isLeftOut(id)),
    edges: graph.edges.filter(({ from, to }) => !isLeftOut(from.node) && !isLeftOut(to.node)),
  };
}

/** Gives the training from scratch a network of its own seed, of the same architecture. */
function drawNetwork(graph: Graph, seed: number): Graph {
  const network = graph.nodes.find(({ id }) => id === 'network');
  if (network === undefined) throw new Error('the template has no network');
  const own = { ...network, id: OWN_NETWORK, params: { ...network.params, seed } };
  const edges = graph.edges.map((edge) =>
    edge.from.node === 'network' && edge.to.node === 'scratch-head'
      ? { ...edge, from: { ...edge.from, node: OWN_NETWORK } }
      : edge,
  );
  const fed = edges
    .filter(({ to }) => to.node === 'network')
    .map((edge) => ({ ...edge, to: { ...edge.to, node: OWN_NETWORK } }));
  return { ...graph, nodes: [...graph.nodes, own], edges: [...edges, ...fed] };
}

async function describe(results: NodeResults, { random }: Trial): Promise<Outcome> {
  const accuracy = (node: string) => Number(results.summary(node)['accuracy']);
  const read = async (training: string, report: string): Promise<TrialReport> => ({
    report: (await results.artifact(report, 'report')) as EvaluationReport,
    history: await results.history(training),
  });
  const transferred = await read('train', 'report');
  const fromScratch = await read('scratch', 'scratch-report');
  return {
    source: Number(results.summary('pretrain')['validationAccuracy']),
    frozen: accuracy('report'),
    scratch: accuracy('scratch-report'),
    random: random ? accuracy('random-report') : null,
    speed: secondsOf(fromScratch) / secondsOf(transferred),
    ...{ transferred, fromScratch },
  };
}

/** Of an epoch. */
function secondsOf({ history }: TrialReport): number {
  const [start, end] = [history.find(({ epoch }) => epoch === 0), history.at(-1)];
  return ((end?.seconds ?? 0) - (start?.seconds ?? 0)) / (end?.epoch ?? 1);
}
