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
  'Edit puts its nodes here to be changed; keep them as the next version when you are done.';
export const updateTo = (version: number) => `Update available: version ${version}`;
export const update = 'Update';
export const updateAll = (count: number) => `Update all ${count}`;
export const updates = 'Updates of components';
export const updatesAvailable = (count: number) =>
  plural(count, { one: '# component has an update', other: '# components have updates' });
export const changedOutside = 'The new version has changed on the outside';
export const hasNo = (names: readonly string[]) =>
  `It has no ${names.map((name) => `“${name}”`).join(', ')}. Undo takes the update back.`;

// delete-component
export const deleteNamed = (name: string) => `Delete “${name}”`;
export const whatDeletingMeans = (versions: number) =>
  `It goes with ${plural(versions, { one: 'its version', other: 'all # versions' })}, for everyone in the workspace. Pipelines that use it keep what they hold and go on running; they are offered no more updates.`;
export const deleteIt = 'Delete it';

// edit-component, editing-bar, keep-edited
export const edit = 'Edit';
export const endEditingFirst = (name: string) =>
  `“${name}” is being edited: keep its next version, or stop editing it, first.`;
export const editing = (name: string) => `Editing “${name}”`;
export const nodesOfIt = (count: number) =>
  plural(count, {
    one: '# node, and what you wire to it',
    other: '# nodes, and what you wire to them',
  });
export const discard = 'Discard';
export const whatDiscardingMeans =
  'Takes the pipeline back to how it was before. Ctrl+Z takes that back.';
export const leaveUnpacked = 'Stop editing: the nodes stay here as ordinary nodes';
export const whatKeepingMeans = (count: number) =>
  `${plural(count, { one: '# node becomes', other: '# nodes become' })} the new version, which takes their place here. Wherever else the component is linked, the update is offered.`;

// inside-dialog
export const inside = (name: string) => `Inside “${name}”`;
export const selectOneComponent =
  'Select one component first: click it, or reach it with Tab and press Enter.';
export const componentsAround = 'Components around';
export const cantBeOpened = "It can't be opened: see Problems.";
export const toBeLookedAt = (version: number) => `Version ${version}, to be looked at.`;

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
