/** One message of a `text/event-stream`. */
export interface StreamMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/**
 * Cuts a `text/event-stream` into messages as it comes, in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
 * Comments are skipped; a message without data is not given out.
 */
export function createEventParser(): (piece: string) => StreamMessage[] {
  let rest = '';
  let fields: { id: string | null; event: string; data: string[] } = {
    id: null,
    event: 'message',
    data: [],
  };
  const takeLine = (line: string): StreamMessage | null => {
    if (line === '') {
      const { id, event, data } = fields;
      fields = { id: null, event: 'message', data: [] };
      return data.length === 0 ? null : { id, event, data: data.join('\n') };
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') fields.id = value;
    if (name === 'event') fields.event = value;
    if (name === 'data') fields.data.push(value);
    return null;
  };
  return (piece) => {
    // A carriage return at the end may be half of a CRLF: it waits for the next piece.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    return lines.flatMap((line) => takeLine(line) ?? []);
  };
}
