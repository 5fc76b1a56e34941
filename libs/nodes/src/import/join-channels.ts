import {
  leavesChannels,
  prependChannels,
  settleChannels,
  writeChannelWeights,
  type AskedChannels,
  type InputSpec,
  type ModelSpec,
} from '@graft/model';

interface JoinedChannels {
  readonly joined: Uint8Array;
  /** What the model becomes whose weights lie under this digest. */
  readonly prepare: (spec: ModelSpec, digest: string) => ModelSpec;
}

const FLOAT_BYTES = 4;

/**
 * The weights of a model with those that prepare its channels behind them, where there is something to prepare.
 * @throws UserError `model.channels_mismatch`
 */
export function joinChannels(
  bytes: Uint8Array,
  input: InputSpec,
  asked: AskedChannels,
): JoinedChannels {
  const channels = input.kind === 'image' ? input.channels : 0;
  const preparation = settleChannels(asked, channels);
  if (leavesChannels(preparation)) return { joined: bytes, prepare: (spec) => spec };
  const values = new Uint8Array(writeChannelWeights(preparation).buffer);
  const padding = new Uint8Array((FLOAT_BYTES - (bytes.length % FLOAT_BYTES)) % FLOAT_BYTES);
  const byteOffset = bytes.length + padding.length;
  return {
    joined: joinBytes([bytes, padding, values]),
    prepare: (spec, digest) => prependChannels(spec, { digest, byteOffset }),
  };
}

/** All bytes, one after the other. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
