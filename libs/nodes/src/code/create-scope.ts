import { UnexpectedError } from '@graft/errors';
import type { DataRecipe, Graph, GraphInspection, Summary } from '@graft/graph';
import type { CodeLanguage } from '@graft/model';
import type { CodeScope, CodeSource } from './code-part';
import { comment, literal } from './literals';
import type { SnippetName } from './snippets';

/** A script as it is being written. */
export interface ScriptDraft {
  readonly graph: Graph;
  readonly inspection: GraphInspection;
  readonly language: CodeLanguage;
  readonly lines: string[];
  readonly name: (id: string, suffix?: string) => string;
  /** Variable of each model output, by `node.port`. */
  readonly variables: Map<string, string>;
  /** Nodes that are not written. */
  readonly lost: Set<string>;
  /** Names of the constants by their literals. */
  readonly constants: Map<string, string>;
  readonly snippets: Set<SnippetName>;
  readonly selections: Map<string, DataRecipe>;
  /** By command. */
  readonly sources: Map<string, CodeSource>;
  seed: number | null;
}

/** What the code of one node writes into. */
export function createScope(draft: ScriptDraft, id: string): CodeScope<unknown> {
  const { inspection, language } = draft;
  const sourceOf = (port: string) => {
    const [source] = inspection.wires.get(id)?.get(port) ?? [];
    if (source) return source;
    throw unexpected(`"${id}" has no wire at ${port}`);
  };
  const inputAt = <Type extends Summary['type']>(port: string, type: Type) => {
    const source = sourceOf(port);
    return requireType(inspection.summaries.get(source.node)?.[source.port], type);
  };
  const model = (port: string) => {
    const source = sourceOf(port);
    const variable = draft.variables.get(`${source.node}.${source.port}`);
    if (variable === undefined) throw unexpected(`"${source.node}" has no variable`);
    return { variable, summary: inputAt(port, 'model') };
  };
  const scope: CodeScope<unknown> = {
    language,
    params: inspection.params.get(id) ?? {},
    name: (suffix) => draft.name(id, suffix),
    model,
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
    examples(port) {
      const source = sourceOf(port);
      const summary = inputAt(port, 'dataset');
      const name = `${source.node}.${source.port}`;
      draft.selections.set(name, summary.recipe);
      return { rows: `examples[${literal(language, name)}]`, summary };
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
    say: (text) => draft.lines.push(...comment(language, text)),
  };
  return scope;
}

/** How many nodes read a model, by whatever port. */
function countReaders({ inspection }: ScriptDraft, of: { node: string; port: string }): number {
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
