import { UnexpectedError } from '@graft/errors';
import { defineCode } from './code/code-part';
import { literal, quoteWord } from './code/literals';
import { nameFolder } from './code/name-example-files';
import { writeChainedModel } from './code/write-chained-model';
import { writeTrainable } from './code/write-trainable';

interface WordVectorsParams {
  readonly vectors: string;
  readonly start: 'pre-trained' | 'random';
}

export const wordVectorsCode = defineCode<WordVectorsParams>({
  kind: 'word-vectors',
  write(scope) {
    const { language, params } = scope;
    const summary = scope.result('model');
    const { spec } = summary;
    if (spec.input.kind !== 'tokens') {
      throw new UnexpectedError({ code: 'code.scope', message: 'Word vectors read no words.' });
    }
    const folder = `base/${nameFolder(params.vectors)}`;
    scope.bring({
      command: `graft models export ${quoteWord(params.vectors)} --format words --out ${folder}`,
      base: { ref: params.vectors, folder, vocabulary: spec.input.vocabulary },
    });
    const random = params.start === 'random';
    scope.say(
      random
        ? 'The same words with random vectors: they have learned nothing yet.'
        : `${summary.name}: a vector for each word, learned from many texts.`,
    );
    const variable = writeChainedModel(scope, spec);
    if (!random) {
      const set = language === 'node' ? setInNode : setInKeras;
      scope.add(...set(variable, scope.name('rows'), folder));
    }
    const free = spec.layers.map((layer) => ({ ...layer, trainable: true }));
    writeTrainable(
      scope,
      { variable, summary: { ...summary, spec: { ...spec, layers: free } } },
      spec,
    );
    scope.give('model', variable);
  },
});

function setInNode(variable: string, rows: string, folder: string): string[] {
  const file = literal('node', `${folder}/vectors.bin`);
  return [
    `const ${rows} = new Float32Array(new Uint8Array(await readFile(${file})).buffer);`,
    `${variable}.getLayer('embedding').setWeights([`,
    `  tf.tensor(${rows}, ${variable}.getLayer('embedding').getWeights()[0].shape),`,
    ']);',
  ];
}

function setInKeras(variable: string, rows: string, folder: string): string[] {
  const file = literal('keras', `${folder}/vectors.bin`);
  return [
    `${rows} = ${variable}.get_layer("embedding").rows`,
    `${rows}.assign(np.fromfile(${file}, dtype="<f4").reshape(${rows}.shape))`,
  ];
}
