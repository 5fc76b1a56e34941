import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportOnnx, prepareQuantisation } from '@graft/ml';
import { LocalFiles } from '../../libs/engine/src/data/local-files';
import { loadWeights } from '../../libs/engine/src/load-weights';
import { timePeer, type BenchContext, type BenchResult } from '../harness/bench-case';
import { decodeAll } from '../harness/decode-all';
import { openBench } from '../harness/run-on-engine';

interface Compared {
  readonly tensors: number;
  readonly theirTensors: number;
  /** Largest relative difference of the scales of feature maps, and of zero points. */
  readonly scaleGap: number;
  readonly zeroGap: number;
  readonly kernelGap: number;
  /** Mean cosine to the features in float: ours, onnxruntime's; and of the two to each other. */
  readonly ours: number;
  readonly theirs: number;
  readonly between: number;
}

/** Our static quantisation against onnxruntime's own (Python, MinMax, QDQ, per channel). */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const { spec } = bench.base;
  const weights = await loadWeights(
    spec.layers.flatMap((layer) => layer.weights),
    { files: new LocalFiles(bench.store.files), digestOf: () => '' },
  );
  const options = { outputs: ['avg_pool'], input: 'pixels-uint8' } as const;
  const place = (name: string) => join(context.folder, name);
  const { pixels, shape } = await decodeAll(bench);
  const quantisation = prepareQuantisation(spec, weights, options);
  const { lows, highs } = quantisation.rangeOutputs;
  writeFileSync(place('observed.onnx'), quantisation.observed);
  writeFileSync(place('float.onnx'), exportOnnx(spec, weights, options));
  writeFileSync(place('pixels.bin'), pixels);
  const ranges = timePeer<{ lows: number[]; highs: number[] }>(
    ...([
      context,
      'quantise.py',
      'observe',
      context.folder,
      JSON.stringify({ shape, lows, highs }),
    ] as const),
  );
  quantisation.observe(Float32Array.from(ranges.lows), Float32Array.from(ranges.highs));
  writeFileSync(place('int8.onnx'), quantisation.encode());
  const compared = timePeer<Compared>(
    ...([context, 'quantise.py', 'compare', context.folder, JSON.stringify({ shape })] as const),
  );
  const { scaleGap, zeroGap, kernelGap, ours, theirs, between } = compared;
  return [
    {
      case: 'Quantiser: scales and zero points against those of onnxruntime',
      target: 'equal to 1e-5 and 0',
      measured: `${scaleGap.toExponential(1)}, kernels ${kernelGap.toExponential(1)}, and ${String(zeroGap)}, ${String(compared.tensors)} tensors`,
      met: scaleGap <= 1e-5 && kernelGap <= 1e-5 && zeroGap === 0,
      figures: { ...compared },
    },
    {
      case: 'Quantiser: features on pictures that were not calibrated on',
      target: 'cosine to float within 0.002 of onnxruntime',
      measured: `${ours.toFixed(4)} and ${theirs.toFixed(4)}; to each other ${between.toFixed(4)}`,
      met: ours >= theirs - 0.002,
      figures: {},
    },
  ];
}
