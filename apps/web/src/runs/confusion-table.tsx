import * as words from '#words/runs';
import { shareOfRow, type Cell, type Report } from './report-format';

interface ConfusionTableProps {
  report: Report;
  cell: Cell | null;
  onCell: (cell: Cell | null) => void;
}

/** Rows are the truth and add up to 100 %, columns the answers. A click shows the examples. */
export function ConfusionTable({ report, cell, onCell }: ConfusionTableProps) {
  const { labels, confusion } = report;
  return (
    <div className="report__scroll" tabIndex={0} role="group" aria-label={words.cells}>
      <table className="confusion numbers">
        <thead>
          <tr>
            <th scope="col" className="confusion__corner">
              {words.trueAnswer}
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                <span>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, truth) => (
            <tr key={label}>
              <th scope="row" title={label}>
                {label}
              </th>
              {labels.map((answer, predicted) => (
                <ConfusionCell
                  key={answer}
                  count={confusion[truth]?.[predicted] ?? 0}
                  share={shareOfRow(confusion, { truth, predicted })}
                  right={truth === predicted}
                  chosen={cell?.truth === truth && cell.predicted === predicted}
                  meaning={words.labelTakenForAnswer(label, answer)}
                  onChoose={(chosen) => onCell(chosen ? null : { truth, predicted })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ConfusionCellProps {
  count: number;
  share: number;
  right: boolean;
  chosen: boolean;
  meaning: string;
  onChoose: (chosen: boolean) => void;
}

function ConfusionCell({ count, share, right, chosen, meaning, onChoose }: ConfusionCellProps) {
  const colour = right ? 'var(--state-green)' : 'var(--state-red)';
  const title = words.ofTheRow(Math.round(share * 100), meaning, count);
  return (
    <td>
      <button
        type="button"
        title={title}
        aria-label={title}
        aria-pressed={chosen}
        disabled={count === 0}
        style={{
          background: `color-mix(in srgb, ${colour} ${Math.round(share * 36)}%, transparent)`,
        }}
        onClick={() => onChoose(chosen)}
      >
        {count === 0 ? '' : Math.round(share * 100)}
      </button>
    </td>
  );
}
