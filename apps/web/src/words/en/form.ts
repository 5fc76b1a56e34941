import { plural } from '../plural';

// choice-select
export const nothingFound = 'Nothing found';
export const notThereAnyMore = 'Not there any more';

// choices
export const allOfIt = (block: string) => `${block}, all of it`;
export const examplesAndClasses = (examples: string, classes: number) =>
  `${examples}, ${plural(classes, { one: '# class', other: '# classes' })}`;
export const layersAndLicence = (layers: number, licence: string) =>
  `${plural(layers, { one: '# layer', other: '# layers' })}, ${licence}`;

export const outOfReach = (reason: string) => `Not here: ${reason}`;
export const fetchItFirst = 'Not here yet: fetch it on the page Models';

// describe-limits
export const atMostCharacters = (longest: number) => `At most ${longest} characters`;
export const atLeast = (min: string) => `At least ${min}`;
export const atMost = (max: string) => `At most ${max}`;
export const fromTo = (min: string, max: string) => `From ${min} to ${max}`;
export const defaultIs = (value: string) => `Default: ${value}`;
export const on = 'on';
export const off = 'off';

// expose-toggle
export const shownInTheAppView = 'Shown in the app view';
export const showInTheAppView = 'Show in the app view';
export const showFieldInTheAppView = (title: string) => `${title}: show in the app view`;

// field-row
export const backToTheDefault = 'Back to the default';
export const fieldBackToTheDefault = (title: string) => `${title}: back to the default`;

// node-form
export const advanced = 'Advanced';

// number-fields
export const automatic = 'Automatic';
export const none = 'None; type a number and press Enter';

// pickers
export const chooseALayer = 'Choose a layer';
export const noSuchLayer = 'No such layer. Wire a model to this node first.';
export const classesOfTheDataSet = 'Classes of the data set';
