import { graphSchema, jsonSchema, type Graph } from '@graft/graph';
import { z } from 'zod';
import { isOpen, type EditSession } from './edit-session';

const fieldSchema = z.object({ node: z.string(), param: z.string() });

const recordSchema = z.object({
  componentId: z.string(),
  name: z.string(),
  version: z.int(),
  before: graphSchema,
  outside: z.array(fieldSchema.extend({ value: jsonSchema })),
  inside: z.array(z.string()),
  around: z.array(z.string()),
  asked: z.array(fieldSchema.extend({ name: z.string() })),
  /** Kinds of the nodes that came out, by their ids. */
  kinds: z.record(z.string(), z.string()),
});

/** An edit session as text, for the page that is opened after this one. */
export function writeSession(session: EditSession, graph: Graph): string {
  const inside = new Set(session.inside);
  const kinds = graph.nodes.flatMap(({ id, kind }) =>
    inside.has(id) ? [[id, kind] as const] : [],
  );
  const record: z.input<typeof recordSchema> = {
    ...session,
    outside: [...session.outside],
    inside: [...session.inside],
    around: [...session.around],
    asked: [...session.asked],
    kinds: Object.fromEntries(kinds),
  };
  return JSON.stringify(record);
}

/**
 * The session of such a text; null where the nodes that came out of the component are not in the graph any more, or
 * others have got their ids meanwhile: they would be taken for its own.
 */
export function readSession(text: string, graph: Graph): EditSession | null {
  const record = recordSchema.safeParse(parse(text)).data;
  if (record === undefined) return null;
  const { kinds, around, ...rest } = record;
  const session = { ...rest, around: new Set(around) };
  const isTheirs = graph.nodes.every(({ id, kind }) => {
    return !session.inside.includes(id) || kinds[id] === kind;
  });
  return isTheirs && isOpen(graph, session) ? session : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
