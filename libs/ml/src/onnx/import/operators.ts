/**
 * Operators of a model that answers a picture: the same input always gives the same output, there is no
 * graph inside, and no text, sequence or file.
 */
export const ALLOWED_OPERATORS: ReadonlySet<string> = new Set([
  ...['Abs', 'Add', 'And', 'ArgMax', 'ArgMin', 'AveragePool', 'BatchNormalization', 'Cast'],
  ...['CastLike', 'Ceil', 'Celu', 'Clip', 'Concat', 'Constant', 'ConstantOfShape', 'Conv'],
  ...['ConvTranspose', 'Cos', 'CumSum', 'DepthToSpace', 'Div', 'Dropout', 'Einsum', 'Elu', 'Equal'],
  ...[
    'Erf',
    'Exp',
    'Expand',
    'EyeLike',
    'Flatten',
    'Floor',
    'Gather',
    'GatherElements',
    'GatherND',
  ],
  ...['Gelu', 'Gemm', 'GlobalAveragePool', 'GlobalLpPool', 'GlobalMaxPool', 'Greater'],
  ...['GreaterOrEqual', 'GroupNormalization', 'HardSigmoid', 'HardSwish', 'Identity'],
  ...['InstanceNormalization', 'LRN', 'LayerNormalization', 'LeakyRelu', 'Less', 'LessOrEqual'],
  ...['Log', 'LogSoftmax', 'LpNormalization', 'LpPool', 'MatMul', 'Max', 'MaxPool', 'Mean', 'Min'],
  ...['Mish', 'Mod', 'Mul', 'Neg', 'Not', 'Or', 'PRelu', 'Pad', 'Pow', 'Range', 'Reciprocal'],
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean'],
  ...['ReduceMin', 'ReduceProd', 'ReduceSum', 'ReduceSumSquare', 'Relu', 'Reshape', 'Resize'],
  ...['Round', 'ScatterND', 'Selu', 'Shape', 'Sigmoid', 'Sign', 'Sin', 'Size', 'Slice', 'Softmax'],
  ...['Softplus', 'Softsign', 'SpaceToDepth', 'Split', 'Sqrt', 'Squeeze', 'Sub', 'Sum', 'Tan'],
  ...['Tanh', 'ThresholdedRelu', 'Tile', 'TopK', 'Transpose', 'Trilu', 'Unsqueeze', 'Where', 'Xor'],
]);
