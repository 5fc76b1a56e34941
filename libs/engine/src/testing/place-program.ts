import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { datasetManifestSchema, type Graph, type Resources } from '@graft/graph';
import type { CodeLanguage } from '@graft/model';
import { catalogue } from '@graft/nodes';
import {
  codeParts,
  nameExampleFiles,
  writeCode,
  writeExamples,
  type WrittenCode,
} from '@graft/nodes/code';
import type { EngineProcess } from '../host';
import { readZip } from './read-zip';
import { runLooseStep } from './run-loose-step';
import type { TestStore } from './test-store';

const MODULES = join(import.meta.dirname, '../../../../node_modules');
const FORMATS = { node: 'tfjs', keras: 'keras' } as const;

interface Place {
  readonly folder: string;
  readonly store: TestStore;
  readonly engine: EngineProcess;
  readonly resources: Resources;
  /** Those that the engine was started for; default: 1. */
  readonly threads?: number;
}

/** An example in what a program writes about those that it has judged. */
export interface JudgedExample {
  /** Of a picture. */
  readonly file?: string;
  readonly label: string;
  readonly answer: string;
  readonly probabilities: readonly number[];
}

/**
 * Writes a graph as a program, and puts beside it what its first lines tell to fetch.
 * @returns the name of the program
 */
export async function placeProgram(
  graph: Graph,
  language: CodeLanguage,
  place: Place,
): Promise<string> {
  const { folder, store, resources } = place;
  const written = writeCode(graph, language, { catalogue, resources, parts: codeParts });
  const { script, issues } = written;
  if (script === null || issues.length > 0) throw new Error(JSON.stringify(issues));
  const load = async (digest: string) => datasetManifestSchema.parse(await store.readJson(digest));
  await put(join(folder, script.name), script.text);
  await put(join(folder, 'examples.json'), await writeExamples(written, catalogue, load));
  await placePictures(written, place);
  await placeBases(written, language, place);
  if (language === 'node') await placeModules(folder);
  return script.name;
}

async function placePictures({ sources }: WrittenCode, { folder, store }: Place): Promise<void> {
  for (const { dataset } of sources) {
    if (dataset === undefined) continue;
    const manifest = datasetManifestSchema.parse(await store.readJson(dataset.digest));
    const fileOf = nameExampleFiles(manifest);
    for (const example of manifest.examples) {
      if (!('pack' in example)) throw new Error(`${example.name} is no picture`);
      const pack = await store.read(example.pack);
      const bytes = pack.subarray(example.offset, example.offset + example.length);
      await put(join(folder, 'data', dataset.folder, fileOf(example)), bytes);
    }
  }
}

async function placeBases(
  { sources }: WrittenCode,
  language: CodeLanguage,
  { folder, store, engine, resources, threads = 1 }: Place,
): Promise<void> {
  for (const { base } of sources) {
    if (base === undefined) continue;
    const spec = resources.find('base', base.ref)?.spec;
    if (spec === undefined) throw new Error(`there is no base ${base.ref}`);
    const format = base.vocabulary === undefined ? FORMATS[language] : 'words';
    const params = { format, float16: false, name: base.ref };
    const step = { kind: 'export-model', params, spec, threads };
    const { file = '' } = await runLooseStep(engine, store, step);
    for (const [name, bytes] of await readZip(file)) {
      await put(join(folder, base.folder, name), bytes);
    }
  }
}

/** The repository holds TensorFlow.js for Node under the name of its build for graphics cards. */
async function placeModules(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules/@tensorflow'), { recursive: true });
  await symlink(
    join(MODULES, '@tensorflow/tfjs-node-gpu'),
    join(folder, 'node_modules/@tensorflow/tfjs-node'),
  );
  await symlink(join(MODULES, 'sharp'), join(folder, 'node_modules/sharp'));
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
