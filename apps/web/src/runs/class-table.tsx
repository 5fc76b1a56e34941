import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import * as words from '#words/runs';
import { formatDecimal } from '../frame/format';
import type { Report } from './report-format';

const COLUMNS = [
  { key: 'name', title: words.oneClass },
  {
    key: 'precision',
    title: words.precision,
    help: words.ofTheAnswersWithThisClass,
  },
  {
    key: 'recall',
    title: words.recall,
    help: words.ofTheExamplesOfThisClass,
  },
  { key: 'f1', title: 'F1', help: words.harmonicMeanOfPrecisionAndRecall },
  { key: 'support', title: words.examples },
] as const;
type Key = (typeof COLUMNS)[number]['key'];

/** Precision, recall and F1 of each class; a click on a heading sorts. */
export function ClassTable({ report }: { report: Report }) {
  const [sort, setSort] = useState<{ key: Key; down: boolean } | null>(null);
  const rows = useMemo(() => {
    if (sort === null) return report.perClass;
    const sign = sort.down ? -1 : 1;
    return [...report.perClass].sort((a, b) =>
      typeof a[sort.key] === 'string'
        ? sign * a.name.localeCompare(b.name)
        : sign * (Number(a[sort.key]) - Number(b[sort.key])),
    );
  }, [report, sort]);
  return (
    <div className="report__scroll" tabIndex={0} role="group" aria-label={words.rows}>
      <table className="table table--dense">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th
                key={column.key}
                className={column.key === 'name' ? undefined : 'right'}
                aria-sort={ariaSort(sort, column.key)}
                title={'help' in column ? column.help : undefined}
              >
                <button
                  type="button"
                  className="table__sort"
                  onClick={() =>
                    setSort({ key: column.key, down: sort?.key === column.key && !sort.down })
                  }
                >
                  {column.title}
                  {sort?.key === column.key &&
                    (sort.down ? <ChevronDown size={12} /> : <ChevronUp size={12} />)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>{row.name}</td>
              <td className="right">{formatDecimal(row.precision, 3)}</td>
              <td className="right">{formatDecimal(row.recall, 3)}</td>
              <td className="right">{formatDecimal(row.f1, 3)}</td>
              <td className="right">{row.support}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{words.meanOverClasses}</td>
            <td className="right">{formatDecimal(report.macro.precision, 3)}</td>
            <td className="right">{formatDecimal(report.macro.recall, 3)}</td>
            <td className="right">{formatDecimal(report.macro.f1, 3)}</td>
            <td className="right">{report.examples}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function ariaSort(sort: { key: Key; down: boolean } | null, key: Key) {
  if (sort?.key !== key) return 'none';
  return sort.down ? 'descending' : 'ascending';
}
