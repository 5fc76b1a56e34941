// read-graph-file
export const holdsNoPipeline =
  'It holds no pipeline: drop an exported model (zip or .keras) or a saved pipeline.';
export const itIsLargerThan1Gb = 'It is larger than 1 GB.';
export const itIsDamaged = 'It is damaged, or not what its name says.';

// start-page
export const start = 'Start';
export const subtitle =
  'Draw how a network learns, run it, and use it. Every template runs as it is.';
export const newPipeline = 'New pipeline';
export const templates = 'Templates';
export const beginWithATemplate = 'Begin with a template';
export const loadingTheTemplates = 'Loading the templates';
export const cantBeOpened = (name: string) => `${name} can't be opened`;
export const openAFile = 'Open a file';
export const recentPipelines = 'Recent pipelines';
export const yourPipelines = 'Your pipelines';
export const openATemplate =
  'Open a template: it becomes your own pipeline, which you can change as you like.';
export const noneYet = 'None yet';
export const changedAge = (age: string) => `changed ${age}`;

// use-open-graph
export const pipeline = 'Pipeline';
export const thePipelineCouldNotBeMade = 'The pipeline could not be made';

// template-card
export const open = 'Open';
