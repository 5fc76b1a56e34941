import { describe, expect, it } from '@jest/globals';
import type { DatasetManifest } from './dataset-manifest';
import { editManifest, type DatasetChange } from './edit-manifest';

const sha = (digit: string) => digit.repeat(64);

function makeManifest(): DatasetManifest {
  const text = (digit: string, label: number, name: string) => ({
    ...{ sha256: sha(digit), label, name, text: digit },
  });
  return {
    format: 'graft.dataset/1',
    element: { kind: 'text' },
    classes: ['cat', 'dog', 'owl'],
    examples: [text('a', 0, '1'), text('b', 1, '2'), text('a', 1, '3'), text('c', 2, '4')],
  };
}

/** `class: names` of each class. */
function sortNames({ classes, examples }: DatasetManifest): string[] {
  return classes.map((name, label) => {
    const names = examples.filter((each) => each.label === label).map((each) => each.name);
    return `${name}: ${names.join(' ')}`;
  });
}

describe('a changed data set', () => {
  it('has an example in another class, an old or a new one, and only the one that was meant', () => {
    const examples = [{ sha256: sha('a'), name: '3' }];
    const changed = editManifest(makeManifest(), [
      { kind: 'relabel', examples, class: 'bee' },
      { kind: 'relabel', examples: [{ sha256: sha('b'), name: '2' }], class: 'cat' },
    ]);
    expect(sortNames(changed)).toEqual(['bee: 3', 'cat: 1 2', 'owl: 4']);
  });

  it('lacks what was excluded, and a class that has no example left', () => {
    const examples = [{ sha256: sha('c'), name: '4' }];
    expect(sortNames(editManifest(makeManifest(), [{ kind: 'exclude', examples }]))).toEqual([
      'cat: 1',
      'dog: 2 3',
    ]);
  });

  it('has one class where there were several', () => {
    const merge: DatasetChange = {
      ...{ kind: 'merge-classes', classes: ['cat', 'owl'], into: 'hunter' },
    };
    expect(sortNames(editManifest(makeManifest(), [merge]))).toEqual(['dog: 2 3', 'hunter: 1 4']);
  });

  it('leaves the old version as it was', () => {
    const manifest = makeManifest();
    editManifest(manifest, [{ kind: 'merge-classes', classes: ['cat'], into: 'z' }]);
    expect(manifest).toEqual(makeManifest());
  });

  it.each<[string, DatasetChange]>([
    ['unknown_example', { kind: 'exclude', examples: [{ sha256: sha('a'), name: '2' }] }],
    ['unknown_class', { kind: 'merge-classes', classes: ['__proto__'], into: 'x' }],
  ])('is refused as %s', (code, change) => {
    expect(() => editManifest(makeManifest(), [change])).toThrow(
      expect.objectContaining({ code: `dataset.${code}` }),
    );
  });

  it('is refused when nothing is left', () => {
    const manifest = makeManifest();
    const examples = manifest.examples.map(({ sha256, name }) => ({ sha256, name }));
    expect(() => editManifest(manifest, [{ kind: 'exclude', examples }])).toThrow(
      expect.objectContaining({ code: 'dataset.empty' }),
    );
  });
});
