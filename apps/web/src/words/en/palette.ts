// add-menu
export const addANode = 'Add a node';
export const searchNodes = 'Search nodes';
export const nodesForType = (type: string) => `Nodes for ${type}`;
export const searchNodesToAdd = 'Search nodes to add';
export const nodes = 'Nodes';
export const noNodeFits = 'No node fits.';

// palette
export const foldThePalette = 'Fold the palette';
export const whichNodesAreListed = 'Which nodes are listed';
export const basic = 'Basic';
export const allNodes = 'All nodes';
export const components = 'Components';
export const showAllAgain = 'Show all again';
export const noNodeMatches = (query: string) => `No node matches "${query}".`;
