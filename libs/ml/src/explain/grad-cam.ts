import { UnexpectedError } from '@graft/errors';
import type { BuiltModel } from '../build/built-model';
import type { Tensor, Tf } from '../tf';

/** How much each place of a picture spoke for one class. */
export interface EvidenceMap {
  /** Rows and columns of the feature map, not of the picture. */
  readonly height: number;
  readonly width: number;
  /** Row by row, 0 to 1; 1 is the strongest place. All 0 where nothing spoke for the class. */
  readonly values: Float32Array;
}

/** Feature maps of one picture, and the part of the model that makes its answer of them. */
export interface GradCamRequest {
  /** Built from layer `layer` to the output, and nothing else. */
  readonly part: BuiltModel;
  readonly layer: string;
  readonly output: string;
  /** `[height, width, channels]` */
  readonly shape: readonly number[];
  readonly maps: Float32Array;
}

/**
 * Grad-CAM (Selvaraju et al. 2017): channels of the last feature map, each weighted by the mean slope
 * of the class's value before the softmax, summed; what speaks against the class is left out. One map
 * for each class asked for.
 *
 * @throws UnexpectedError `explain.shape`
 */
export function gradCam(
  tf: Tf,
  request: GradCamRequest,
  classes: readonly number[],
): EvidenceMap[] {
  const [height = 0, width = 0, channels = 0] = request.shape;
  if (request.maps.length !== height * width * channels || request.maps.length === 0) {
    throw new UnexpectedError({
      code: 'explain.shape',
      message: `Feature maps of ${request.shape.join(' x ')} have ${String(request.maps.length)} values.`,
    });
  }
  const maps = tf.tensor4d(request.maps, [1, height, width, channels]);
  try {
    return classes.map((label) => {
      const values = tf.tidy(() => {
        const slopes = tf.grad((input) => answerFor(tf, request, input, label))(maps);
        const importance = tf.mean(slopes, [0, 1, 2]);
        const summed = tf.relu(tf.sum(tf.mul(maps, importance), [0, 3]));
        return summed.dataSync<'float32'>().slice();
      });
      return { height, width, values: scaleToOne(values) };
    });
  } finally {
    maps.dispose();
  }
}

function answerFor(
  tf: Tf,
  { part, layer, output }: GradCamRequest,
  maps: Tensor,
  label: number,
): Tensor {
  const answers = part.predict({ [layer]: maps }, { outputs: [output], logits: true })[output];
  if (answers !== undefined) return tf.sum(tf.slice(answers, [0, label], [1, 1]));
  throw new UnexpectedError({ code: 'explain.shape', message: `"${output}" gives no answer.` });
}

function scaleToOne(values: Float32Array): Float32Array {
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  return most > 0 ? values.map((value) => value / most) : values;
}
