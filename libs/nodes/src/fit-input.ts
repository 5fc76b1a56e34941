import type {
  DatasetSummary,
  ElementShape,
  Fix,
  GraphNode,
  NodeContext,
  NodeIssue,
} from '@graft/graph';
import type { InputSpec } from '@graft/model';
import { withFix } from './rewire';

export type InputFit = { fits: true; notes: readonly string[] } | { fits: false; reason: string };

/**
 * Whether examples can be turned into what a model reads. Size, colour and value range of pictures
 * are adapted automatically, and the notes say so; what would change the meaning is refused.
 */
export function fitInput(element: ElementShape, input: InputSpec): InputFit {
  if (input.kind === 'image' && element.kind === 'image') {
    return { fits: true, notes: describeAdaptation(element, input) };
  }
  if (input.kind === 'vector' && element.kind === 'vector') {
    return element.size === input.size
      ? { fits: true, notes: [] }
      : {
          fits: false,
          reason: `the model reads vectors of ${input.size} numbers, the data has ${element.size}`,
        };
  }
  if (input.kind === 'tokens' && element.kind === 'text') {
    return { fits: true, notes: [`texts are cut or padded to ${input.length} words`] };
  }
  return {
    fits: false,
    reason: `the model reads ${nameInput(input)}, the data holds ${nameElement(element)}`,
  };
}

function describeAdaptation(
  element: Extract<ElementShape, { kind: 'image' }>,
  input: Extract<InputSpec, { kind: 'image' }>,
): string[] {
  const notes: string[] = [];
  if (element.height !== input.height || element.width !== input.width) {
    const from =
      element.height === null || element.width === null
        ? 'pictures'
        : `${element.width} x ${element.height} pictures`;
    notes.push(`${from} are resized to ${input.width} x ${input.height}`);
  }
  if (element.channels === 1 && input.channels === 3) notes.push('grey pictures become RGB');
  if (element.channels === 3 && input.channels === 1) notes.push('RGB pictures become grey');
  notes.push(`pixels 0 to 255 become (pixel - ${input.mean}) / ${input.scale}`);
  return notes;
}

/** Texts without a known word are guesses; above this share they deserve a word. */
const MUCH_UNKNOWN = 0.05;

/**
 * The Issue for texts that a model has no word of: an error where it knows none of the data's, for then all texts
 * are the same to it; none when it knows nearly all of them.
 */
export function checkWords(dataset: DatasetSummary, input: InputSpec, port: string): NodeIssue[] {
  if (input.kind !== 'tokens') return [];
  const found = dataset.coverage?.find(({ vocabulary }) => vocabulary === input.vocabulary);
  if (found === undefined || found.unknown <= MUCH_UNKNOWN * found.texts) return [];
  if (found.unknown === found.texts) return [refuseWords(dataset.name, port)];
  const share = Math.round((100 * found.unknown) / found.texts);
  return [
    {
      code: 'unknown-words',
      severity: 'warning',
      port,
      message: `${found.unknown.toLocaleString('en')} of the ${found.texts.toLocaleString('en')} texts of "${dataset.name}" (${share} %) have no word that the model knows, so it can only guess their class. Longer texts, or word vectors with more words, help.`,
    },
  ];
}

function refuseWords(name: string, port: string): NodeIssue {
  return {
    code: 'no-known-words',
    port,
    message: `No text of "${name}" has a word that the model knows, so all of them are the same to it. Take word vectors of the language of these texts, or texts in the language of the vectors.`,
  };
}

/** The Issue for data that a model can't read; none when it can. */
export function checkInputFit(
  dataset: DatasetSummary,
  input: InputSpec,
  port: string,
  context: NodeContext,
): NodeIssue[] {
  const fit = fitInput(dataset.element, input);
  if (fit.fits) return [];
  return [
    {
      code: 'input-mismatch',
      port,
      message: `The data set "${dataset.name}" can't go into this model: ${fit.reason}. Choose ${adviseModel(dataset.element)}, or data that the model can read.`,
      ...withFix(takeOtherBase(dataset.element, port, context)),
    },
  ];
}

/** Puts a base that reads these examples in the place of the wired one. */
function takeOtherBase(
  element: ElementShape,
  port: string,
  { nodeId, wires }: NodeContext,
): Fix | undefined {
  const [model, data] = [wires['model']?.[0], wires[port]?.[0]];
  if (model === undefined || data === undefined) return undefined;
  const { title, ...base } = chooseBase(element);
  const id = `${nodeId.slice(0, 50)}-base`;
  const to = { node: nodeId, port: 'model' };
  const reads =
    base.kind === 'new-model' ? [{ from: data, to: { node: id, port: 'dataset' } }] : [];
  return {
    title,
    addNodes: [{ id, version: 1, ...base }],
    removeEdges: [{ from: model, to }],
    addEdges: [{ from: { node: id, port: 'model' }, to }, ...reads],
  };
}

function chooseBase({
  kind,
}: ElementShape): Pick<GraphNode, 'kind' | 'params'> & { title: string } {
  if (kind === 'text') {
    return { title: 'Use word vectors as the base', kind: 'word-vectors', params: {} };
  }
  return kind === 'image'
    ? { title: 'Use a base model for pictures', kind: 'base-model', params: {} }
    : { title: 'Use a new model for vectors', kind: 'new-model', params: { preset: 'mlp' } };
}

function adviseModel(element: ElementShape): string {
  if (element.kind === 'image') return 'a base model for pictures';
  return element.kind === 'text'
    ? 'a model for texts'
    : `a new model for vectors of ${element.size}`;
}

function nameInput(input: InputSpec): string {
  if (input.kind === 'image') return `pictures of ${input.width} x ${input.height}`;
  return input.kind === 'tokens' ? 'texts' : `vectors of ${input.size} numbers`;
}

function nameElement(element: ElementShape): string {
  if (element.kind === 'image') return 'pictures';
  return element.kind === 'text'
    ? 'texts, which have no pixels'
    : `vectors of ${element.size} numbers`;
}
