// connect-menu
export const connectTo = 'Connect to …';
export const selectOneNodeFirst =
  'Select one node first: click it, or reach it with Tab and press Enter.';
export const wires = 'Wires';
export const searchByNodeOrPort = 'Search by node or port';
export const noWireFits = 'No wire fits.';
export const takesThePlaceOfTheWire = (replaces: string) =>
  `takes the place of the wire from ${replaces}`;

// editor-keys
export const build = 'Build';
export const edit = 'Edit';
export const select = 'Select';
export const view = 'View';
export const run = 'Run';
export const searchForANodeToAdd = 'Search for a node to add';
export const connectTheSelectedNodeTo = 'Connect the selected node to …';
export const frameWhatIsSelected = 'Frame what is selected';
export const makeAComponent = 'Make a component of what is selected …';
export const unpackTheComponent = 'Unpack the component: its nodes become ordinary nodes';
export const lookInside = 'Look inside the selected component';
export const writeANote = 'Write a note';
export const duplicate = 'Duplicate';
export const mute = 'Mute, or use again';
export const bypass = 'Bypass, or use again';
export const deleteAndHeal = 'Delete, and close the gap';
export const removeTheFrame = 'Remove the frame, keep what is in it';
export const renameANodeOrFrame = 'Rename a node or frame, write into a note';
export const undo = 'Undo';
export const redo = 'Redo';
export const keepAVersionUnderAName = 'Keep a version under a name; drafts are saved by themselves';
export const selectEverything = 'Select everything';
export const selectWhatIsBefore = 'Select all that it reads';
export const selectWhatIsAfter = 'Select all that reads it';
export const selectNothing = 'Select nothing';
export const findANode = 'Find a node, note or frame';
export const showEverything = 'Show everything';
export const showWhatIsSelected = 'Show what is selected';
export const showInLifeSize = 'Show in life size';
export const overview = 'Overview of the canvas, or none';
export const tidyUp = 'Tidy up';
export const helpWithTheNode = 'Help with the selected node';
export const moveWhatIsSelected = 'Move what is selected by a larger step';
export const whatWillRun = 'What will run, and why?';
export const cancelTheRun = 'Cancel the run';
export const showThisList = 'Show this list';
export const runToTheSelectedNode = 'Run to the selected node';
export const copy = 'Copy, cut, paste; across pipelines too';
export const searchWhereTheEmptyCanvasWas = 'Search where the empty canvas was clicked';
export const fromANode = 'From a node: the next one; Enter selects it';
export const holdAndDrag = 'Hold and drag: select a region';
export const moveTheSelectedNode = 'Move the selected node';
export const space = 'Space';
export const ctrl = 'Ctrl';
export const shift = 'Shift';
export const alt = 'Alt';
export const enter = 'Enter';
export const deleteKey = 'Delete';
export const backspace = 'Backspace';
export const tab = 'Tab';
export const arrows = 'Arrows';
export const esc = 'Esc';

// keys-overlay
export const keys = 'Keys';
export const or = 'or';

// search-list
export const searchIn = (list: string) => `Search ${list.toLowerCase()}`;
