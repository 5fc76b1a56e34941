import { plural } from '../plural';

// answer
export const aGuess = 'A guess: this is unlike all that the model has learned from.';
export const showWhereTheModelSees = (label: string) => `Show where the model sees ${label}`;

// base-dialog
export const zeroToOne = '0 to 1';
export const minusOneToOne = '-1 to 1';
export const zeroTo255 = '0 to 255';
export const bringABaseModel = 'Bring a base model';
export const modelFiles = 'Model files';
export const dropTheFilesHere = 'Drop the files here';
export const modelJsonWithItsWeightFiles =
  'model.json with its weight files (or a zip of them), a Keras .h5, a .keras file, or an ONNX file';
export const imagenetMeans = '0 to 1, less the ImageNet means (PyTorch)';
export const caffeMeans = '0 to 255, less the ImageNet means (Keras ResNet50, VGG16)';
export const orderOfColours = 'Order of the colours';
export const redGreenBlue = 'Red, green, blue';
export const blueGreenRed = 'Blue, green, red (OpenCV, Caffe)';
export const outputOfTheModel = 'Tensor with the features';
export const whichTensorGivesFeatures =
  'Empty: what enters the classifier. An ONNX model stays as it is: a head is trained on what it gives.';
export const name = 'Name';
export const itWantsPixelsFrom = 'It wants pixels from';
export const pictureSize = 'Picture size';
export const onlyIfTheModelLeavesIt = 'Only if the model leaves it open';
export const licence = 'Licence';
export const exampleLicence = 'Apache-2.0';
export const sending = 'Sending';
export const close = 'Close';
export const checkAndKeepIt = 'Check and keep it';
export const readsAndHasLayers = (name: string, input: string, layers: number) =>
  `${name} reads ${input} and has ${layers} layers. Choose it in a Base model node.`;

// published-bases
export const publishedBases = 'Base models that others publish';
export const fetchedWhenYouAsk =
  'To look at this list asks their publishers whether they answer, to fetch one tells them that somebody does. Nothing of yours is sent.';
export const fetchIt = 'Fetch';
export const fetching = (name: string) => `Fetching ${name}`;
export const here = 'Here: choose it in a Base model node';
export const heldToKnownDigests =
  'What is fetched is held to the SHA-256 that Graft knows: another file is refused.';
export const firstFetchIsTrusted =
  'Its SHA-256 is not known: the first fetch is trusted, and later ones are held to what it brought.';
export const digestsOfFirstFetch =
  'Its SHA-256 was not known before: that of the first fetch is kept, and later ones are held to it.';
export const digestsOfFiles = (files: number) =>
  `SHA-256 of ${plural(files, { one: '# file', other: '# files' })}`;

// call-examples
export const askItFromAProgram = 'Ask it from a program';
export const theTokenLiesInGraftHome = 'The token lies in $GRAFT_HOME/token';
export const copied = 'Copied';
export const copy = 'Copy';

// delete-version
export const deleteVersion = (version: number) => `Delete version ${version}`;
export const lookingWhatDependsOnIt = 'Looking what depends on it';
export const trainedBy = (version: string, revision: string | null) =>
  `Trained by Graft ${version}${revision === null ? '' : `, revision ${revision}`}`;
export const theRunThatMadeItStays =
  'The run that made it stays, and can make it again; its number is not given again.';
export const programsMayAskForItBy = (tags: string) => `Programs may ask for it by: ${tags}.`;
export const thesePipelinesStartFromIt = 'These pipelines start from it:';
export const deleteAnyway = 'Delete anyway';
export const deleteIt = 'Delete';

// describe-evidence
export const nothingInThePictureSpokeFor = (label: string) =>
  `Nothing in the picture spoke for ${label}.`;
export const whatSpokeForLiesAtThe = (label: string, place: string, share: number) =>
  `What spoke for ${label} lies at the ${place} of the picture, on ${share} % of it.`;

// export-menu
export const onnxIsFor = 'Servers, apps, Node, Python, browsers; takes pictures as they are';
export const tensorFlowJs = 'TensorFlow.js';
export const webPagesAndNode = 'Web pages and Node';
export const keras = 'Keras';
export const goingOnInPython = 'Going on in Python';
export const exportIt = 'Export';
export const exportModel = (model: string) => `Export ${model}`;
export const aZipWithTheModel =
  'A zip with the model, its card, the names of its classes and programs that use it.';
