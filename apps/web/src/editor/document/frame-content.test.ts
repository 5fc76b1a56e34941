import { describe, expect, it } from '@jest/globals';
import type { Box } from './arrange-nodes';
import { findInnermost, frameAround, listContent } from './frame-content';

const box = (id: string, x: number, y: number, width = 100, height = 50): Box => ({
  ...{ id, x, y, width, height },
});

//   ┌ outer ───────────────┐
//   │  a   ┌ inner ──┐     │
//   │      │   b     │    c┼─
//   └──────┴─────────┴─────┘   d
const outer = box('outer', 0, 0, 600, 400);
const inner = box('inner', 200, 100, 300, 200);
const [a, b, c, d] = [box('a', 20, 20), box('b', 250, 150), box('c', 540, 150), box('d', 560, 500)];
const all = [outer, inner, a, b, c, d];

describe('what lies on a frame', () => {
  it('is what has its middle there, smaller frames too', () => {
    expect(listContent(outer, all)).toEqual(['inner', 'a', 'b', 'c']);
    expect(listContent(inner, all)).toEqual(['b']);
  });

  it('belongs to the smallest one', () => {
    const frames = [outer, inner];
    expect([a, b, d, inner, outer].map((each) => findInnermost(each, frames)?.id)).toEqual([
      'outer',
      'inner',
      undefined,
      'outer',
      undefined,
    ]);
  });

  it('lies on the frame that is drawn around it', () => {
    const area = frameAround([a, d]);
    expect(listContent({ id: 'new', ...(area ?? outer) }, [a, b, d])).toEqual(['a', 'b', 'd']);
    expect(frameAround([])).toBeNull();
  });
});
