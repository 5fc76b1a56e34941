// find-menu
export const findOnTheCanvas = 'Find on the canvas';
export const nodes = 'Nodes, notes and frames';
export const nameOrKind = 'Name or kind; is:problem, is:muted';
export const nothingOnTheCanvasIsCalled = 'Nothing on the canvas is called that.';

// find-parts
export const note = 'Note';
export const frame = 'Frame';