export const format = 'Format';
export const halfPrecision = 'Half precision';
export const halfTheSize = 'Half the size; probabilities change in the third decimal';
export const downloadVersion = (version: number) => `Download version ${version}`;

// lineage
export const comesFrom = 'Comes from';
export const lookingWhereItComesFrom = 'Looking where it comes from';
export const noBase = 'No base: all weights were learned here';
export const base = (name: string, licence: string) => `Base: ${name} (${licence})`;
export const theRunThatMadeIt = 'The run that made it';
export const dataSetVersion = 'Data: {link}';
export const thePipeline = 'The pipeline as it is today';
export const openItsGraph = 'Open the graph that ran as a new pipeline';

// model-page
export const loadingTheModel = 'Loading the model';
export const noVersion = 'No version';
export const classes = (labels: number) => plural(labels, { one: '# class', other: '# classes' });
export const version = 'Version';
export const versionNumber = (version: number) => `Version ${version}`;
export const versions = 'Versions';
export const noneIsEverOverwritten = 'None is ever overwritten';

// models-page
export const models = 'Models';
export const subtitle = 'What was learned and kept: try it on your own pictures, or build on it.';
export const loadingTheModels = 'Loading the models';
export const howModelsComeAbout =
  'Put a Register model node at the end of a pipeline and run it. The templates have one.';
export const seeTheTemplates = 'See the templates';
export const noModelYet = 'No model yet';
export const classesColumn = 'Classes';
export const accuracy = 'Accuracy';
export const registered = 'Registered';

// nearest-examples
export const nearestTrainingExamples = 'Nearest training examples';
export const mostLikeThese = 'Most like these, of all it has learned from';
export const trainingExample = 'training example';
export const cosineOfTheFeatures = 'Cosine of the features';

// playground
export const tryIt = 'Try it';
export const whatYouDropHereIsNot = 'What you drop here is not kept';
export const pictureToClassify = 'Picture to classify';
export const theModelIsLooking = 'The model is looking';
export const theAnswerAppearsHere = 'The answer appears here, with how sure the model is.';
export const thereIsNoAnswer = 'There is no answer.';
export const dropAPictureHere = 'Drop or paste a picture here, or click to choose one';
export const png = 'PNG, JPEG, WebP or GIF';
export const showWhereTheModelSeesIt = 'Show where the model sees it';
export const classifyATextInstead = 'Classify a text instead';
export const whatEachBlockSees = 'What each block of the model sees';
export const loadingTheFeatureMaps = 'Loading the feature maps';
export const textToClassify = 'Text to classify';
export const ask = 'Ask';

// snapshot
export const takeAPicture = 'Take a picture';

// predict-dataset
export const classifyADataSet = 'Classify a data set';
export const whatTheCsvHolds =
  'A CSV with one row an example: what the model says, how sure it is, and whether that is right.';
export const dataSet = 'Data set';
export const downloadCsv = 'Download CSV';

// try-these
export const orTryThese = 'Or try these';
export const theModelHasNotLearnedFrom = 'The model has not learned from them.';
export const tryName = (name: string) => `Try ${name}`;

// version-notes
export const notesOfVersion = (version: number) => `Notes of version ${version}`;
export const notes = 'Notes';
export const save = 'Save';

// version-table
export const tags = 'Tags';
export const actions = 'Actions';
export const interval = (low: string, high: string) => ` (${low} to ${high})`;
export const madeByRun = 'the run that made it';

// version-compare
export const compareTwo = 'Compare two';
export const compareVersion = (version: number) => `Compare version ${version}`;

// version-tags
export const takeFromVersion = (tag: string, version: number) =>
  `Take ${tag} from version ${version}`;
export const tagVersion = (version: number) => `Tag version ${version}`;

// describe-evidence
export const topLeft = 'top left';
export const topCentre = 'top centre';
export const topRight = 'top right';
export const middleLeft = 'middle left';
export const middle = 'middle';
export const middleRight = 'middle right';
export const bottomLeft = 'bottom left';
export const bottomCentre = 'bottom centre';
export const bottomRight = 'bottom right';
