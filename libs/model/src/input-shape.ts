import type { InputSpec, Shape } from './model-spec';

/** Shape of one prepared example, without the batch dimension. */
export function shapeOfInput(input: InputSpec): Shape {
  switch (input.kind) {
    case 'image':
      return [input.height, input.width, input.channels];
    case 'tokens':
      return [input.length];
    case 'vector':
      return [input.size];
  }
}
