import { countParameters, findSealed, type ExportFormat, type ModelSpec } from '@graft/model';
import type { EvaluationReport } from '../make-report';
import type { ExportFacts } from './export-facts';
import { FORMAT_TITLES } from './format-titles';

export interface CardContent {
  readonly spec: ModelSpec;
  readonly facts: ExportFacts;
  readonly report: EvaluationReport | null;
  readonly format: ExportFormat;
  readonly float16: boolean;
}

/** Fewer test examples than this say little about a class. */
const FEW = 20;

/**
 * The model card in Markdown: what the model is, what it learned from and how, how well it does, where
 * it ends. After Mitchell et al., "Model cards for model reporting", 2019.
 */
export function writeModelCard(content: CardContent): string {
  const { facts } = content;
  const version = facts.version === null ? '' : `, version ${String(facts.version)}`;
  const sections = [
    `# ${escape(facts.name)}${version}`,
    facts.notes === '' ? '' : escape(facts.notes),
    describeModel(content),
    describeData(content),
    describeMethod(content),
    describeResults(content),
    describeLimits(content),
    describeLicence(content),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function describeModel({ spec, facts, format, float16 }: CardContent): string {
  const { total } = countParameters(spec);
  const lines = [
    `- Tells ${nameExamples(spec)} apart: ${String(spec.labels?.length ?? 0)} classes (${list(spec.labels ?? [])})`,
    `- ${total.toLocaleString('en')} parameters in ${String(spec.layers.length)} layers`,
    `- Reads ${describeInput(spec)}`,
    `- This file: ${FORMAT_TITLES[format]}${float16 ? ', weights in half precision' : ''}`,
    ...(facts.createdAt === null ? [] : [`- Made ${facts.createdAt}`]),
    ...(facts.runId === null ? [] : [`- Graft run ${facts.runId}`]),
    ...facts.code.map((each) => `- Trained by ${nameCode(each)}`),
  ];
  return `## Model\n\n${lines.join('\n')}`;
}

function nameCode({ version, revision }: ExportFacts['code'][number]): string {
  return `Graft ${escape(version)}${revision === null ? '' : `, revision ${escape(revision)}`}`;
}

function describeInput({ input }: ModelSpec): string {
  if (input.kind === 'tokens') {
    return `texts: at most ${String(input.length)} words of those that it knows; others are left out`;
  }
  if (input.kind !== 'image') return 'rows of numbers';
  const colours = input.channels === 3 ? 'RGB' : 'grey';
  return `${colours} pictures of ${String(input.width)} x ${String(input.height)}; each value becomes (value - ${String(input.mean)}) / ${String(input.scale)}`;
}

function describeData({ facts }: CardContent): string {
  if (facts.data.length === 0) return '';
  const sets = facts.data.map(({ name, digest, classes }) => {
    const total = classes.reduce((sum, { count }) => sum + count, 0);
    const counts = classes.map((each) => `${each.name} ${String(each.count)}`);
    return `- ${escape(name)}: ${String(total)} examples (${list(counts)}); sha256 ${digest}`;
  });
  return `## Data\n\n${sets.join('\n')}`;
}

function describeMethod({ spec, facts }: CardContent): string {
  const trained = spec.layers.filter(({ trainable, weights }) => trainable && weights.length > 0);
  const lines = [
    facts.base === null
      ? '- No base model: all weights were learned from the data above'
      : `- Transfer learning from ${escape(facts.base.name)}`,
    ...describeSealed(spec),
    `- Layers that the last training changed: ${String(trained.length)} of ${String(spec.layers.length)}`,
    ...facts.trainings.map(({ kind, params, deviations }) => {
      const told = Object.entries(params).flatMap(([key, value]) =>
        typeof value === 'object' ? [] : [`${key} ${String(value)}`],
      );
      return [`- ${kind}: ${told.join(', ')}`, ...deviations.map((each) => `  - ${each}`)].join(
        '\n',
      );
    }),
  ];
  return `## Method\n\n${lines.join('\n')}`;
}

/** Where the base came from, as far as the file says. */
function describeSealed(spec: ModelSpec): string[] {
  const sealed = findSealed(spec);
  if (sealed === undefined) return [];
  const { opset, mean, deviation } = sealed.config;
  return [
    `- The base came as an ONNX file (opset ${JSON.stringify(opset)}) and is used as it is: nothing in it was trained here; channel means ${JSON.stringify(mean)}, deviations ${JSON.stringify(deviation)}`,
  ];
}

function describeResults({ report }: CardContent): string {
  if (report === null) return '## Results\n\nNot measured.';
  const { accuracy, interval, examples } = report;
  const rows = report.perClass.map(
    ({ name, precision, recall, f1, support }) =>
      `| ${escape(name)} | ${percent(precision)} | ${percent(recall)} | ${percent(f1)} | ${String(support)} |`,
  );
  return [
    '## Results',
    `Accuracy ${percent(accuracy)} (95 % interval ${percent(interval.low)} to ${percent(interval.high)}) on ${String(examples)} examples that the model had not learned from. Calibration error ${percent(report.calibration.error)}.`,
    [
      '| class | precision | recall | F1 | examples |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
  ].join('\n\n');
}

function nameExamples({ input }: ModelSpec): 'pictures' | 'texts' | 'rows' {
  if (input.kind === 'tokens') return 'texts';
  return input.kind === 'image' ? 'pictures' : 'rows';
}

const LIMITS = {
  pictures: [
    '- It knows these classes only and names one of them for any picture, also for one that shows none of them',
    '- The figures hold for pictures like those it was tested on; with another camera, light or background they may be worse',
  ],
  texts: [
    '- It knows these classes only and names one of them for any text, also for one that is about none of them or has no word that it knows',
    '- The figures hold for texts like those it was tested on; with other words, another length or language they may be worse',
  ],
  rows: ['- It knows these classes only and names one of them for anything'],
} as const;

function describeLimits({ spec, report }: CardContent): string {
  const lines: string[] = [...LIMITS[nameExamples(spec)]];
  const few = report?.perClass.filter(({ support }) => support < FEW) ?? [];
  if (few.length > 0) {
    lines.push(`- Too few test examples to be sure: ${list(few.map(({ name }) => name))}`);
  }
  const weak = report?.perClass.filter(({ recall }) => recall < 0.5) ?? [];
  if (weak.length > 0) {
    lines.push(`- It misses more than half of: ${list(weak.map(({ name }) => name))}`);
  }
  return `## Limits\n\n${lines.join('\n')}`;
}

function describeLicence({ facts }: CardContent): string {
  const base =
    facts.base === null ? [] : [`- Base model ${escape(facts.base.name)}: ${facts.base.licence}`];
  const lines = [...base, '- The data: as its owner says; Graft does not know'];
  return `## Licence\n\n${lines.join('\n')}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 30).map(escape).join(', ');
  return names.length > 30 ? `${shown} and ${String(names.length - 30)} more` : shown;
}

/** Names come from people: no markup, no table cell that ends early. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
