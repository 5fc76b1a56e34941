import { plural } from '../plural';

// canvas-tools
export const addANodeSpace = 'Add a node (Space)';
export const addANoteN = 'Add a note (N)';
export const frameWhatIsSelectedCtrlG = 'Frame what is selected (Ctrl+G)';
export const zoomIn = 'Zoom in';
export const zoomOut = 'Zoom out';
export const showEverything1 = 'Show everything (1)';
export const tidyUpShiftL = 'Tidy up (Shift+L)';
export const overviewM = 'Overview (M)';

// canvas
export const thatWireDoesNotFit = 'That wire does not fit';
export const overviewOfTheCanvas = 'Overview of the canvas';
export const howToUseANodeByKeys =
  'Press Enter or Space to select a node, arrow keys to move it, Delete to remove it, Escape to leave.';

export const howToUseAWireByKeys =
  'Press Enter or Space to select a wire, Delete to remove it, Escape to leave.';

// card-preview
export const noClassesKnown = 'No classes known';
export const examplesByClass = (examples: number) =>
  `${plural(examples, { one: '# example', other: '# examples' })} by class`;
export const noModelYet = 'No model yet';
export const block = (block: string, total: string, state: string) =>
  `${block}: ${total} weights, ${state}`;
export const totalWeights = (total: string, trainable: string) => `${total} weights, ${trainable}`;
export const trainable = 'trainable';
export const frozen = 'frozen';
export const allFrozen = 'all frozen';
export const countTrainable = (count: string) => `${count} trainable`;
export const blocks = (blocks: number, training: number) =>
  `${blocks} blocks, ${training} of them trainable`;
export const curvesAreInTheReportOf = 'Curves are in the report of the earlier run';
export const lossByEpoch = 'Loss by epoch';
export const accuracy = 'Accuracy';

// context-menu
export const whatCanBeDoneHere = 'What can be done here';

// drop-file
export const cantBeOpened = (name: string) => `${name} can't be opened`;

// empty-canvas
export const nothingHereYet = 'Nothing here yet';
export const howToBegin =
  'Drag a node from the left, or double-click the canvas to search for one. Or begin with a {template}.';
export const template = 'template';

// end-connection
export const aWireRunsFromAnOutput =
  'A wire runs from an output on the right to an input on the left.';

// frame-card
export const titleOfTheFrame = 'Title of the frame';

// frame-menu
export const moreAboutTheFrame = (title: string) => `More about the frame ${title}`;
export const grey = 'Grey';
export const blue = 'Blue';
export const green = 'Green';
export const amber = 'Amber';
export const violet = 'Violet';
export const red = 'Red';
export const renameF2 = 'Rename (F2)';
export const fitToWhatIsInIt = 'Fit to what is in it';
export const selectWithWhatIsInIt = 'Select with what is in it';
export const colour = 'Colour';
export const removeTheFrame = 'Remove the frame';
export const deleteWithWhatIsInIt = 'Delete with what is in it';

// kind-icons
export const data = 'Data';
export const model = 'Model';
export const learn = 'Learn';
export const evaluate = 'Evaluate';
export const deliver = 'Deliver';
export const components = 'Components';

// node-card
export const timeLeft = (time: string) => `${time} left`;
export const starting = 'Starting';
export const updateAvailable = 'Update available';
export const componentVersion = (version: number) => `Component, version ${version}`;
export const runsOnWorkersWith = (labels: string) => `Runs only on workers with: ${labels}`;
export const isUnknownToThisVersion = 'This version of Graft does not know this node.';

// node-port
export const anyNumberOfWires = ', any number of wires';
export const optional = ' optional';

// note-card
export const write = 'Write';
export const writeIntoTheNote = 'Write into the note';
export const textOfTheNote = 'Text of the note, in Markdown';

// use-node-state
export const itDependsOn = (behind: string) => `It depends on "${behind}", which is muted.`;

// use-tidy-up
export const nothingWasArranged = 'Nothing was arranged';

// flow-view
export const wireFromTo = (from: string, to: string) => `Wire from ${from} to ${to}`;
