import type { z } from 'zod';
import { ApiProblem, readProblem } from './api-problem';
import type { JsonBody, JsonReply, RawBody, Route, StreamReply } from './route';
import { routes, type RouteName, type Routes } from './routes';

/** Bytes to upload: whole, or as they come. */
export type UploadBytes = Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

/** No field of its own: combined with others it adds nothing. */
type Nothing = Record<never, never>;

type ParamsOf<R> = R extends { params: infer P extends z.ZodObject }
  ? { params: z.input<P> }
  : Nothing;
type QueryOf<R> = R extends { query: infer Q extends z.ZodObject }
  ? Nothing extends z.input<Q>
    ? { query?: z.input<Q> }
    : { query: z.input<Q> }
  : Nothing;
type BodyOf<R> = R extends { body: JsonBody<infer B> }
  ? { body: z.input<B> }
  : R extends { body: RawBody }
    ? { body: UploadBytes; contentType: string }
    : Nothing;
type KeyOf<R> = R extends { idempotent: string } ? { idempotencyKey?: string } : Nothing;

export type CallInput<R> = ParamsOf<R> &
  QueryOf<R> &
  BodyOf<R> &
  KeyOf<R> & { signal?: AbortSignal; headers?: Readonly<Record<string, string>> };

/** JSON replies are parsed; streams are handed over as the Response. */
export type CallReply<R> = R extends { reply: JsonReply<infer Schema> }
  ? z.output<Schema>
  : R extends { reply: StreamReply }
    ? Response
    : undefined;

type Call<R> =
  Nothing extends CallInput<R>
    ? (input?: CallInput<R>) => Promise<CallReply<R>>
    : (input: CallInput<R>) => Promise<CallReply<R>>;

/** One function per operation, typed by its route. */
export type Client = { readonly [Name in RouteName]: Call<Routes[Name]> };

export interface ClientOptions {
  /** `http://127.0.0.1:4400` */
  baseUrl: string;
  token?: string;
  fetch?: typeof fetch;
}

interface AnyInput {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  contentType?: string;
  idempotencyKey?: string;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Makes a client of the API from the route table.
 * Each call throws ApiProblem for a refusal and the error of `fetch` when nobody answers.
 */
export function createClient(options: ClientOptions): Client {
  const entries = Object.entries(routes).map(([name, route]) => [
    name,
    (input: AnyInput = {}) => call(options, route, input),
  ]);
  return Object.fromEntries(entries) as Client;
}

async function call(options: ClientOptions, route: Route, input: AnyInput): Promise<unknown> {
  const send = options.fetch ?? fetch;
  const url = makeUrl(options.baseUrl, route.path, input);
  const response = await send(url, makeRequest(options, route, input));
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  if (route.reply.kind === 'stream') return response;
  if (route.reply.kind === 'empty') return undefined;
  return route.reply.schema.parse(await response.json());
}

function makeUrl(baseUrl: string, path: string, input: AnyInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(asText(input.params?.[name])),
  );
  const url = new URL(filled, baseUrl);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, asText(value));
  }
  return url.href;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function makeRequest(options: ClientOptions, route: Route, input: AnyInput): RequestInit {
  const headers: Record<string, string> = { ...input.headers };
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
  const request: RequestInit & { duplex?: 'half' } = { method: route.method, headers };
  if (input.signal) request.signal = input.signal;
  if (route.body?.kind === 'json') {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(input.body);
  } else if (route.body) {
    headers['content-type'] = input.contentType ?? 'application/octet-stream';
    request.body = input.body as NonNullable<RequestInit['body']>;
    request.duplex = 'half';
  }
  return request;
}
