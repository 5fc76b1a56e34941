import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import * as words from '#words/frame';

interface ActionTableProps {
  columns: readonly string[];
  /** Rows, each with one cell more than there are columns: what can be done. */
  children: ReactNode;
}

/** A table whose rows end with what can be done to them. */
export function ActionTable({ columns, children }: ActionTableProps) {
  return (
    <table className="table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
          <th>
            <span className="visually-hidden">{words.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface ActionCellProps {
  verb: string;
  /** What it is done to, for who does not see the row. */
  of: string;
  harmful?: boolean;
  /** Null for who may not: the cell stays empty. */
  onAct: (() => void) | null;
}

/** The last cell of a row. */
export function ActionCell({ verb, of, harmful = false, onAct }: ActionCellProps) {
  return (
    <td className="right">
      {onAct !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          {...(harmful ? { color: 'red' } : {})}
          aria-label={words.actOn(verb, of)}
          onClick={onAct}
        >
          {verb}
        </Button>
      )}
    </td>
  );
}
