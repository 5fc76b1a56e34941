import { createHash } from 'node:crypto';
import pg from 'pg';
import { toDatabaseError } from './database-error';
import { REMOVAL_LOCK } from './upkeep-repository';

const ROWS_AT_ONCE = 500;
/** Not data: applyMigrations writes it. */
const BOOK = '_prisma_migrations';

export interface DumpedTable {
  name: string;
  rows: number;
  /** sha256 of its lines, each with a newline. */
  sha256: string;
}

export interface Dump {
  /** Names of the migrations that made the schema. */
  migrations: string[];
  tables: DumpedTable[];
}

/**
 * Reads every table as of one moment, one JSON document a row. Nothing is removed from the blob store before
 * `whileHeld` has resolved, so that blobs can be copied after the rows that name them.
 */
export async function dumpTables(
  url: string,
  write: (table: string, lines: string) => Promise<void>,
  whileHeld: () => Promise<void>,
): Promise<Dump> {
  return withClient(url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [REMOVAL_LOCK]);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM "${BOOK}" WHERE finished_at IS NOT NULL ORDER BY 1`,
    );
    const tables: DumpedTable[] = [];
    for (const name of await listTables(client)) tables.push(await dumpTable(client, name, write));
    await client.query('COMMIT');
    await whileHeld();
    return { migrations: rows.map((row) => row.name), tables };
  });
}

async function dumpTable(
  client: pg.Client,
  name: string,
  write: (table: string, lines: string) => Promise<void>,
): Promise<DumpedTable> {
  const hash = createHash('sha256');
  let count = 0;
  await write(name, '');
  await client.query(
    `DECLARE dump NO SCROLL CURSOR FOR SELECT to_jsonb(row)::text AS line FROM ${quote(name)} AS row`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${ROWS_AT_ONCE} FROM dump`);
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => `${line}\n`).join('');
    hash.update(lines);
    count += rows.length;
    await write(name, lines);
  }
  await client.query('CLOSE dump');
  return { name, rows: count, sha256: hash.digest('hex') };
}

/**
 * Fills empty tables, all or nothing. Their rules (foreign keys, triggers) are set aside meanwhile and hold for all
 * rows afterwards.
 * @throws UnexpectedError when a table is not empty or a row does not fit
 */
export async function loadTables(
  url: string,
  tables: readonly string[],
  read: (table: string) => AsyncIterable<string>,
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN');
    const { rows: keys } = await client.query<{ drop: string; add: string }>(FOREIGN_KEYS);
    for (const { drop } of keys) await client.query(drop);
    for (const table of tables) await loadTable(client, table, read(table));
    for (const { add } of keys) await client.query(add);
    await client.query('COMMIT');
  });
}

const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
      pg_get_constraintdef(oid)) AS add
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;

/** True for a database in which Graft has never made a table. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await listTables(client)).length === 0);
}

async function loadTable(
  client: pg.Client,
  table: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  const name = quote(table);
  const found = await client.query(`SELECT FROM ${name} LIMIT 1`);
  if (found.rowCount !== 0) throw new Error(`the table ${table} is not empty`);
  await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await client.query(
      `INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`,
      [`[${batch.join()}]`],
    );
    batch = [];
  };
  for await (const line of lines) {
    batch.push(line);
    if (batch.length >= ROWS_AT_ONCE) await flush();
  }
  await flush();
  await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
}

async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name::text AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '${BOOK}'
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
