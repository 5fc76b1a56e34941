import type { ScriptDraft } from './create-scope';
import { comment, commentLine } from './literals';
import { findSnippet, SNIPPET_NAMES } from './snippets';

/** Each with what shows that a script needs it. */
const IMPORTS = {
  node: [
    ["import { readFile } from 'node:fs/promises';", /^(?![\s\S]*writeFile\()/],
    ["import { readFile, writeFile } from 'node:fs/promises';", /writeFile\(/],
    ["import * as tf from '@tensorflow/tfjs-node';", /(?:)/],
    ["import sharp from 'sharp';", /sharp\(/],
  ],
  keras: [
    ['import csv', /csv\./],
    ['import json', /(?:)/],
    ['import math', /math\./],
    ['import unicodedata', /unicodedata\./],
    ['\nimport keras', /(?:)/],
    ['import numpy as np', /np\./],
    ['from keras import layers', /layers\.[A-Z]/],
    ['from PIL import Image, ImageOps', /Image\./],
  ],
} as const;

const INSTALL = {
  node: ['npm install @tensorflow/tfjs-node', ' sharp', ''],
  keras: ['pip install keras numpy', ' pillow', ' tensorflow    # or torch or jax: see keras.io'],
} as const;
const SCRIPT = { node: 'train.mjs', keras: 'train.py' } as const;
const START = { node: 'node train.mjs', keras: 'python train.py' } as const;

/** Randomness of TensorFlow.js comes from Math.random: shuffling, first weights, dropout. */
const SEED_RANDOM = `
/** The same random numbers in every run (mulberry32), wherever TensorFlow.js asks for some. */
function seedRandom(seed) {
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}`.trim();

/** The whole program: how to run it, what it needs, its constants and functions, then the nodes. */
export function writeScript(draft: ScriptDraft): { name: string; text: string } {
  const { language, graph } = draft;
  const name = graph.name ?? 'A pipeline of Graft';
  const head = [
    ...comment(language, `${name}, as Graft wrote it down: this program needs Graft no more.`),
    ...(graph.description === undefined ? [] : comment(language, graph.description)),
    commentLine(language, ''),
    ...listCommands(draft).map((each) => commentLine(language, each)),
  ];
  const spaced = language === 'node' ? '\n\n' : '\n\n\n';
  const body = draft.lines.join('\n').trim();
  const program = [...writeFunctions(draft), `${writeStart(draft)}\n\n${body}\n`].join(spaced);
  const constants = writeConstants(draft);
  const above = [head.join('\n'), writeImports(draft, program), constants].filter(Boolean);
  return { name: SCRIPT[language], text: `${above.join('\n\n')}${spaced}${program}` };
}

function writeImports({ language }: ScriptDraft, program: string): string {
  const needed = IMPORTS[language].filter(([, shows]) => shows.test(program));
  return needed.map(([line]) => line).join('\n');
}

function listCommands({ language, sources, snippets }: ScriptDraft): string[] {
  const [install, forPictures, rest] = INSTALL[language];
  return [
    'Once, beside this file and examples.json:',
    ...[...sources.keys()].map((command) => `  ${command}`),
    `  ${install}${snippets.has('read-pictures') ? forPictures : ''}${rest}`,
    `Then: ${START[language]}`,
  ];
}

function writeConstants({ language, constants }: ScriptDraft): string {
  return Array.from(constants, ([text, name]) =>
    language === 'node' ? `const ${name} = ${text};` : `${name} = ${text}`,
  ).join('\n');
}

function writeFunctions({ language, snippets }: ScriptDraft): string[] {
  const own = SNIPPET_NAMES.filter((each) => snippets.has(each));
  const texts = own.map((each) => findSnippet(language, each)).filter((each) => each !== '');
  return language === 'node' ? [SEED_RANDOM, ...texts] : texts;
}

function writeStart({ language, seed }: ScriptDraft): string {
  const value = String(seed ?? 1);
  return language === 'node'
    ? `seedRandom(${value});\nconst examples = JSON.parse(await readFile('examples.json', 'utf8'));`
    : `keras.utils.set_random_seed(${value})\nwith open("examples.json", encoding="utf-8") as file:\n    examples = json.load(file)`;
}
