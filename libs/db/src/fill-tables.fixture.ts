import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** What a rule of the database wants to be empty when everything else is filled. */
const LEFT_EMPTY = ['Run.finishedAt', 'Schedule.datasetId'];

interface Column {
  table: string;
  name: string;
  type: string;
  /** First word of an enum. */
  label: string | null;
}

interface Reference {
  table: string;
  columns: string[];
  target: string;
  targetColumns: string[];
}

export type Row = Readonly<Record<string, unknown>>;

const COLUMNS = `
SELECT c.relname AS "table", a.attname AS "name", t.typname AS "type",
  (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1) AS "label"
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '\\_prisma%'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum`;

const NAMES_OF = (relation: string, keys: string) => `
  (SELECT array_agg(a.attname::text ORDER BY k.at) FROM unnest(${keys}) WITH ORDINALITY AS k(number, at)
   JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number)`;

const REFERENCES = `
SELECT f.conrelid::regclass::text AS "table", f.confrelid::regclass::text AS "target",
  ${NAMES_OF('f.conrelid', 'f.conkey')} AS "columns",
  ${NAMES_OF('f.confrelid', 'f.confkey')} AS "targetColumns"
FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace`;

/** Puts a row into every table that there is, with every column filled. @returns them by table */
export async function fillTables(client: Client): Promise<Map<string, Row>> {
  const { rows: columns } = await client.query<Column>(COLUMNS);
  const { rows: found } = await client.query<Reference>(REFERENCES);
  const references = found.map((each) => ({
    ...each,
    table: each.table.replaceAll('"', ''),
    target: each.target.replaceAll('"', ''),
  }));
  const waiting = new Set(columns.map(({ table }) => table));
  const filled = new Map<string, Row>();
  while (waiting.size > 0) {
    const next = [...waiting].find((table) =>
      references.every(
        (each) => each.table !== table || !waiting.has(each.target) || each.target === table,
      ),
    );
    if (next === undefined) throw new Error(`Tables name each other: ${[...waiting].join(', ')}`);
    waiting.delete(next);
    const own = columns.filter(({ table }) => table === next);
    const row = makeRow(own, references, filled);
    await client.query(
      `INSERT INTO "${next}" SELECT * FROM jsonb_populate_record(NULL::"${next}", $1)`,
      [JSON.stringify(row)],
    );
    filled.set(next, await readRow(client, next));
  }
  return filled;
}

/** The one row of a table. */
export async function readRow(client: Client, table: string): Promise<Row> {
  const { rows } = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM "${table}" t`);
  const [first, ...others] = rows;
  if (!first || others.length > 0) throw new Error(`${table} has ${rows.length} rows`);
  return first.row;
}

function makeRow(
  columns: readonly Column[],
  references: readonly Reference[],
  filled: ReadonlyMap<string, Row>,
): Row {
  return Object.fromEntries(
    columns.map((column) => {
      const { table, name } = column;
      if (LEFT_EMPTY.includes(`${table}.${name}`)) return [name, null];
      const reference = references.find(
        (each) => each.table === table && each.columns.includes(name) && each.target !== table,
      );
      if (reference) {
        const target = reference.targetColumns[reference.columns.indexOf(name)] ?? '';
        return [name, filled.get(reference.target)?.[target]];
      }
      const pointsAtItself = references.some(
        (each) => each.table === table && each.columns.includes(name) && name !== 'workspaceId',
      );
      return [name, pointsAtItself ? null : makeValue(column)];
    }),
  );
}

function makeValue({ table, name, type, label }: Column): unknown {
  if (label !== null) return label;
  if (type === 'text') return /digest|previous/i.test(name) ? 'a'.repeat(64) : `old ${name}`;
  const values: Readonly<Record<string, unknown>> = {
    ...{ uuid: randomUUID(), bool: true, int4: 3, int8: 3, float8: 1.5, _text: ['old'] },
    ...{ timestamptz: '2026-11-20T12:00:00+00:00', jsonb: { old: [name] } },
  };
  if (type in values) return values[type];
  throw new Error(`Say what a ${type} may be, for ${table}.${name}`);
}
