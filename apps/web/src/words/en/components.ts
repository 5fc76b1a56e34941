import { plural } from '../plural';

// component-list
export const components = 'Components';
export const loadingTheComponents = 'Loading the components';
export const noComponentsYet =
  'No components yet. Select nodes that you need again and press Ctrl+J.';
export const noComponentMatches = (query: string) => `No component matches “${query}”.`;
export const clickOrDrag = 'Click or drag: linked, with updates';
export const version = (version: number) => `Version ${version}`;

// component-menu
export const more = (name: string) => `${name}: more`;
export const putInLinked = 'Put in linked: updates are offered';
export const putInACopy = 'Put in a copy: ordinary nodes';
export const deleteComponent = 'Delete';

// component-section
export const component = 'Component';
export const linkedTo = (version: number, name: string | null, nodes: number) =>
  `Linked to version ${version}${name === null ? '' : ` of “${name}”`}. ${plural(nodes, { one: '# node', other: '# nodes' })} inside.`;
export const isNotKeptHere =
  'This workspace does not keep it, so there are no newer versions. The pipeline holds all of it.';
export const lookInside = 'Look inside';
export const unpack = 'Unpack';
export const howToChangeIt =
  'To change it: unpack it, change its nodes, select them, and keep them as the next version (Ctrl+J).';
export const updateTo = (version: number) => `Update available: version ${version}`;
export const update = 'Update';
export const changedOutside = 'The new version has changed on the outside';
export const hasNo = (names: readonly string[]) =>
  `It has no ${names.map((name) => `“${name}”`).join(', ')}. Undo takes the update back.`;

// delete-component
export const deleteNamed = (name: string) => `Delete “${name}”`;
export const whatDeletingMeans = (versions: number) =>
  `It goes with ${plural(versions, { one: 'its version', other: 'all # versions' })}, for everyone in the workspace. Pipelines that use it keep what they hold and go on running; they are offered no more updates.`;
export const deleteIt = 'Delete it';

// inside-dialog
export const inside = (name: string) => `Inside “${name}”`;
export const selectOneComponent =
  'Select one component first: click it, or reach it with Tab and press Enter.';
export const componentsAround = 'Components around';
export const cantBeOpened = "It can't be opened: see Problems.";
export const toBeLookedAt = (version: number) =>
  `Version ${version}. It is here to be looked at: to change it, unpack it and keep the changed nodes as the next version.`;

// list-fields
export const fieldOf = (node: string, field: string) => `${node}: ${field}`;

// make-component
export const makeAComponent = 'Make a component';
export const aNewComponent = 'A new component';
export const nextVersion = (name: string, version: number) => `${name}, version ${version}`;
export const keepTheNodesAs = 'Keep the nodes as';
export const name = 'Name';
export const standsInThePalette =
  'It stands in the palette under this name, for everyone in the workspace.';
export const inThisPipeline = 'In this pipeline';
export const takesTheirPlace = 'Linked: the component takes the place of the nodes';
export const nodesStay = 'The nodes stay as they are';
export const cancel = 'Cancel';
export const makeTheComponent = 'Make the component';
export const keepVersion = (version: number) => `Keep version ${version}`;
export const askedForOutside = 'Asked for on the outside';
export const allOthersStay = 'All others stay as they are inside.';
export const parameters = 'Parameters';

// rename-component
export const rename = 'Rename';
export const namesInPipelinesStay =
  'The name in the palette. Versions that are in pipelines keep the title that they had.';
