import { beforeEach, describe, expect, it } from '@jest/globals';
import { OpenStreams } from './open-streams';

class Reader {
  open = true;
  end(): void {
    this.open = false;
  }
}

let streams: OpenStreams<Reader>;
beforeEach(() => {
  streams = new OpenStreams(6);
});

function open(person: string): Reader {
  streams.makeRoom(person);
  const reader = new Reader();
  streams.add(person, reader);
  return reader;
}

const openAll = (person: string, count: number) =>
  Array.from({ length: count }, () => open(person));
const states = (readers: readonly Reader[]) => readers.map((reader) => reader.open);
const full = expect.objectContaining({ status: 429, code: 'events.too_many_streams' });

describe('streams that are open', () => {
  it('may all be of one person while nobody else wants any', () => {
    expect(states(openAll('ada', 6))).not.toContain(false);
    expect(() => open('ada')).toThrow(full);
    expect(streams.size).toBe(6);
  });

  it('give places of whoever has most, newest first, to whoever has fewer, down to equal shares', () => {
    const ofAda = openAll('ada', 6);
    const ofBob = openAll('bob', 3);
    expect(states(ofAda)).toEqual([true, true, true, false, false, false]);
    expect(states(ofBob)).toEqual([true, true, true]);
    expect(() => open('bob')).toThrow(full);
    expect(() => open('ada')).toThrow(full);
    const ofCleo = openAll('cleo', 2);
    expect([...ofAda, ...ofBob, ...ofCleo].filter((reader) => reader.open)).toHaveLength(6);
    expect(() => open('cleo')).toThrow(full);
    expect([...streams]).toHaveLength(6);
  });

  it('stay where they are when two people would only change places', () => {
    streams = new OpenStreams(5);
    const ofAda = openAll('ada', 5);
    openAll('bob', 2);
    expect(() => open('bob')).toThrow(full);
    expect(states(ofAda)).toEqual([true, true, true, false, false]);
  });

  it('have room again when one has ended, which counts once', () => {
    const [first = new Reader()] = openAll('ada', 6);
    streams.remove(first);
    streams.remove(first);
    open('ada');
    expect(() => open('ada')).toThrow(full);
  });
});
