import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CPU_QUEUE, GPU_QUEUE } from './activities';
import { listQueues, nameQueue, readQueue } from './queues';

const labels = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,39}$/), { maxLength: 4 });
const plain = fc.constantFrom(CPU_QUEUE, GPU_QUEUE);

describe('the queues of labels', () => {
  it('have one name for a set of labels, in whatever order they are written', () => {
    expect(nameQueue(CPU_QUEUE, ['lab2', 'a', 'lab2'])).toBe('graft-cpu:a+lab2');
    expect([nameQueue(GPU_QUEUE), nameQueue(GPU_QUEUE, [])]).toEqual([GPU_QUEUE, GPU_QUEUE]);
    fc.assert(
      fc.property(plain, labels, (queue, asked) => {
        const name = nameQueue(queue, asked);
        expect(nameQueue(queue, asked.toReversed())).toBe(name);
        expect(readQueue(name)).toEqual({ plain: queue, labels: asked.toSorted() });
      }),
    );
  });

  it('are those of all sets of labels of a worker, the plain one first', () => {
    expect(listQueues(CPU_QUEUE, [])).toEqual([CPU_QUEUE]);
    expect(listQueues(CPU_QUEUE, ['b', 'a'])).toEqual([
      ...['graft-cpu', 'graft-cpu:b', 'graft-cpu:a', 'graft-cpu:a+b'],
    ]);
    fc.assert(
      fc.property(labels, labels, (known, asked) => {
        const queues = listQueues(CPU_QUEUE, known);
        expect(new Set(queues).size).toBe(2 ** known.length);
        const covers = asked.every((label) => known.includes(label));
        expect(queues.includes(nameQueue(CPU_QUEUE, asked))).toBe(covers);
      }),
    );
  });
});
