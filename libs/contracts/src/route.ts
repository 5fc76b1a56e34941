import type { z } from 'zod';

/** Who may call: anybody, or a member of the workspace with at least this role. */
export const POLICIES = ['public', 'viewer', 'editor', 'owner'] as const;
export type Policy = (typeof POLICIES)[number];
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A JSON document, checked strictly: an unknown field is refused. */
export interface JsonBody<Schema extends z.ZodType = z.ZodType> {
  readonly kind: 'json';
  readonly schema: Schema;
  /** Bytes; more is refused with 413 before parsing. */
  readonly limit: number;
}

/** Bytes that are streamed to the handler and never held in memory as a whole. */
export interface RawBody {
  readonly kind: 'raw';
  /** Accepted content types; any other is refused with 415. */
  readonly contentTypes: readonly string[];
  readonly limit: number;
}

export interface JsonReply<Schema extends z.ZodType = z.ZodType> {
  readonly kind: 'json';
  readonly status: 200 | 201 | 202;
  readonly schema: Schema;
}

export interface StreamReply {
  readonly kind: 'stream';
  readonly status: 200;
  readonly contentType: string;
  /** Schema of one event of a `text/event-stream`. */
  readonly event?: z.ZodType;
}

export interface EmptyReply {
  readonly kind: 'empty';
  readonly status: 204;
}

/** One operation of the API. Server, OpenAPI document and client are all made from it. */
export interface Route {
  readonly method: Method;
  /** With parameters as `:name`, one per segment. */
  readonly path: string;
  readonly summary: string;
  readonly policy: Policy;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: JsonBody | RawBody;
  /**
   * Honours the header Idempotency-Key: the same key makes one object, however often it is sent.
   * `by-id`: the key decides the id of the object, for ever. `by-reply`: the reply is kept for a day and
   * given again; what is made has a unique name or content besides.
   */
  readonly idempotent?: 'by-id' | 'by-reply';
  /**
   * Whether the audit log tells of it. Default: what may change something does, what reads doesn't.
   * A download says true; a draft's autosave says false.
   */
  readonly audit?: boolean;
  /**
   * So many of these are answered at the same time; the others are told when to come again. For what costs much, at a
   * path without parameters. Default: as many as all requests together.
   */
  readonly atOnce?: number;
  readonly reply: JsonReply | StreamReply | EmptyReply;
}

export const JSON_LIMIT = 1024 * 1024;
export const GRAPH_LIMIT = 5 * 1024 * 1024;
/** Levels of nesting of a JSON body; more is refused before anything recurses into it. */
export const JSON_DEPTH = 64;

/** Types a route: the schemas of its parts are kept, so that the client knows them. */
export function defineRoute<const Definition extends Route>(route: Definition): Definition {
  return route;
}

export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
  limit: number = JSON_LIMIT,
): JsonBody<Schema> {
  return { kind: 'json', schema, limit };
}

export function rawBody(contentTypes: readonly string[], limit: number): RawBody {
  return { kind: 'raw', contentTypes, limit };
}

export function jsonReply<Schema extends z.ZodType>(
  schema: Schema,
  status: JsonReply['status'] = 200,
): JsonReply<Schema> {
  return { kind: 'json', status, schema };
}

export function streamReply(contentType: string, event?: z.ZodType): StreamReply {
  return { kind: 'stream', status: 200, contentType, ...(event ? { event } : {}) };
}

export const emptyReply: EmptyReply = { kind: 'empty', status: 204 };
