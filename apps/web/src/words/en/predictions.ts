import { plural } from '../plural';

// predictions-section
export const answers = 'Answers';
export const loadingTheAnswers = 'Loading the answers';

// predictions-view
export const takenFor = 'Taken for';
export const anyLabel = 'Any label';
export const showWhereTheModelSeesIt = 'Show where the model sees it';
export const showMore = 'Show more';
export const examples = (examples: number) =>
  plural(examples, { one: '# example', other: '# examples' });
export const allLeastSureFirst = (count: string, all: string) =>
  `${count} of ${all}, the least sure first.`;
export const leastSureOfAll = (count: string, shown: string, all: string) =>
  `${count} of the ${shown} that the model is least sure of; the table has all ${all}.`;
export const inKnown = (known: string) => `in ${known}`;
export const inTheDataSet = (known: string) => `In the data set: ${known}`;
export const downloadAllCsv = 'Download all (CSV)';
