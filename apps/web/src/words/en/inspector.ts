import { plural } from '../plural';

// inspector
export const inspector = 'Inspector';
export const foldTheInspector = 'Fold the inspector';

// layer-column
export const frozen = 'Frozen';
export const trainable = 'Trainable';
export const startsAnew = 'Starts anew';
export const frozenAndStartsAnew = 'Frozen, starts anew';
export const dropped = 'Dropped';
export const layersByBlock = 'Layers by block';
export const layers = 'Layers';
export const clickABlockToChooseIt = (title: string) =>
  `Click a block to choose it for “${title}”.`;
export const head = 'head';
export const layersAndWeights = (layers: number, weights: string) =>
  `${plural(layers, { one: '# layer', other: '# layers' })}, ${weights}`;
export const areWeights = (look: string) => ` weights, ${look.toLowerCase()}`;

// many-selected
export const makeAComponent = 'Make a component';
export const alignLeftEdges = 'Align left edges';
export const alignCentres = 'Align centres';
export const alignRightEdges = 'Align right edges';
export const alignTopEdges = 'Align top edges';
export const alignMiddles = 'Align middles';
export const alignBottomEdges = 'Align bottom edges';
export const equalGapsFromLeftToRight = 'Equal gaps from left to right';
export const equalGapsDownwards = 'Equal gaps downwards';
export const countNodesSelected = (count: number) => `${count} nodes selected`;
export const dragOneOfThemToMove =
  'Drag one of them to move all. Select a single node to see its parameters.';
export const arrange = 'Arrange';
export const mute = 'Mute';
export const bypass = 'Bypass';
export const duplicate = 'Duplicate';
export const deleteThem = 'Delete';

// node-inspector
export const aboutTitle = (title: string) => `About ${title}`;
export const nameOfTheNode = 'Name of the node';
export const ctrlM = 'Ctrl+M';
export const ctrlB = 'Ctrl+B';
export const useAgain = 'Use again';
export const nameTheNode = (name: string) => `${name} the node`;
export const duplicateCtrlD = 'Duplicate (Ctrl+D)';
export const duplicateTheNode = 'Duplicate the node';
export const deleteDel = 'Delete (Del)';
export const deleteTheNode = 'Delete the node';
export const nothingOfItsOwn = 'Nothing of its own: it does not run';
export const knownOnceTheInputsAre = 'Known once the inputs are';
export const whatComesOut = 'What comes out';

// pipeline-inspector
export const dragANode = 'Drag a node';
export const fromTheLeftOntoTheCanvas =
  'from the left onto the canvas, or double-click the canvas to search.';
export const drawAWire = 'Draw a wire';
export const fromAPortOnTheRight =
  'from a port on the right of a card to one of the same shape on the left.';
export const clickANode = 'Click a node';
export const toChangeItsParametersHere = 'to change its parameters here.';
export const press = 'Press ?';
export const forEveryKey = 'for every key; c connects the selected node without a mouse.';
export const pressRun = 'Press Run';
export const orCtrlEnter = 'or Ctrl+Enter. Closing the page does not stop a run.';
export const pipeline = 'Pipeline';
export const sizeOfThePipeline = (nodes: number, edges: number) =>
  `${plural(nodes, { one: '# node', other: '# nodes' })}, ${plural(edges, { one: '# wire', other: '# wires' })}`;

// worker-labels
export const whereItRuns = 'Where it runs';
export const workersWithLabels = 'Labels of the worker';
export const whatLabelsDo =
  'It runs only on workers with all of these labels. Whoever starts a worker gives it its labels.';
export const anyWorker = 'Any worker';
export const labelIsRefused = (label: string) =>
  `“${label}” can’t be a label: use up to 40 small letters, digits, - and ., beginning with a letter or digit.`;
export const noMoreLabels = (most: number) => `A worker has at most ${most} labels.`;
export const noWorkerHasThem =
  'No worker that is connected has these labels: a run will wait here until one has.';
