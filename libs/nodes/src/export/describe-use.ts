import { UserError } from '@graft/errors';
import type { JsonObject } from '@graft/graph';
import type { ExportFormat, InputSpec } from '@graft/model';
import type { ImageInput } from '../define-step';
import type { TokenInput } from '../open-texts';
import { writeBrowserExample } from './browser-example';
import { NODE_PACKAGES, writeNodeExample } from './node-example';
import { writePythonExample } from './python-example';
import {
  writeBrowserTextExample,
  writeNodeTextExample,
  writePythonTextExample,
} from './text-examples';

/** How an exported model is used, by what it reads. */
export interface ModelUse {
  /** What it takes, in a sentence or two. */
  readonly prepared: string;
  /** The same for programs. */
  readonly preparation: JsonObject;
  readonly programs: readonly { file: string; use: string; content: string }[];
}

/** @throws UserError `export.not_readable` for a model that reads neither pictures nor texts */
export function describeUse(input: InputSpec, format: ExportFormat): ModelUse {
  switch (input.kind) {
    case 'image':
      return useOnPictures(input, format);
    case 'tokens':
      return useOnTexts(input, format);
    default:
      throw new UserError({
        code: 'export.not_readable',
        message: 'Only models that read pictures or texts can be exported.',
      });
  }
}

/** Not of the stored values: those are roots of how bright the light is. */
const GREY = '0.2126 R + 0.7152 G + 0.0722 B of linear light, stored as sRGB';

function useOnPictures(input: ImageInput, format: ExportFormat): ModelUse {
  const { height, width, channels, mean, scale } = input;
  const size = `batch x ${String(height)} x ${String(width)} x ${String(channels)}`;
  return {
    prepared:
      format === 'onnx'
        ? 'The model takes pixels of any size (uint8, batch x height x width x channels): resizing and normalisation are part of it.'
        : `The model takes prepared pictures, ${size}: preprocessing.json says how, and the programs do it.`,
    preparation: {
      insideModel: format === 'onnx',
      background: '#ffffff',
      channels,
      ...(channels === 1 ? { grey: GREY } : {}),
      resize: { height, width, method: 'bilinear', centres: 'half-pixel', antialias: false },
      normalise: { mean, scale, formula: '(value - mean) / scale, values 0 to 255' },
    },
    programs: listPrograms(format, 'picture.png', {
      node: writeNodeExample(format, input),
      python: writePythonExample(format, input),
      browser: writeBrowserExample(format, input),
    }),
  };
}

function useOnTexts({ length }: TokenInput, format: ExportFormat): ModelUse {
  return {
    prepared: `The model takes rows of ${String(length)} numbers of words: preprocessing.json says how a text becomes one, and the programs do it.`,
    preparation: {
      insideModel: false,
      words: 'runs of letters, marks and digits (Unicode L, M, N), after NFKC and lower case',
      numbers: 'place in vocabulary.json, from 1 on; words that are not in it are left out',
      length,
      padding: 0,
    },
    programs: listPrograms(format, '"a text"', {
      node: format === 'tfjs' ? writeNodeTextExample(length) : null,
      python: format === 'keras' ? writePythonTextExample(length) : null,
      browser: format === 'tfjs' ? writeBrowserTextExample(length) : null,
    }),
  };
}

function listPrograms(
  format: ExportFormat,
  example: string,
  content: Readonly<Record<'node' | 'python' | 'browser', string | null>>,
): ModelUse['programs'] {
  const packages = format === 'keras' ? '' : NODE_PACKAGES[format];
  const programs = [
    ['predict.mjs', `npm install ${packages}; node predict.mjs ${example}`, content.node],
    ['predict.py', `see its first line; python predict.py ${example}`, content.python],
    ['browser.html', 'npx serve . and open the page', content.browser],
  ] as const;
  return programs.flatMap(([file, use, written]) =>
    written === null ? [] : [{ file, use, content: written }],
  );
}
