import { plural } from '../plural';

// change-bar
export const changeTheDataSet = 'Change the data set';
export const oneClass = 'Class';
export const classOldOrNew = 'Class, old or new';
export const relabelExamples = (selected: number) =>
  `Relabel ${plural(selected, { one: '# example', other: '# examples' })}`;
export const leaveOut = 'Leave out';
export const selectNone = 'Select none';
export const mergeClasses = (one: string, other: string) => `Merge ${one} and ${other}`;
export const renameChosenClass = (chosenClass: string) => `Rename ${chosenClass}`;
export const makesANewVersion = 'Makes a new version; runs keep the one they used.';

// class-upload
export const picturesByClass = 'Pictures by class';
export const addAClass = 'Add a class';
export const nameOfTheDataSet = 'Name of the data set';
export const picturesCouldNotBeUsed = (rejected: number) =>
  `${plural(rejected, { one: '# picture', other: '# pictures' })} could not be used.`;
export const goOnWithTheOthers = 'Go on with the others';
export const useThesePictures = 'Use these pictures';
export const nameOfClass = (place: number) => `Name of class ${place}`;
export const classPlace = (place: number) => `Class ${place}`;
export const picturesOfClass = (place: number) => `Pictures of class ${place}`;
export const dropPicturesHere = 'Drop pictures here, or click';
export const pictures = (files: number) => plural(files, { one: '# picture', other: '# pictures' });

// judge-classes
export const twoClassesAtLeast = 'Two classes at least: what is to be told apart?';
export const giveEachClassAName = 'Give each class a name.';
export const twoClassesHaveTheSameName = 'Two classes have the same name.';
export const addPicturesOf = (label: string) => `Add pictures of ${label}.`;
export const giveTheDataSetAName = 'Give the data set a name.';

// column-choice
export const separatedBy = (delimiter: string) => `, separated by ${delimiter}`;
export const readAs = (encoding: string, separated: string) =>
  `Read as ${encoding}${separated}. Its first rows:`;
export const text = 'Text';
export const label = 'Label';
export const useTheseColumns = 'Use these columns';

// data-page
export const data = 'Data';
export const subtitle = 'Labelled pictures and texts to learn from. They never leave this server.';
export const importData = 'Import data';
export const loadingTheDataSets = 'Loading the data sets';
export const whatToImport =
  'Import a zip with one folder of pictures a class, or a CSV with the columns text and label.';
export const noDataYet = 'No data yet';
export const examplesInClasses = (examples: string, classes: number) =>
  `${examples}, ${plural(classes, { one: '# class', other: '# classes' })}`;
export const classesWithFewerThanExamples = (few: number, least: number) =>
  `${plural(few, { one: '# class', other: '# classes' })} with fewer than ${least} examples`;

// dataset-page
export const dataSet = 'Data set';
export const loadingTheDataSet = 'Loading the data set';
export const aboutTheDataSet = (examples: string, classes: number, version: number, age: string) =>
  `${examples}, ${plural(classes, { one: '# class', other: '# classes' })} · version ${version}, made ${age}`;
export const allData = 'all data';
export const version = 'Version';
export const versionNumber = (version: number) => `Version ${version}`;
export const classes = 'Classes';
export const clickAClassToSeeOnly = 'Click a class to see only its examples';
export const anOlderVersion = 'An older version';
export const showAllExamples = 'Show all examples';
export const searchTheExamples = 'Search the examples';
export const searchNamesAndTexts = 'Search names and texts';
export const split = 'Split';
export const whatASplitNodeWouldMake = 'What a Split node would make of it';
export const showHowItWouldBeDivided = 'Show how it would be divided';
export const duplicates = 'Duplicates';
export const lookForTheSameAndSimilar = 'Look for the same and similar examples';
export const leftOutOnImport = 'Left out on import';
export const clickExamplesToRelabelThemOr = 'Click examples to relabel them or leave them out';
export const truthTakenForAnswer = (truth: string, answer: string) =>
  `${truth} taken for ${answer}`;
