import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { createAutosave, type SaveOutcome, type SaveState } from './autosave';

function graph(name: string): Graph {
  return { format: GRAPH_FORMAT, name, nodes: [], edges: [] };
}

/** A server that answers when it is told to. */
function openServer(answers: SaveOutcome[]) {
  const requests: { name: string | undefined; revision: number }[] = [];
  const states: SaveState['kind'][] = [];
  const autosave = createAutosave({
    revision: 1,
    quiet: 0,
    retryAfter: 60_000,
    onState: (state) => states.push(state.kind),
    save: (sent, revision) => {
      requests.push({ name: sent.name, revision });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('one request too many');
      return Promise.resolve(answer);
    },
  });
  return { autosave, requests, states };
}

describe('createAutosave', () => {
  it('sends the newest draft once, with the revision it read', async () => {
    const { autosave, requests, states } = openServer([{ kind: 'saved', revision: 2 }]);
    autosave.change(graph('a'));
    autosave.change(graph('b'));
    expect(await autosave.flush()).toBe(true);
    expect(requests).toEqual([{ name: 'b', revision: 1 }]);
    expect(states.at(-1)).toBe('saved');
    autosave.stop();
  });

  it('sends what changed while a save was under way, on top of the new revision', async () => {
    const { autosave, requests } = openServer([
      { kind: 'saved', revision: 2 },
      { kind: 'saved', revision: 3 },
    ]);
    autosave.change(graph('a'));
    const saving = autosave.flush();
    autosave.change(graph('b'));
    expect(await saving).toBe(true);
    expect(requests).toEqual([
      { name: 'a', revision: 1 },
      { name: 'b', revision: 2 },
    ]);
    autosave.stop();
  });

  it('never overwrites somebody else by itself', async () => {
    const { autosave, requests, states } = openServer([
      { kind: 'conflict' },
      { kind: 'saved', revision: 8 },
    ]);
    autosave.change(graph('a'));
    expect(await autosave.flush()).toBe(false);
    autosave.change(graph('b'));
    expect(await autosave.flush()).toBe(false);
    expect(requests).toHaveLength(1);
    expect(states.at(-1)).toBe('conflict');
    expect(await autosave.overwrite(7)).toBe(true);
    expect(requests[1]).toEqual({ name: 'b', revision: 7 });
    autosave.stop();
  });

  it('keeps a draft that could not be sent and tries again', async () => {
    const { autosave, requests, states } = openServer([
      { kind: 'failed', message: 'no answer' },
      { kind: 'saved', revision: 2 },
    ]);
    autosave.change(graph('a'));
    expect(await autosave.flush()).toBe(false);
    expect(states.at(-1)).toBe('failed');
    expect(await autosave.flush()).toBe(true);
    expect(requests.map((each) => each.name)).toEqual(['a', 'a']);
    autosave.stop();
  });
});
