import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client';

export type Client = PrismaClient;
/** The client itself, or one of its transactions. */
export type Queryable = Prisma.TransactionClient;

export interface ConnectionOptions {
  /** Connections at most; default 10. */
  connections?: number;
  /** Says what a broken idle connection reported; it is replaced by itself. */
  onConnectionError?: (error: Error) => void;
}

/** Opens a pool. Nothing connects before the first query. */
export function openPrisma(url: string, options: ConnectionOptions = {}): Client {
  const onError = options.onConnectionError ?? (() => undefined);
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.connections ?? 10,
      connectionTimeoutMillis: 5_000,
      // A process that freezes inside a transaction must not keep its locks: others wait for them.
      idle_in_transaction_session_timeout: 5_000,
      statement_timeout: 30_000,
      keepAlive: true,
    },
    {
      onPoolError: onError,
      onConnectionError: onError,
      statementNameGenerator: nameStatements(),
    },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: 5_000, timeout: 30_000 },
  });
}

/** Statements that a connection keeps prepared. */
const MOST_STATEMENTS = 500;

/**
 * Names each text of a query, so that PostgreSQL reads and plans it once for each connection. Texts come from the
 * program, with lists of some lengths in them; when there are many, further ones go unnamed.
 */
function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An empty name is that of the unnamed statement.
    if (names.size >= MOST_STATEMENTS) return '';
    const name = `graft-${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Plain data as Prisma's JSON input; what is not JSON (undefined fields) is dropped. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
