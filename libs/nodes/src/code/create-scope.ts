import { UnexpectedError } from '@graft/errors';
import type { Graph, GraphInspection, Summary } from '@graft/graph';
import type { CodeLanguage } from '@graft/model';
import type { CodeScope, CodeSelection, CodeSource } from './code-part';
import { comment, literal } from './literals';
import type { SnippetName } from './snippets';

/** A script as it is being written. */
export interface ScriptDraft {
  readonly graph: Graph;
  readonly inspection: GraphInspection;
  readonly language: CodeLanguage;
  readonly lines: string[];
  readonly name: (id: string, suffix?: string) => string;
  /** Variable of each model output and file of each report, by `node.port`. */
  readonly variables: Map<string, string>;
  /** Nodes that are not written. */
  readonly lost: Set<string>;
  /** Names of the constants by their literals. */
  readonly constants: Map<string, string>;
  readonly snippets: Set<SnippetName>;
  readonly selections: Map<string, CodeSelection>;
  /** By command. */
  readonly sources: Map<string, CodeSource>;
  seed: number | null;
}

/** What the code of one node writes into. */
export function createScope(draft: ScriptDraft, id: string): CodeScope<unknown> {
  const { inspection, language } = draft;
  const sourcesOf = (port: string) => inspection.wires.get(id)?.get(port) ?? [];
  const sourceOf = (port: string) => {
    const [source] = sourcesOf(port);
    if (source) return source;
    throw unexpected(`"${id}" has no wire at ${port}`);
  };
  const model = (port: string) => readModel(draft, sourceOf(port));
  const scope: CodeScope<unknown> = {
    language,
    params: inspection.params.get(id) ?? {},
    name: (suffix) => draft.name(id, suffix),
    model,
    models: (port) => sourcesOf(port).map((source) => readModel(draft, source)),
    reports: (port) => sourcesOf(port).map((source) => findVariable(draft, source)),
    change(port) {
      const found = model(port);
      if (countReaders(draft, sourceOf(port)) < 2) return found;
      scope.use('copy-model');
      const copy = draft.name(id, 'model');
      scope.add(
        language === 'node'
          ? `const ${copy} = await copyModel(${found.variable});`
          : `${copy} = copy_model(${found.variable})`,
      );
      return { ...found, variable: copy };
    },
    examples(port, pick) {
      const source = sourceOf(port);
      const summary = summaryAt(draft, source, 'dataset');
      const name = pick === undefined ? nameOutput(source) : `${id}.${port}`;
      const { recipe } = summary;
      draft.selections.set(name, { name, recipe, ...(pick === undefined ? {} : { pick }) });
      return { rows: `examples[${literal(language, name)}]`, summary };
    },
    list(port, suffix, tell) {
      const { recipe } = summaryAt(draft, sourceOf(port), 'dataset');
      const name = `${id}.${suffix}`;
      draft.selections.set(name, { name, recipe, tell });
      return `examples[${literal(language, name)}]`;
    },
    result: (port) => requireType(inspection.summaries.get(id)?.[port], 'model'),
    data: (port) => requireType(inspection.summaries.get(id)?.[port], 'dataset'),
    give: (port, variable) => draft.variables.set(`${id}.${port}`, variable),
    constant: (name, value) => nameConstant(draft, name, literal(language, value)),
    use: (...names) => names.forEach((name) => draft.snippets.add(name)),
    uses: (name) => draft.snippets.has(name),
    bring: (source) => draft.sources.set(source.command, source),
    findWords: (vocabulary) =>
      [...draft.sources.values()].find(({ base }) => base?.vocabulary === vocabulary)?.base?.folder,
    seed: (seed) => {
      draft.seed ??= seed;
    },
    add: (...lines) => draft.lines.push(...lines),
    nest: (write) => nestLines(draft, write),
    say: (text) => draft.lines.push(...comment(language, text)),
  };
  return scope;
}

interface Output {
  readonly node: string;
  readonly port: string;
}

function nameOutput({ node, port }: Output): string {
  return `${node}.${port}`;
}

function findVariable({ variables }: ScriptDraft, source: Output): string {
  const variable = variables.get(nameOutput(source));
  if (variable !== undefined) return variable;
  throw unexpected(`"${source.node}" has no variable`);
}

function readModel(draft: ScriptDraft, source: Output) {
  return {
    variable: findVariable(draft, source),
    summary: summaryAt(draft, source, 'model'),
  };
}

function summaryAt<Type extends Summary['type']>(
  { inspection }: ScriptDraft,
  { node, port }: Output,
  type: Type,
) {
  return requireType(inspection.summaries.get(node)?.[port], type);
}

function nestLines({ lines, language }: ScriptDraft, write: () => void): void {
  const from = lines.length;
  write();
  const indent = language === 'node' ? '  ' : '    ';
  // A line that was added may hold several.
  const inner = lines.splice(from).flatMap((each) => each.split('\n'));
  lines.push(...inner.map((line) => (line === '' ? '' : `${indent}${line}`)));
}

/** How many nodes read a model, by whatever port. */
function countReaders({ inspection }: ScriptDraft, of: Output): number {
  const wires = [...inspection.wires.values()].flatMap((ports) => [...ports.values()].flat());
  return wires.filter(({ node, port }) => node === of.node && port === of.port).length;
}

function nameConstant({ constants }: ScriptDraft, wanted: string, text: string): string {
  const known = constants.get(text);
  if (known !== undefined) return known;
  const taken = [...constants.values()].filter((each) => each.replace(/\d+$/, '') === wanted);
  const name = taken.length === 0 ? wanted : `${wanted}${String(taken.length + 1)}`;
  constants.set(text, name);
  return name;
}

function requireType<Type extends Summary['type']>(
  summary: Summary | undefined,
  type: Type,
): Extract<Summary, { type: Type }> {
  if (summary?.type === type) return summary as Extract<Summary, { type: Type }>;
  throw unexpected(`a ${type} was expected`);
}

function unexpected(what: string): UnexpectedError {
  return new UnexpectedError({ code: 'code.scope', message: `While writing code, ${what}.` });
}
