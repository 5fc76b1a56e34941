// edit-frames
export const newFrame = 'New frame';

// edit-notes
export const newNote = 'New note';

// toggle-mode
export const selectANodeFirst = 'Select a node first.';

// editor-bar
export const undoCtrlZ = 'Undo (Ctrl+Z)';
export const undo = 'Undo';
export const redoCtrlShiftZ = 'Redo (Ctrl+Shift+Z)';
export const redo = 'Redo';
export const moreAboutThisPipeline = 'More about this pipeline';
export const pageTitle = (name: string) => `${name} · Graft`;
export const pipeline = 'Pipeline';
export const nameOfThePipeline = 'Name of the pipeline';

// pipeline-list
export const history = 'History';
export const appView = 'App view';
export const downloadAsAFile = 'Download as a file';
export const showAsCode = 'Show as code';
export const keys = 'Keys';
export const tour = 'Tour';

// editor-layout
export const openThePalette = 'Open the palette';
export const openTheInspector = 'Open the inspector';

// editor-page
export const openingThePipeline = 'Opening the pipeline';

// opening-page
export const thisPipelineCannotBeOpened = 'This pipeline cannot be opened';
export const goToTheStartPage = 'Go to the start page';

// annotation-view
export const note = 'Note';
export const frame = (title: string) => `Frame: ${title}`;

// use-draft
export const theDraftCannotBeRead = 'The draft cannot be read.';
