import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config';

const least = {
  GRAFT_HOME: '/data',
  DATABASE_URL: 'postgresql://localhost/graft',
  GRAFT_ENGINE: '/engine.js',
  GRAFT_WORKFLOW_BUNDLE: '/workflows.js',
};

describe('readConfig', () => {
  it('needs four variables and knows the rest', () => {
    expect(readConfig(least)).toMatchObject({
      ...{ blobs: '/data/blobs', gpu: false, heartbeatSeconds: 120 },
      checkpoint: { minSeconds: 10, maxSeconds: 120, meanSecondsBetweenFailures: 14_400 },
      code: { version: '0.1.0', revision: null },
      temporal: { address: '127.0.0.1:7233', namespace: 'default' },
    });
  });

  it('is told by the stack which commit it is', () => {
    const { code } = readConfig({ ...least, GRAFT_REVISION: 'abc' });
    expect(code.revision).toBe('abc');
    expect(readConfig({ ...least, GRAFT_REVISION: '' }).code.revision).toBeNull();
  });

  it('is told what people call its machine', () => {
    const read = (text: string) => readConfig({ ...least, GRAFT_WORKER_LABELS: text }).labels;
    expect(read(' lab2, fast-disk,,lab2 ')).toEqual(['lab2', 'fast-disk']);
    expect([read(''), readConfig(least).labels]).toEqual([[], []]);
    for (const wrong of ['Lab 2', '<b>', 'a'.repeat(41), Array.from('abcdefghijk').join()]) {
      expect(() => read(wrong)).toThrow(/GRAFT_WORKER_LABELS/);
    }
    expect(read('a,b,c,d')).toHaveLength(4);
    expect(() => read('a,b,c,d,e')).toThrow(/at most 4 labels/);
  });

  it('names what is missing or wrong', () => {
    expect(() => readConfig({ ...least, DATABASE_URL: '' })).toThrow(/DATABASE_URL/);
    expect(() => readConfig({ ...least, GRAFT_THREADS: '0' })).toThrow(/GRAFT_THREADS/);
  });
});
