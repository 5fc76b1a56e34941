import { UnexpectedError, UserError } from '@graft/errors';
import { nameWeight } from '../build-spec';
import { inferLayer } from '../infer-layer';
import { isMisfit } from '../layers/shape-arithmetic';
import type { LayerSpec, ModelSpec } from '../model-spec';

/** What a model wants done to the channels of a picture after (pixel - mean) / scale. */
export interface ChannelPreparation {
  /** (value - mean) / deviation, a value each channel, red first. */
  readonly mean: number[];
  readonly deviation: number[];
  readonly colours: 'rgb' | 'bgr';
}

/** How a person says it; null: nothing is done. */
export interface AskedChannels {
  readonly channelMean: readonly number[] | null;
  readonly channelDeviation: readonly number[] | null;
  readonly colours: 'rgb' | 'bgr';
}

const NAME = 'input_channels';

/** @throws UserError `model.channels_mismatch` */
export function settleChannels(asked: AskedChannels, channels: number): ChannelPreparation {
  return {
    mean: spread(asked.channelMean, channels, 0),
    deviation: spread(asked.channelDeviation, channels, 1),
    colours: channels === 1 ? 'rgb' : asked.colours,
  };
}

function spread(asked: readonly number[] | null, channels: number, usual: number): number[] {
  if (asked === null) return Array.from({ length: channels }, () => usual);
  if (asked.length === channels) return [...asked];
  throw new UserError({
    code: 'model.channels_mismatch',
    message: `The model reads ${channels} ${channels === 1 ? 'channel' : 'channels'}, but ${asked.length} values were given for them.`,
  });
}

/** Whether channels are left as they are. */
export function leavesChannels({ mean, deviation, colours }: ChannelPreparation): boolean {
  return (
    colours === 'rgb' && mean.every((each) => each === 0) && deviation.every((each) => each === 1)
  );
}

/** Kernel and bias of the 1 x 1 convolution that prepares channels, one behind the other. */
export function writeChannelWeights({
  mean,
  deviation,
  colours,
}: ChannelPreparation): Float32Array {
  const channels = mean.length;
  const weights = new Float32Array(channels * channels + channels);
  for (let output = 0; output < channels; output++) {
    const input = colours === 'bgr' ? channels - 1 - output : output;
    const factor = 1 / (deviation[input] ?? 1);
    weights[input * channels + output] = factor;
    weights[channels * channels + output] = -(mean[input] ?? 0) * factor;
  }
  return weights;
}

/**
 * A convolution of 1 x 1 behind the input that prepares channels: before any padding, which a change of the first
 * kernel would get wrong at the border. It is as frozen as its weights are fixed.
 *
 * @param digest blob that holds `writeChannelWeights` at `byteOffset`
 */
export function prependChannels(
  spec: ModelSpec,
  { digest, byteOffset }: { readonly digest: string; readonly byteOffset: number },
): ModelSpec {
  const [input, next] = spec.layers;
  const channels = input?.outputShape[2];
  if (input === undefined || channels === undefined) {
    throw new UnexpectedError({
      code: 'model.no_input',
      message: 'A model reads a picture first.',
    });
  }
  const config = { filters: channels, kernelSize: [1, 1] };
  const inferred = inferLayer('Conv2D', config, [input.outputShape]);
  if (isMisfit(inferred)) {
    throw new UnexpectedError({ code: 'model.misfit', message: inferred.misfit });
  }
  const taken = new Set(spec.layers.map(({ name }) => name));
  const name = taken.has(NAME) ? `${NAME}_of_graft` : NAME;
  let at = byteOffset;
  const layer: LayerSpec = {
    ...{ name, class: 'Conv2D', config: inferred.config, inbound: [input.name] },
    ...{ outputShape: [...inferred.outputShape], trainable: false, block: next?.block ?? name },
    weights: inferred.slots.map(({ role, shape }) => {
      const source = { kind: 'blob', digest, byteOffset: at, dtype: 'float32' } as const;
      at += 4 * shape.reduce((product, each) => product * each, 1);
      return { name: nameWeight(name, role), shape: [...shape], source };
    }),
  };
  const others = spec.layers.slice(1).map((each) => ({
    ...each,
    inbound: each.inbound.map((from) => (from === input.name ? name : from)),
  }));
  return { ...spec, layers: [input, layer, ...others] };
}
