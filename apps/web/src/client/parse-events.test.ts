import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventParser } from './parse-events';

const STREAM =
  ': hello\n\nid: 1\nevent: run\ndata: {"a":1}\n\n' +
  'data: two\ndata: lines\n\nid: 3\n\nid:4\ndata:tight\r\n\r\n';

describe('createEventParser', () => {
  it('gives id, event and data of each message and skips comments and empty ones', () => {
    expect(createEventParser()(STREAM)).toEqual([
      { id: '1', event: 'run', data: '{"a":1}' },
      { id: null, event: 'message', data: 'two\nlines' },
      { id: '4', event: 'message', data: 'tight' },
    ]);
  });

  it('gives the same messages wherever the stream is cut', () => {
    const whole = createEventParser()(STREAM);
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const parse = createEventParser();
        const pieces = places.slice(1).map((end, index) => STREAM.slice(places[index], end));
        expect(pieces.flatMap((piece) => parse(piece))).toEqual(whole);
      }),
    );
  });

  it('keeps an unfinished message for later', () => {
    const parse = createEventParser();
    expect(parse('data: half')).toEqual([]);
    expect(parse(' of it\n')).toEqual([]);
    expect(parse('\n')).toEqual([{ id: null, event: 'message', data: 'half of it' }]);
  });
});
