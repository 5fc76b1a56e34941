import { ApiProblem } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Command, CommanderError, Option } from 'commander';
import { planFile, validateFile, type CheckOptions } from './commands/check';
import {
  controlRun,
  controlStep,
  setLearningRate,
  type ControlOptions,
  type RunVerb,
  type StepVerb,
} from './commands/control-run';
import { describeUpkeep } from './commands/describe-upkeep';
import { runDoctor } from './commands/doctor';
import { exportDataset, type ExportDatasetOptions } from './commands/export-dataset';
import { exportModel, type ExportOptions } from './commands/export-model';
import { showLimits, type LimitOptions } from './commands/limits';
import { showDatasets, showModels, showRuns, type ListOptions } from './commands/list';
import type { OriginOptions } from './commands/read-origin';
import { importBase, type BaseOptions } from './commands/import-base';
import { fetchPublished, showPublished } from './commands/published';
import { runGraph, type RunOptions } from './commands/run';
import { importDataset, predict, type PredictOptions, type SendOptions } from './commands/send';
import { showCode, type CodeOptions } from './commands/show-code';
import { whichTransfer, type WhichTransferOptions } from './commands/which-transfer';
import { CommandError, UsageError, type ExitCode } from './exit';
import type { Terminal } from './terminal';

const VERSION = '0.1.0';

