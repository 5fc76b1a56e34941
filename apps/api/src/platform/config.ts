import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '@graft/errors';
import { readConnectionSecurity, type ConnectionSecurity } from '@graft/workflows/client';
import { z } from 'zod';

/** What the process is told by its environment. */
export interface ApiConfig {
  host: string;
  port: number;
  /** Names besides localhost under which the API answers, with their port. */
  hosts: readonly string[];
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  temporalSecurity: ConnectionSecurity;
  blobs: string;
  scratch: string;
  /** Uploads in pieces, which outlive a restart. */
  uploads: string;
  tokenFile: string;
  /** Name and password file of the administrator that a first start makes; null: none is made. */
  admin: { name: string; passwordFile: string } | null;
  /** Requests a second that one session or token may reach. */
  requestsPerSecond: number;
  assets: string;
  /** Addresses and subnets of proxies whose word is taken for where a request comes from. */
  proxies: readonly string[];
  /** Folder of the built web app. */
  web: string;
  /** Blobs of the bundled data sets, made by prepare-datasets. */
  prepared: string;
  migrations: string;
  setupFile: string | null;
  engine: string;
  threads: number;
  /** Runs of a workspace under way at the same time. */
  runLimit: number;
  /** Size that results kept for reuse may have together. */
  reuseBytes: number;
  logLevel: string;
  /** Hosts inside that webhooks may lead to. */
  webhookHosts: readonly string[];
  /** Hosts inside that base models may be fetched from. */
  baseHosts: readonly string[];
  /** A list in place of the one that ships; null: that one. */
  publishedBases: string | null;
  /** File of the key that the secrets of webhooks come from; made when it is missing. */
  webhookKey: string;
  /** Where figures for Prometheus are told; null: nowhere. */
  metrics: { host: string; port: number } | null;
}

const environmentSchema = z.object({
  GRAFT_HOME: z.string().min(1).default('.graft'),
  GRAFT_HOST: z.string().min(1).default('127.0.0.1'),
  GRAFT_PORT: z.coerce.number().int().min(0).max(65535).default(4400),
  GRAFT_HOSTS: z.string().default(''),
  DATABASE_URL: z.string().min(1),
  GRAFT_TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  GRAFT_TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  GRAFT_BLOBS: z.string().optional(),
  GRAFT_TOKEN_FILE: z.string().optional(),
  GRAFT_ADMIN: z.string().min(1).default('admin'),
  GRAFT_ADMIN_PASSWORD_FILE: z.string().min(1).optional(),
  GRAFT_REQUESTS_PER_SECOND: z.coerce.number().int().min(1).default(100),
  GRAFT_ASSETS: z.string().min(1),
  GRAFT_TRUSTED_PROXIES: z
    .string()
    .default('')
    .refine((text) => splitList(text).every(isProxy), {
      message: 'give addresses, subnets such as 10.0.0.0/8, or loopback, linklocal, uniquelocal',
    }),
  GRAFT_WEB: z.string().optional(),
  GRAFT_PREPARED: z.string().optional(),
  GRAFT_MIGRATIONS: z.string().optional(),
  GRAFT_SETUP: z.string().optional(),
  GRAFT_ENGINE: z.string().min(1),
  GRAFT_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  GRAFT_RUN_LIMIT: z.coerce.number().int().min(1).default(50),
  GRAFT_REUSE_GB: z.coerce.number().min(0).default(20),
  GRAFT_WEBHOOK_HOSTS: z.string().default(''),
  GRAFT_BASE_HOSTS: z.string().default(''),
  GRAFT_PUBLISHED_BASES: z.string().min(1).optional(),
  GRAFT_WEBHOOK_KEY_FILE: z.string().min(1).optional(),
  GRAFT_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  GRAFT_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  GRAFT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** @throws UserError `config.invalid` naming the variable */
export function readConfig(environment: NodeJS.ProcessEnv): ApiConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError({
      code: 'config.invalid',
      message: `The environment variable ${String(issue?.path[0])} is missing or wrong: ${issue?.message ?? ''}.`,
    });
  }
  const env = parsed.data;
  const home = resolve(env.GRAFT_HOME);
  return {
    host: env.GRAFT_HOST,
    port: env.GRAFT_PORT,
    hosts: splitList(env.GRAFT_HOSTS),
    proxies: splitList(env.GRAFT_TRUSTED_PROXIES),
    databaseUrl: env.DATABASE_URL,
    temporalAddress: env.GRAFT_TEMPORAL_ADDRESS,
    temporalNamespace: env.GRAFT_TEMPORAL_NAMESPACE,
    temporalSecurity: readConnectionSecurity(environment, readFileSync),
    blobs: env.GRAFT_BLOBS ?? join(home, 'blobs'),
    // Other machines may share the folder, and other versions while one is replaced by the next.
    scratch: join(home, 'scratch', 'api', hostname()),
    uploads: join(home, 'uploads'),
    tokenFile: env.GRAFT_TOKEN_FILE ?? join(home, 'token'),
    admin:
      env.GRAFT_ADMIN_PASSWORD_FILE === undefined
        ? null
        : { name: env.GRAFT_ADMIN, passwordFile: env.GRAFT_ADMIN_PASSWORD_FILE },
    requestsPerSecond: env.GRAFT_REQUESTS_PER_SECOND,
    assets: env.GRAFT_ASSETS,
    web: resolve(env.GRAFT_WEB ?? join(env.GRAFT_ASSETS, '..', 'apps', 'web', 'dist')),
    prepared: env.GRAFT_PREPARED ?? join(env.GRAFT_ASSETS, '..', 'apps', 'api', 'dist', 'datasets'),
    migrations: env.GRAFT_MIGRATIONS ?? join(env.GRAFT_ASSETS, '..', 'prisma', 'migrations'),
    setupFile: env.GRAFT_SETUP ?? null,
    engine: env.GRAFT_ENGINE,
    threads: env.GRAFT_THREADS,
    runLimit: env.GRAFT_RUN_LIMIT,
    reuseBytes: env.GRAFT_REUSE_GB * 1e9,
    logLevel: env.GRAFT_LOG_LEVEL,
    webhookHosts: splitList(env.GRAFT_WEBHOOK_HOSTS),
    baseHosts: splitList(env.GRAFT_BASE_HOSTS),
    publishedBases: env.GRAFT_PUBLISHED_BASES ?? null,
    webhookKey: env.GRAFT_WEBHOOK_KEY_FILE ?? join(home, 'webhook-key'),
    metrics:
      env.GRAFT_METRICS_PORT === undefined
        ? null
        : { host: env.GRAFT_METRICS_HOST, port: env.GRAFT_METRICS_PORT },
  };
}

/** What express takes for `trust proxy`. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
