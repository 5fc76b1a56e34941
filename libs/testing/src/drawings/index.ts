export { BAD_GRAPHS, goodGraph, without, withParams } from './bad-graphs';
export { compileOk, draw, stepOf, type Compiled } from './compile-drawing';
export {
  drawHead,
  drawTraining,
  inspect,
  type InspectedDrawing,
  type Params,
} from './inspect-drawing';
