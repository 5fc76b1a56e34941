import type { NodeGroup } from '@graft/graph';
import {
  Box,
  ChartColumn,
  ClipboardCheck,
  Component,
  Crop,
  Database,
  Dices,
  Filter,
  FlaskConical,
  GraduationCap,
  Layers,
  Package,
  PackageCheck,
  Scissors,
  Snowflake,
  SlidersHorizontal,
  Sparkles,
  Split,
  SquareStack,
  Type,
  type LucideIcon,
} from 'lucide-react';
import * as words from '#words/canvas';

const BY_GROUP: Readonly<Record<NodeGroup, LucideIcon>> = {
  data: Database,
  model: Box,
  learn: GraduationCap,
  evaluate: ChartColumn,
  deliver: Package,
  component: Component,
};

/** Pictures only: a kind that is not here gets the one of its group. */
const BY_KIND: ReadonlyMap<string, LucideIcon> = new Map([
  ['filter-classes', Filter],
  ['sample', Dices],
  ['split', Split],
  ['augment', Crop],
  ['base-model', Layers],
  ['word-vectors', Type],
  ['new-model', Sparkles],
  ['cut-layers', Scissors],
  ['freeze-layers', Snowflake],
  ['reinitialise-layers', FlaskConical],
  ['add-head', SquareStack],
  ['fine-tune', SlidersHorizontal],
  ['evaluate', ClipboardCheck],
  ['register-model', PackageCheck],
]);

export function chooseIcon(kind: string, group: NodeGroup | undefined): LucideIcon {
  return BY_KIND.get(kind) ?? (group === undefined ? Box : BY_GROUP[group]);
}

export const GROUP_TITLES: Readonly<Record<NodeGroup, string>> = {
  data: words.data,
  model: words.model,
  learn: words.learn,
  evaluate: words.evaluate,
  deliver: words.deliver,
  component: words.components,
};