/** Runs one command line (without `node` and the program). Never throws for what a person did. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = describeProgram(terminal, (ended) => (code = ended));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    terminal.err(`${error.message}\n`);
    return 2;
  }
  if (error instanceof ApiProblem || error instanceof CommandError || error instanceof UserError) {
    terminal.err(`${error.message}\n`);
    return 1;
  }
  if (error instanceof TypeError && error.cause instanceof Error) {
    terminal.err(
      `Graft does not answer (${error.cause.message}): is it running? "graft doctor" says.\n`,
    );
    return 1;
  }
  terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

function describeProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('graft')
    .description('Transfer learning as graphs whose runs survive any failure')
    .version(VERSION)
    .option('--url <address>', 'address of Graft; default: of the stack in the data folder')
    .option('--token <token>', 'token; default: of the data folder')
    .option('--home <folder>', 'data folder; default: GRAFT_HOME or .graft')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    });
  const list = (text: string, before: string[]): string[] => [...before, text];
  const add: AddCommand = (usage, summary) =>
    program.command(usage).description(summary).option('--json', 'print one JSON document');

  addOrigin(add('run [graph]', 'run a graph and follow it to its end, or until it is parked'))
    .option('--set <node.param=value>', 'change a parameter; may be repeated', list, [])
    .option('--find-learning-rate <node>', 'search a learning rate for this node instead')
    .option('--vary <node.param=values>', 'try "16, 32" or "1e-4..1e-1 in 7 log", run the best')
    .option('--register-best', 'with --vary: evaluate the best one once and register it')
    .option('--repeat <times>', 'train so often with other splits and seeds, and compare')
    .option('--embedded', 'start a stack for this run and stop it afterwards')
    .option('--no-wait', 'print the id of the run and leave it running')
    .option('--priority <low|normal|high>', 'which of the waiting runs goes first', 'normal')
    .action(async (path: string | undefined, _: unknown, command: Command) => {
      end(await runGraph(path, command.optsWithGlobals<RunOptions>(), terminal));
    });
  add('which-transfer <dataset>', 'try every way of transferring to a data set of pictures')
    .option('--base <name>', 'a base to try; may be repeated, default: those there are', list, [])
    .option('--fast', 'frozen layers in int8: twice as quick, nearly as exact')
    .option('--embedded', 'start a stack for this run and stop it afterwards')
    .option('--no-wait', 'print the id of the run and leave it running')
    .action(async (dataset: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WhichTransferOptions>();
      end(await whichTransfer(dataset, options, terminal));
    });
  add('validate <graph>', 'say everything that is wrong with a graph').action(
    async (path: string, _: unknown, command: Command) => {
      end(await validateFile(path, command.optsWithGlobals<CheckOptions>(), terminal));
    },
  );
  addOrigin(add('plan [graph]', 'say what a run would reuse, resume and run, and why'))
    .option('--set <node.param=value>', 'change a parameter; may be repeated', list, [])
    .action(async (path: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions & OriginOptions & { set: string[] }>();
      end(await planFile(path, options, terminal));
    });
  add('code <graph>', 'write a graph as a program that does the same without Graft')
    .option('--language <language>', 'keras, or node for TensorFlow.js', 'keras')
    .option('--out <folder>', 'where to put it with the list of its examples; default: show it')
    .action(async (path: string, _: unknown, command: Command) => {
      end(await showCode(path, command.optsWithGlobals<CodeOptions>(), terminal));
    });
  describeViews(add, terminal, end);
  describeRuns(program, terminal, end);
  describeDatasets(program, terminal, end);
  describeModels(program, terminal, end);
  describeUpkeep(program, terminal, end);
  return program;
}

function addOrigin(command: Command): Command {
  const list = (text: string, before: string[]): string[] => [...before, text];
  return command
    .option('--parent <run>', 'go on from this run; without a graph, with its graph')
    .option('--edited-in <pipeline>', 'the graph is an edited one of this pipeline')
    .option('--from <node>', 'run this node again and all after it; may be repeated', list, [])
    .option('--from-start', 'run everything again');
}

type AddCommand = (usage: string, summary: string) => Command;

function describeViews(add: AddCommand, terminal: Terminal, end: (code: ExitCode) => void): void {
  add('predict <model> [path]', 'classify a picture, all in a folder or zip, or lines of text')
    .option('--top <n>', 'how many labels for each', '5')
    .option('--text <texts...>', 'texts to classify instead of a file')
    .action(async (model: string, path: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<PredictOptions>();
      end(await predict(model, path, options, terminal));
    });
  add('limits', 'what the workspace may use and uses; administrators change it')
    .option('--most-runs <n>', 'runs under way at once, or none for no limit')
    .option('--most-gpu-hours <hours>', 'in a month, or none')
    .option('--most-disk <GB>', 'for data sets, models and results, or none')
    .option('--keep-days <days>', 'end results after so many days without use, or none')
    .option('--keep-run-days <days>', 'end rows of runs so many days after their end, or none')
    .option('--keep-checkpoint-days <days>', 'the same for given-up trainings, or none')
    .action(async (_: unknown, command: Command) => {
      end(await showLimits(command.optsWithGlobals<LimitOptions>(), terminal));
    });
  add('doctor', 'look at everything that Graft needs').action(
    async (_: unknown, command: Command) => {
      end(await runDoctor(command.optsWithGlobals<ListOptions>(), terminal));
    },
  );
}

const RUN_VERBS = {
  pause: 'stop a run at the next batch and keep its place',
  resume: 'go on with a paused run',
  cancel: 'end a run; its checkpoints stay',
} as const;

const STEP_VERBS = {
  'finish-early': 'end a training at the next batch with its best model',
  retry: 'try a parked step again, from its last checkpoint',
  skip: 'go on without a parked step and all that needs it',
  end: 'let a parked step fail',
} as const;

function describeRuns(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const runs = program.command('runs').description('runs: list, show and control them');
  const add = (usage: string, summary: string, settings = {}): Command =>
    runs.command(usage, settings).description(summary).option('--json', 'print one JSON document');
  add('show [run]', 'list runs, or show one', { isDefault: true }).action(
    async (runId: string | undefined, _: unknown, command: Command) => {
      end(await showRuns(runId, command.optsWithGlobals<ListOptions>(), terminal));
    },
  );
  for (const verb of Object.keys(RUN_VERBS) as RunVerb[]) {
    add(`${verb} <run>`, RUN_VERBS[verb]).action(
      async (runId: string, _: unknown, command: Command) => {
        end(await controlRun(verb, runId, command.optsWithGlobals<ControlOptions>(), terminal));
      },
    );
  }
  for (const verb of Object.keys(STEP_VERBS) as StepVerb[]) {
    add(`${verb} <run> [node]`, STEP_VERBS[verb]).action(
      async (runId: string, node: string | undefined, _: unknown, command: Command) => {
        const options = command.optsWithGlobals<ControlOptions>();
        end(await controlStep(verb, runId, node, options, terminal));
      },
    );
  }
  add('set-rate <run> <rate> [node]', 'change the learning rate of a running training').action(
    async (runId: string, rate: string, node: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ControlOptions>();
      end(await setLearningRate(runId, rate, node, options, terminal));
    },
  );
}

function describeDatasets(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  const datasets = program
    .command('datasets')
    .description('data sets: list them, import or export one');
  datasets
    .command('list', { isDefault: true })
    .description('list data sets')
    .option('--json', 'print one JSON document')
    .action(async (_: unknown, command: Command) => {
      end(await showDatasets(command.optsWithGlobals<ListOptions>(), terminal));
    });
  datasets
    .command('import <path>')
    .description('import a zip or folder (one folder of pictures a class), or a CSV (text,label)')
    .requiredOption('--name <name>', 'name by which graphs refer to it')
    .option('--json', 'print one JSON document')
    .action(async (path: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<SendOptions & { name: string }>();
      end(await importDataset(path, options, terminal));
    });
  datasets
    .command('export <dataset>')
    .description('write a data set as a folder with a sub-folder a class, or as a zip')
    .option('--out <path>', 'a folder, or a name that ends in .zip; default: <dataset>.zip')
    .option('--json', 'print one JSON document')
    .action(async (dataset: string, _: unknown, command: Command) => {
      end(await exportDataset(dataset, command.optsWithGlobals<ExportDatasetOptions>(), terminal));
    });
}

function describeModels(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const models = program
    .command('models')
    .description('registered models: list them, export one, import a base');
  models
    .command('list', { isDefault: true })
    .description('list registered models')
    .option('--json', 'print one JSON document')
    .action(async (_: unknown, command: Command) => {
      end(await showModels(command.optsWithGlobals<ListOptions>(), terminal));
    });
  models
    .command('export <model>')
    .description('write a model (objects, objects@2) or a base for use elsewhere')
    .option('--format <format>', 'onnx, tfjs or keras; words of word vectors', 'onnx')
    .option('--float16', 'weights in half precision: half the size')
    .option('--out <path>', 'a folder, or a name that ends in .zip; default: <model>-<format>.zip')
    .option('--json', 'print one JSON document')
    .action(async (model: string, _: unknown, command: Command) => {
      end(await exportModel(model, command.optsWithGlobals<ExportOptions>(), terminal));
    });
  models
    .command('published')
    .description('base models that others publish, and whether they are in reach')
    .option('--json', 'print one JSON document')
    .action(async (_: unknown, command: Command) => {
      end(await showPublished(command.optsWithGlobals<ListOptions>(), terminal));
    });
  models
    .command('fetch <base>')
    .description('fetch a published base model and keep it')
    .option('--json', 'print one JSON document')
    .action(async (base: string, _: unknown, command: Command) => {
      end(await fetchPublished(base, command.optsWithGlobals<ListOptions>(), terminal));
    });
  models
    .command('import <path>')
    .description(
      'bring a base model: a zip or folder of model.json with weights, .h5, .keras or .onnx',
    )
    .requiredOption('--name <name>', 'name by which graphs refer to it')
    .option('--mean <number>', 'pixels become (pixel - mean) / scale', '0')
    .option('--scale <number>', 'pixels become (pixel - mean) / scale', '255')
    .option('--size <pixels>', 'height and width, where the model leaves them open')
    .option('--output <tensor>', 'of an ONNX file: the tensor that gives the features')
    .option('--channel-mean <numbers>', 'then, red first: 0.485,0.456,0.406 for most of PyTorch')
    .option('--channel-deviation <numbers>', 'then, red first: 0.229,0.224,0.225')
    .addOption(
      new Option('--colours <order>', 'as the model wants them')
        .choices(['rgb', 'bgr'])
        .default('rgb'),
    )
    .option('--licence <text>', 'licence of the model', 'unknown')
    .option('--json', 'print one JSON document')
    .action(async (path: string, _: unknown, command: Command) => {
      end(await importBase(path, command.optsWithGlobals<BaseOptions>(), terminal));
    });
}
