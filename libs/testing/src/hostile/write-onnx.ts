import { createMessage, type MessageWriter } from '@graft/ml';

/** What is wrong with a file. */
export interface Faults {
  opset?: number;
  domain?: string;
  operator?: string;
  attribute?: MessageWriter;
  external?: string;
  type?: number;
  dims?: number[];
  input?: (number | string)[];
  inputs?: number;
  reads?: string;
  outputs?: string[];
  functions?: boolean;
  sparse?: boolean;
  twice?: boolean;
  weightless?: boolean;
  copies?: number;
  weights?: number;
  growth?: Growth;
  /** Lists of 1,000 whole numbers of one tensor. */
  pieces?: number;
  /** Reads channels last, and turns the picture before it is looked at. */
  turned?: boolean;
}

/** An operator behind the maps that makes them as large as its sizes say. */
export interface Growth {
  readonly operator: 'Tile' | 'Expand' | 'ConstantOfShape' | 'Pad' | 'Conv';
  readonly sizes: readonly number[];
}

/** picture (3 x 8 x 8) -> Conv (2 maps) -> Relu: a good file, but for its faults. */
export function makeOnnx(faults: Faults): Uint8Array {
  const { opset = 17, outputs = ['seen'], inputs = 1, copies = 1 } = faults;
  const graph = createMessage();
  if (faults.turned) graph.message(1, writeTurn());
  graph.message(1, writeConvolution(faults));
  const { growth } = faults;
  if (growth !== undefined) writeGrowth(graph, growth);
  const last = growth === undefined ? 'map' : 'small';
  for (let copy = 0; copy < copies; copy += 1) graph.message(1, writeNode('Relu', [last], 'seen'));
  graph.text(2, 'graph');
  const kernel = writeKernel(faults, 'kernel');
  graph.message(5, kernel);
  if (faults.twice) graph.message(5, kernel);
  for (let more = 1; more < (faults.weights ?? 1); more += 1)
    graph.message(5, writeKernel(faults, `kernel${String(more)}`));
  for (let at = 0; at < inputs; at += 1)
    graph.message(
      11,
      writePort(
        `picture${at === 0 ? '' : String(at)}`,
        faults.turned ? ['batch', 8, 8, 3] : faults.input,
      ),
    );
  for (const output of outputs) graph.message(12, writePort(output, ['batch', 2, 6, 6]));
  if (faults.sparse) graph.message(15, createMessage());
  const model = createMessage()
    .integer(1, 8)
    .message(7, graph)
    .message(8, createMessage().text(1, '').integer(2, opset));
  if (faults.functions) model.message(25, createMessage().text(1, 'evil'));
  return model.finish();
}

/** map -> spot -> large -> small: what is large is inside, and the output small again. */
function writeGrowth(graph: MessageWriter, { operator, sizes }: Growth): void {
  const from = operator === 'Expand' ? 'spot' : 'map';
  graph.message(1, writeNode('GlobalAveragePool', ['map'], 'spot'));
  if (operator === 'Conv') {
    const edge = createMessage().text(1, 'pads').integers(8, sizes).integer(20, 7);
    graph.message(1, writeNode('Conv', ['picture', 'kernel'], 'large').message(5, edge));
    graph.message(1, writeNode('GlobalMaxPool', ['large'], 'small'));
    return;
  }
  const inputs = operator === 'ConstantOfShape' ? ['sizes'] : [from, 'sizes'];
  const made = operator === 'ConstantOfShape' ? 'wall' : 'large';
  graph.message(1, writeNode(operator, inputs, made));
  if (made === 'wall') graph.message(1, writeNode('Add', ['spot', 'wall'], 'large'));
  graph.message(1, writeNode('GlobalMaxPool', ['large'], 'small'));
  const values = new Uint8Array(BigInt64Array.from(sizes, BigInt).buffer);
  graph.message(
    5,
    createMessage().integers(1, [sizes.length]).integer(2, 7).text(8, 'sizes').bytes(9, values),
  );
}

function writeConvolution({ operator, domain, attribute, reads, weightless, turned }: Faults) {
  const inputs = [reads ?? (turned ? 'turned' : 'picture'), ...(weightless ? [] : ['kernel'])];
  const node = writeNode(operator ?? 'Conv', inputs, 'map');
  if (attribute) node.message(5, attribute);
  return domain === undefined ? node : node.text(7, domain);
}

function writeNode(operator: string, inputs: readonly string[], output: string): MessageWriter {
  const node = createMessage();
  for (const input of inputs) node.text(1, input);
  return node.text(2, output).text(4, operator);
}

/** picture -> turned: channels last to channels first. */
function writeTurn(): MessageWriter {
  const order = createMessage().text(1, 'perm').integers(8, [0, 3, 1, 2]).integer(20, 7);
  return writeNode('Transpose', ['picture'], 'turned').message(5, order);
}

function writeKernel(
  { external, type = 1, dims = [2, 3, 3, 3], pieces = 0 }: Faults,
  name: string,
) {
  if (pieces > 0) return writePieces(pieces, name);
  const values = new Uint8Array(new Float32Array(54).fill(0.1).buffer);
  const tensor = createMessage().integers(1, dims).integer(2, type).text(8, name);
  if (external === undefined) return tensor.bytes(9, values);
  if (external !== '') tensor.message(13, createMessage().text(1, 'location').text(2, external));
  return tensor.integer(14, 1);
}

function writePieces(count: number, name: string): MessageWriter {
  const piece = Array.from({ length: 1000 }, () => 1);
  const tensor = createMessage()
    .integers(1, [count * 1000])
    .integer(2, 7)
    .text(8, name);
  for (let at = 0; at < count; at += 1) tensor.integers(7, piece);
  return tensor;
}

function writePort(name: string, shape: readonly (number | string)[] = ['batch', 3, 8, 8]) {
  const sizes = createMessage();
  for (const size of shape) {
    const one = createMessage();
    sizes.message(1, typeof size === 'string' ? one.text(2, size) : one.integer(1, size));
  }
  const tensor = createMessage().integer(1, 1).message(2, sizes);
  return createMessage().text(1, name).message(2, createMessage().message(1, tensor));
}

export function graphAttribute(): MessageWriter {
  return createMessage().text(1, 'body').message(6, createMessage()).integer(20, 5);
}

export function longAttribute(): MessageWriter {
  return createMessage().text(1, 'alpha').bytes(8, new Uint8Array(5000).fill(1)).integer(20, 7);
}

export function floatAttribute(value: number): MessageWriter {
  return createMessage().text(1, 'alpha').float(2, value).integer(20, 1);
}
