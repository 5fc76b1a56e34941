import type { DataRecipe, DatasetSummary, Json, Selection } from '@graft/graph';
import type { CodeLanguage, ModelSummary } from '@graft/model';
import type { SnippetName } from './snippets';

/** A model as a script has it: the variable that holds it, and what is known of it. */
export interface CodeModel {
  readonly variable: string;
  readonly summary: ModelSummary;
}

/** Examples as a script has them: an expression for their list, and what is known of them. */
export interface CodeExamples {
  readonly rows: string;
  readonly summary: DatasetSummary;
}

/** A list that a script reads by its name: `split.train`. */
export interface CodeSelection {
  readonly name: string;
  readonly recipe: DataRecipe;
  /** Places of those that are listed; all where it is not set. */
  readonly pick?: (selection: Selection) => readonly number[];
  /** What is listed in the place of examples. */
  readonly tell?: (selection: Selection) => readonly Json[];
}

/** A file or folder that a script reads, and the command of Graft that writes it. */
export interface CodeSource {
  readonly command: string;
  /** Set for a data set: its version, and the folder below `data/` that holds its pictures. */
  readonly dataset?: { readonly digest: string; readonly folder: string };
  /** Set for a base model: its name in graphs, and the folder of its files. */
  readonly base?: {
    readonly ref: string;
    readonly folder: string;
    /** Digest of the list of words that the folder holds, for word vectors. */
    readonly vocabulary?: string;
  };
}

/** What the code of one node may ask for and leave behind. */
export interface CodeScope<Params> {
  readonly language: CodeLanguage;
  readonly params: Params;
  /** A variable named after the node, with something behind it: `trainPictures`, `train_pictures`. */
  name(suffix?: string): string;
  /** A model that the code only reads. */
  model(port: string): CodeModel;
  /** A model that the code changes: a copy, where something else reads it too. */
  change(port: string): CodeModel;
  /** Every model that is wired to a port. */
  models(port: string): readonly CodeModel[];
  /** Every report that is wired to a port: the files in which it stands. */
  reports(port: string): readonly string[];
  /** Examples of a data port, or those picked of them. Their list is written beside the script. */
  examples(port: string, pick?: CodeSelection['pick']): CodeExamples;
  /** An expression for a list that is told of the examples of a data port, written beside the script. */
  list(port: string, name: string, tell: NonNullable<CodeSelection['tell']>): string;
  /** What the node gives at a model port. */
  result(port: string): ModelSummary;
  /** What the node gives at a data port. */
  data(port: string): DatasetSummary;
  /** Says which variable holds the model of an output port, or which file its report. */
  give(port: string, variable: string): void;
  /** A constant at the top of the script; the same value is written once. */
  constant(name: string, value: unknown): string;
  /** Writes a function of `snippets.ts` into the script. */
  use(...names: readonly SnippetName[]): void;
  /** Whether a function is in the script already. */
  uses(name: SnippetName): boolean;
  /** What the script reads besides its list of examples. */
  bring(source: CodeSource): void;
  /** Folder of the words with this digest, if something has brought them. */
  findWords(vocabulary: string): string | undefined;
  /** The first seed that a node asks for is that of the script. */
  seed(seed: number): void;
  add(...lines: readonly string[]): void;
  /** Adds what is written meanwhile further to the right: what is inside a loop. */
  nest(write: () => void): void;
  /** Adds a comment, broken into lines. */
  say(text: string): void;
}

/** How a node kind is written as code: it adds lines to a scope. */
export interface CodePart<Params = never> {
  readonly kind: string;
  /** @throws UserError `code.*` with what can't be written and why */
  write(scope: CodeScope<Params>): void;
}

/** Types the code of a node whose parameters have the given type. */
export function defineCode<Params>(part: CodePart<Params>): CodePart<Params> {
  return part;
}
