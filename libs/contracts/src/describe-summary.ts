import { countExamples, type DatasetSummary, type Summary } from '@graft/graph';
import { summariseModel } from '@graft/model';

const NOUNS = { image: 'picture', text: 'text', vector: 'vector' } as const;

/** What travels on a wire, in one line: "704 pictures, 8 classes". */
export function describeSummary(summary: Summary): string {
  switch (summary.type) {
    case 'dataset':
      return describeDataset(summary);
    case 'model':
      return summariseModel(summary.spec, summary.name);
    default:
      return summary.text;
  }
}

function describeDataset(summary: DatasetSummary): string {
  const examples = countExamples(summary);
  const { length } = summary.classes;
  const plain = `${plural(examples, NOUNS[summary.element.kind])}, ${plural(length, 'class', 'classes')}`;
  const views = summary.recipe.augmentation?.views;
  if (views === undefined) return plain;
  return `${plain}, ${views === 0 ? 'a new view every epoch' : plural(views, 'view')} while training`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
