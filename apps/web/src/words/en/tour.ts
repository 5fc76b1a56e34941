// tour-invitation
export const newHere = 'New here?';
export const takeTheTour = 'Take the tour';
export const noThanks = 'No, thanks';

// tour-steps
export const palette = 'What a pipeline is made of';
export const aboutThePalette =
  'Drag a node onto the canvas, or click it. “All nodes” shows those for special cases too.';
export const canvas = 'The canvas';
export const aboutTheCanvas =
  'Draw wires from an output on the right of a card to an input on the left. Only what fits connects; a double-click searches for a node.';
export const form = 'What a node does';
export const aboutTheForm =
  'Select a node and change its settings here. Its summary says at once what comes out of it.';
export const run = 'Run';
export const aboutTheRun =
  'Starts what is drawn; the menu beside it says beforehand what will run and what is reused. A run goes on when you close the page.';
export const panel = 'Problems and results';
export const aboutThePanel =
  'What is still missing, and later curves, reports and examples. A click on a problem leads to its node.';

// start-tour
export const next = 'Next';
export const back = 'Back';
export const done = 'Done';
export const endTheTour = 'End the tour';
export const stepOf = '{{current}} of {{total}}';