export const examples = 'Examples';
export const examplesOfClass = (label: string) => `Examples of ${label}`;

// dataset-warnings
export const soFewSayLittle =
  'So few say little: one split differs much from the next. Add examples, or look at several seeds.';
export const whatImbalanceDoes =
  'A model then learns to name the large class. Add examples to the small one, use class weights in Train, or look at the balanced accuracy.';
export const largestClassHasTimesTheSmallest = (ratio: number) =>
  `The largest class has ${ratio} times the examples of the smallest`;

// duplicates
export const lookingForDuplicates = 'Looking for duplicates';
export const noTwoExamplesAreTheSame = 'No two examples are the same or look alike.';
export const groups = (total: number) =>
  `${plural(total, { one: '# group', other: '# groups' })}. The same picture in the training and the test part makes a model look better than it is.`;
export const theSame = 'the same';
export const alike = 'alike';
export const inClasses = (classes: string) => `in ${classes}`;
export const keepTheFirst = (others: number) => `Keep the first, leave out ${others}`;

// examples-grid
export const loadingTheExamples = 'Loading the examples';
export const thereIsNone = 'There is none.';
export const showMore = 'Show more';

// split-preview
export const train = 'Train';
export const validation = 'Validation';
export const test = 'Test';
export const dividingTheExamples = 'Dividing the examples';
export const seed = 'Seed';
export const anotherSeed = 'Another seed';
export const keepNearDuplicatesTogether = 'Keep near duplicates together';
export const tornNearDuplicates = (torn: number) =>
  `${plural(torn, { one: '# example', other: '# examples' })} would have a near duplicate in another part: keep them together, or the report says how well the model remembers.`;
export const examplesByClassAndPart = 'Examples by class and part';
export const someOfTitles = (part: string) => `Some of ${part}`;

// upload-dialog
export const howTheDataComes = 'How the data comes';
export const filesOrAFolder = 'Files or a folder';
export const classByClass = 'Class by class, also from the camera';
export const filesToImport = 'Files to import';
export const dropAFileOrFolderHere = 'Drop a file or folder here';
export const whatFilesMayHold =
  'A zip or folder with one folder of pictures a class, loose pictures of one class, or texts as CSV, TSV or JSONL';
export const filesGoToThisGraftServer =
  'Files go to this Graft server and nowhere else; started with npm start, that is this computer.';
export const classOfThesePictures = 'Class of these pictures';
export const name = 'Name';
export const whatTheNameIsFor =
  'Pipelines refer to the data by this name. A name that exists gets a new version.';
export const close = 'Close';
export const goOn = 'Go on';
export const importIt = 'Import';
export const chooseAFolder = 'Choose a folder';
export const folderToImport = 'Folder to import';
export const imported = (rejected: number) =>
  `Imported, but ${plural(rejected, { one: '# file', other: '# files' })} could not be used:`;
export const showTheDataSet = 'Show the data set';
export const files = (files: number) => plural(files, { one: '# file', other: '# files' });

// use-import
export const reading = 'Reading';
export const ofPictures = (done: number, total: number, time: string) =>
  `${done} of ${total} pictures, ${time} left`;
export const timeLeft = (time: string) => `, ${time} left`;
export const sizeOfSize2SentLeft = (sent: string, size: string, left: string) =>
  `${sent} of ${size} sent${left}`;

// webcam
export const camera = 'Camera';
export const holdToTakePictures = (count: number) => `Hold to take pictures (${count})`;
export const useTheCamera = 'Use the camera';
export const theBrowserGivesNoCamera =
  'The browser gives no camera: allow it for this page, or choose files.';

// column-choice
export const comma = 'comma';
export const semicolon = 'semicolon';
export const tab = 'tab';
export const bar = 'bar';
