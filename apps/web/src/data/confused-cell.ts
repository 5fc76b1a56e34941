/** A cell of the confusion matrix of a run's report, as the address of the data page names it. */
export interface ConfusedCell {
  readonly runId: string;
  readonly stepId: string;
  readonly output: string;
  /** Class of the examples when they were tested. */
  readonly truth: string;
  /** Class that the model gave them. */
  readonly answer: string;
}

const NAMES = ['runId', 'stepId', 'output', 'truth', 'answer'] as const;

/** Address of the data page that shows the examples of a cell; `name` is that of the data set, where it is known. */
export function addressOfCell(dataset: string, name: string | null, cell: ConfusedCell): string {
  const query = new URLSearchParams(NAMES.map((each) => [each, cell[each]]));
  if (name !== null) query.set('name', name);
  return `/data/${dataset}?${query.toString()}`;
}

/** The cell that an address names; null when it names none, or half a one. */
export function readCell(search: string): ConfusedCell | null {
  const query = new URLSearchParams(search);
  const [runId, stepId, output, truth, answer] = NAMES.map((name) => query.get(name) ?? '');
  if (!runId || !stepId || !output || !truth || !answer) return null;
  return { runId, stepId, output, truth, answer };
}
