import * as words from '#words/runs';
import type { Settings } from './settings-format';
import type { GraphWords } from './word-graphs';

/** What was tried, with the field as its form calls it: `train.learningRate` is "Learning rate of Train". */
export function wordSettings(settings: Settings, graph: GraphWords): Settings {
  const { field, sentence } = settings;
  const [, node, param] = /^([^.]+)\.(.+)$/.exec(field ?? '') ?? [];
  if (node === undefined || param === undefined) return settings;
  const said = words.fieldOfNode(graph.fieldOf(node, param), graph.nameOf(node));
  return {
    ...settings,
    field: said,
    sentence: sentence.replaceAll(`${field} =`, () => `${said} =`),
  };
}
