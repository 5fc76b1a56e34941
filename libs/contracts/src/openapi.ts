import { issueSchema } from '@graft/graph';
import { z } from 'zod';
import { problemSchema } from './common';
import { datasetSchema } from './datasets';
import { registeredModelSchema } from './models';
import type { Route } from './route';
import { routes } from './routes';
import { runSchema, runStepSchema } from './runs';

type Json = Record<string, unknown>;

/** Schemas that have a name in the document; all others stand where they are used. */
const NAMES = new Map<string, z.ZodType>([
  ['Issue', issueSchema],
  ['Problem', problemSchema],
  ['Dataset', datasetSchema],
  ['RegisteredModel', registeredModelSchema],
  ['Run', runSchema],
  ['RunStep', runStepSchema],
]);

/** The OpenAPI 3.1 document of all routes, generated from the same schemas that check requests. */
export function makeOpenApi(version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = describeRoute(name, route, schemas);
  }
  describeSchema(problemSchema, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: { title: 'Graft', version, description: 'Transfer learning as durable graphs' },
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function describeRoute(name: string, route: Route, schemas: Json): Json {
  return {
    operationId: name,
    summary: route.summary,
    security: route.policy === 'public' ? [] : [{ token: [] }],
    'x-policy': route.policy,
    parameters: describeParameters(route, schemas),
    ...(route.body ? { requestBody: describeBody(route.body, schemas) } : {}),
    responses: {
      [route.reply.status]: describeReply(route.reply, schemas),
      default: {
        description: 'A refusal',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    },
  };
}

function describeParameters(route: Route, schemas: Json): Json[] {
  const header = route.idempotent
    ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }]
    : [];
  return [
    ...listParameters('path', route.params, schemas),
    ...listParameters('query', route.query, schemas),
    ...header,
  ];
}

function listParameters(place: string, schema: z.ZodObject | undefined, schemas: Json): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field as z.ZodType, undefined).success,
    schema: describeSchema(field as z.ZodType, 'input', schemas),
  }));
}

function describeBody(body: NonNullable<Route['body']>, schemas: Json): Json {
  if (body.kind === 'json') {
    const schema = describeSchema(body.schema, 'input', schemas);
    return { required: true, content: { 'application/json': { schema } } };
  }
  const content = Object.fromEntries(body.contentTypes.map((type) => [type, {}]));
  return { required: true, content };
}

function describeReply(reply: Route['reply'], schemas: Json): Json {
  if (reply.kind === 'empty') return { description: 'Done' };
  if (reply.kind === 'json') {
    const schema = describeSchema(reply.schema, 'output', schemas);
    return { description: 'Done', content: { 'application/json': { schema } } };
  }
  const event = reply.event ? describeSchema(reply.event, 'output', schemas) : undefined;
  return {
    description: 'Done',
    content: { [reply.contentType]: event ? { 'x-event-schema': event } : {} },
  };
}

/** Converts one schema; shared parts move to `schemas`, where references find them. */
function describeSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const metadata = z.registry<{ id: string }>();
  for (const [id, named] of NAMES) metadata.add(named, { id: io === 'input' ? `${id}Input` : id });
  const made = z.toJSONSchema(schema, { io, metadata, unrepresentable: 'any' }) as Json;
  const { $defs, ...rest } = made;
  delete rest['$schema'];
  const renames = new Map<string, string>();
  for (const [id, part] of Object.entries(($defs ?? {}) as Json)) {
    renames.set(id, id.startsWith('__') ? nameShared(part, schemas) : id);
  }
  for (const [id, part] of Object.entries(($defs ?? {}) as Json)) {
    schemas[renames.get(id) ?? id] = point(part, renames);
  }
  const id = rest['id'];
  if (typeof id !== 'string' || !metadata.has(schema)) return point(rest, renames) as Json;
  schemas[id] = point(rest, renames);
  return ref(id);
}

/** Recursive schemas without a name: equal ones share an entry. */
function nameShared(part: unknown, schemas: Json): string {
  const text = JSON.stringify(part);
  for (let number = 1; ; number += 1) {
    const name = `Shared${number}`;
    const known = sharedTexts.get(name);
    if (known === text || (known === undefined && !(name in schemas))) {
      sharedTexts.set(name, text);
      return name;
    }
  }
}

const sharedTexts = new Map<string, string>();

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function point(value: unknown, renames: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => point(each, renames));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key !== '$ref' || typeof each !== 'string') return [key, point(each, renames)];
      const name = each.replace('#/$defs/', '');
      return [key, `#/components/schemas/${renames.get(name) ?? name}`];
    }),
  );
}
