import { dropUnusedComponents, extendCatalogue, inspectGraph } from '@graft/graph';
import { sumSteps } from './sum-steps';
import type { GraphRules } from '../store/graph-rules';

/** The rules of all graphs. */
export const COMPONENT_RULES: GraphRules = {
  inspect: inspectGraph,
  extend: extendCatalogue,
  tidy: dropUnusedComponents,
  sumSteps,
};
