import { UserError } from '@graft/errors';
import {
  findLayerClass,
  findUnwritable,
  nameForKeras,
  writeKerasConfig,
  type KerasDialect,
  type LayerSpec,
  type ModelSpec,
} from '@graft/model';
import type { CodeLanguage } from '@graft/model';
import type { CodeScope } from './code-part';
import { writeArguments } from './literals';
import type { SnippetName } from './snippets';

const DIALECTS: Readonly<Record<CodeLanguage, KerasDialect>> = { node: 'tfjs', keras: 'keras-3' };
/** What every layer says and a person would not: batch normalisation is over the last axis anyway. */
const UNSAID = new Set(['name', 'trainable', 'dtype', 'axis']);

/** Layers that neither language has as Graft means them: a script brings classes of its own. */
const OWN: Readonly<Record<string, { readonly made: string; readonly snippet: SnippetName }>> = {
  Embedding: { made: 'WordVectors', snippet: 'word-vectors' },
  MaskedAveragePooling1D: { made: 'MeanOfWords', snippet: 'mean-of-words' },
};

/** Names of the layers in a file that Graft exports for the language. */
export function nameLayers(language: CodeLanguage, spec: ModelSpec): (name: string) => string {
  const names = language === 'keras' ? nameForKeras(spec.layers) : new Map<string, string>();
  return (name) => names.get(name) ?? name;
}

/** A layer with all that differs from the defaults of its class: `layers.Dense(units=8, name="x")`. */
export function writeLayer(language: CodeLanguage, layer: LayerSpec): string {
  const config = writeKerasConfig(layer, DIALECTS[language]);
  const usual = listUsual(layer);
  const values = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !UNSAID.has(key) && !usual.has(key))
      .map(([key, value]) => [language === 'node' ? toCamelCase(key) : key, value]),
  );
  const all = writeArguments(language, { ...values, name: layer.name });
  const own = OWN[layer.class];
  if (own !== undefined) return `${language === 'node' ? 'new ' : ''}${own.made}(${all})`;
  if (language === 'keras') return `layers.${layer.class}(${all})`;
  const made = `${layer.class[0]?.toLowerCase() ?? ''}${layer.class.slice(1)}`;
  return `tf.layers.${made.replace(/([12])D/, '$1d')}(${all})`;
}

/**
 * Layers one after the other behind an expression for what the first of them reads.
 * @throws UserError `code.layer`, `code.branch`
 */
export function writeChain(
  { language, use }: Pick<CodeScope<unknown>, 'language' | 'use'>,
  layers: readonly LayerSpec[],
): string[] {
  const shared = layers.filter((layer) => !(layer.class in OWN));
  for (const layer of shared) {
    const lacking = findUnwritable({ layers: [layer], output: layer.name }, DIALECTS[language]);
    if (lacking === null) continue;
    throw new UserError({
      code: 'code.layer',
      message: `Layer "${lacking.layer}" can't be written: ${lacking.lacks}.`,
    });
  }
  const broken = layers.find(
    (layer, index) => index > 0 && layer.inbound.join() !== layers[index - 1]?.name,
  );
  if (broken) {
    throw new UserError({
      code: 'code.branch',
      message: `Layer "${broken.name}" reads another layer than the one before it; only layers in a row are written.`,
    });
  }
  for (const layer of layers) {
    const own = OWN[layer.class];
    if (own !== undefined) use(own.snippet);
  }
  return layers.map((layer) => writeLayer(language, layer));
}

/** Keys whose values are those that the class has anyway, as Keras writes them. */
function listUsual(layer: LayerSpec): ReadonlySet<string> {
  const usual = Object.keys(layer.config).filter((key) => isDefault(layer, key));
  // Keras lets a pooling stride by its own size where it is told nothing.
  const sized = 'poolSize' in layer.config && !usual.includes('poolSize');
  const unsaid = sized ? usual.filter((key) => key !== 'strides') : usual;
  const config = Object.fromEntries(unsaid.map((key) => [key, layer.config[key] ?? null]));
  return new Set(Object.keys(writeKerasConfig({ ...layer, config }, 'keras-3')));
}

function isDefault({ class: name, config }: LayerSpec, key: string): boolean {
  const rest = Object.fromEntries(Object.entries(config).filter(([each]) => each !== key));
  const parsed = findLayerClass(name)?.config.safeParse(rest);
  if (parsed?.success !== true) return false;
  const filled = (parsed.data as Record<string, unknown>)[key];
  return JSON.stringify(filled) === JSON.stringify(config[key]);
}

function toCamelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
