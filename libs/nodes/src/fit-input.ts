import type { DatasetSummary, ElementShape, NodeIssue } from '@graft/graph';
import type { InputSpec } from '@graft/model';

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

/** The Issue for data that a model can't read; none when it can. */
export function checkInputFit(
  dataset: DatasetSummary,
  input: InputSpec,
  port: string,
): NodeIssue[] {
  const fit = fitInput(dataset.element, input);
  if (fit.fits) return [];
  return [
    {
      code: 'input-mismatch',
      port,
      message: `The data set "${dataset.name}" can't go into this model: ${fit.reason}. Choose ${adviseModel(dataset.element)}, or data that the model can read.`,
    },
  ];
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
