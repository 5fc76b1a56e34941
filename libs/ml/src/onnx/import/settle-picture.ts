import { UserError } from '@graft/errors';
import {
  settleChannels,
  type AskedChannels,
  type InputSpec,
  type OnnxGraphConfig,
} from '@graft/model';
import type { ReadPort } from './read-onnx';

/** How a person says that the model wants its pictures. */
export interface AskedPicture extends AskedChannels {
  /** Height and width, where the model leaves them open. */
  readonly size: number | null;
  /** Pixels 0 to 255 become (pixel - mean) / scale. */
  readonly mean: number;
  readonly scale: number;
}

export interface SettledPicture extends Pick<
  OnnxGraphConfig,
  'layout' | 'colours' | 'mean' | 'deviation'
> {
  /** Name of the graph's input. */
  readonly port: string;
  readonly input: Extract<InputSpec, { kind: 'image' }>;
}

/**
 * What a graph reads, by the shape that it declares: batch x channels x height x width, or channels last.
 * @throws UserError `model.input_mismatch`, `model.size_needed`, `model.channels_mismatch`
 */
export function settlePicture(inputs: readonly ReadPort[], asked: AskedPicture): SettledPicture {
  const [port, ...others] = inputs;
  const shape = port?.shape;
  if (port === undefined || others.length > 0 || shape?.length !== 4) throw refuseInput(inputs);
  const [, second, third, fourth] = shape;
  const layout = isChannels(second) ? 'channels-first' : 'channels-last';
  const channels = layout === 'channels-first' ? second : fourth;
  if (!isChannels(channels)) throw refuseInput(inputs);
  const sides = layout === 'channels-first' ? [third, fourth] : [second, third];
  const [height, width] = sides.map((side) => side ?? asked.size);
  if (height == null || width == null) {
    throw new UserError({
      code: 'model.size_needed',
      message: 'The model takes pictures of any size: say to which size they shall be brought.',
    });
  }
  if (height > 4096 || width > 4096) throw refuseInput(inputs);
  const { mean, scale } = asked;
  return {
    ...{ port: port.name, layout, ...settleChannels(asked, channels) },
    input: { kind: 'image', height, width, channels, mean, scale },
  };
}

function isChannels(size: number | null | undefined): size is 1 | 3 {
  return size === 1 || size === 3;
}

function refuseInput(inputs: readonly ReadPort[]): UserError {
  const named = inputs
    .slice(0, 5)
    .map(({ name, shape }) => `"${name.slice(0, 60)}" [${shape?.map(String).join(', ') ?? '?'}]`);
  return new UserError({
    code: 'model.input_mismatch',
    message: `Graft takes models that read one picture, batch x channels x height x width or batch x height x width x channels with 1 or 3 channels. This one reads ${named.join(', ') || 'nothing'}.`,
  });
}
