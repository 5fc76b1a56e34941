import { countExamples, type DatasetSummary, type ElementShape } from '@graft/graph';

const NOUNS = {
  image: ['picture', 'pictures'],
  text: ['text', 'texts'],
  vector: ['vector', 'vectors'],
} as const;

/** What examples of a data set are called: "704 pictures", "1 text". */
export function nameExamples(count: number, element: ElementShape): string {
  const [one, many] = NOUNS[element.kind];
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** One line for a card or a message: "emoji-objects (704 pictures, 8 classes)". */
export function describeDataset(dataset: DatasetSummary): string {
  const count = nameExamples(countExamples(dataset), dataset.element);
  return `${dataset.name} (${count}, ${dataset.classes.length} classes)`;
}

/** Names in a sentence, the first few spelled out: `"cat", "dog" and 3 more`. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const hidden = names.length - shown.length;
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`;
  const last = shown.pop() ?? 'none';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
