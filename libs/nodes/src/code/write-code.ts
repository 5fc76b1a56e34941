import { UserError } from '@graft/errors';
import {
  hasErrors,
  inspectGraph,
  type Catalogue,
  type Graph,
  type GraphInspection,
  type Issue,
  type Resources,
} from '@graft/graph';
import type { CodeLanguage } from '@graft/model';
import type { CodePart, CodeSelection, CodeSource } from './code-part';
import { createScope, type ScriptDraft } from './create-scope';
import { comment } from './literals';
import { createNamer } from './name-variables';
import { writeScript } from './write-script';

export interface WrittenCode {
  /** What can't be written, each with its reason; errors of the graph alone when it has some. */
  readonly issues: readonly Issue[];
  /** Null when the graph has errors. */
  readonly script: { readonly name: string; readonly text: string } | null;
  /** What `examples.json` beside the script holds. */
  readonly selections: readonly CodeSelection[];
  readonly sources: readonly CodeSource[];
}

/**
 * Writes a graph as a program that does the same without Graft: with TensorFlow.js on Node, or with
 * Keras. What a node kind becomes is its own part's matter; here the parts are joined in topological
 * order. A node that can't be written leaves a comment and a warning with the reason.
 */
export function writeCode(
  graph: Graph,
  language: CodeLanguage,
  known: {
    readonly catalogue: Catalogue;
    readonly resources: Resources;
    readonly parts: ReadonlyMap<string, CodePart>;
  },
): WrittenCode {
  const inspection = inspectGraph(graph, known.catalogue, known.resources);
  if (hasErrors(inspection.issues)) {
    return { issues: inspection.issues, script: null, selections: [], sources: [] };
  }
  const draft = startDraft(inspection.expanded, inspection, language);
  const issues = inspection.order.flatMap((id) => writeNode(draft, id, known.parts));
  return {
    issues,
    script: writeScript(draft),
    selections: [...draft.selections.values()],
    sources: [...draft.sources.values()],
  };
}

function startDraft(
  graph: Graph,
  inspection: GraphInspection,
  language: CodeLanguage,
): ScriptDraft {
  return {
    ...{ graph, inspection, language, lines: [], seed: null },
    ...{ name: createNamer(language), variables: new Map(), lost: new Set() },
    ...{ constants: new Map(), snippets: new Set(), selections: new Map(), sources: new Map() },
  };
}

/** Adds the lines of a node, or a comment that says why there are none. */
function writeNode(draft: ScriptDraft, id: string, parts: ReadonlyMap<string, CodePart>): Issue[] {
  const node = draft.graph.nodes.find((each) => each.id === id);
  if (node === undefined) return [];
  const { language } = draft;
  draft.lines.push('', ...comment(language, `${node.title ?? id} (${node.kind})`));
  const behind = findLost(draft, id);
  if (behind !== undefined) {
    draft.lost.add(id);
    draft.lines.push(...comment(language, `Left out: it needs "${behind}", which is not written.`));
    return [];
  }
  const mark = draft.lines.length;
  try {
    const part = parts.get(node.kind);
    if (part === undefined) throw refuseKind(node.kind);
    part.write(createScope(draft, id) as never);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    draft.lost.add(id);
    draft.lines.length = mark;
    draft.lines.push(...comment(language, `Not written as code: ${error.message}`));
    return [
      {
        code: error.code,
        severity: 'warning',
        nodeId: id,
        message: `"${node.title ?? id}" is not in the script: ${error.message}`,
      },
    ];
  }
}

/** A node that this one reads a model or a report of, and that left none. */
function findLost({ inspection, lost, variables }: ScriptDraft, id: string): string | undefined {
  const sources = [...(inspection.wires.get(id)?.values() ?? [])].flat();
  return sources.find(({ node, port }) => {
    const summary = inspection.summaries.get(node)?.[port];
    const needed = summary?.type === 'model' || summary?.type === 'report';
    return lost.has(node) && needed && !variables.has(`${node}.${port}`);
  })?.node;
}

function refuseKind(kind: string): UserError {
  return new UserError({
    code: 'code.kind',
    message: `nodes of kind ${kind} run in Graft only; put it there, or write that part yourself.`,
  });
}
