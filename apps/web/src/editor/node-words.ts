import { describeSummary } from '@graft/contracts';
import { countExamples, type AnyNodeDefinition, type Summary } from '@graft/graph';
import { formatCount } from '../frame/format';
import { rewriteNumbers } from '../words/numbers';

type Outputs = Readonly<Record<string, Summary>>;

/** The line on a node's card: what comes out of it. Null while that is not known. */
export function describeOutputs(
  definition: Pick<AnyNodeDefinition, 'outputs'>,
  outputs: Outputs | undefined,
): string | null {
  if (outputs === undefined) return null;
  const entries = Object.entries(outputs);
  const parts = entries.flatMap(([port, each]) =>
    each.type === 'dataset' ? [{ port, count: countExamples(each) }] : [],
  );
  if (parts.length > 1) {
    return parts
      .map(({ port, count }) => `${definition.outputs[port]?.title ?? port} ${formatCount(count)}`)
      .join(' · ');
  }
  const values = entries.map(([, value]) => value);
  const telling =
    values.find((each) => each.type === 'history' || each.type === 'report') ?? values[0];
  return telling === undefined ? null : rewriteNumbers(describeSummary(telling));
}
