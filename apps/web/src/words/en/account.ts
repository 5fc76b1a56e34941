// account-menu
export const accountOfName = (name: string) => `Account of ${name}`;

// account-list
export const youOnThisMachine = 'You, on this machine';
export const settings = 'Settings';
export const workers = 'Workers';
export const workspace = 'Workspace';
export const logOut = 'Log out';

// audit-section
export const auditLog = 'Audit log';
export const whoChangedOrDownloadedWhat =
  'Who changed or downloaded what. Entries are only added; each holds the digest of the one before.';
export const number = 'Number';
export const when = 'When';
export const who = 'Who';
export const what = 'What';
export const somebodyWhoLeft = 'somebody who left';

// limits-section
export const limits = 'Limits';
export const gpuHoursAreCountedAnew =
  'GPU hours are counted anew each month. When they are used up, trainings run on processors.';
export const useOfTheWorkspace = (runs: string, hours: string, disk: string, results: string) =>
  `${runs} runs under way, ${hours} GPU hours this month, ${disk} GB on disk (${results} GB of it can be computed again)`;
export const usedOfMost = (used: string, most: string) => `${used} of ${most}`;
export const saveTheLimits = 'Save the limits';
export const mostRunsAtOnce = 'Most runs at once';
export const noLimitOfItsOwn = 'no limit of its own';
export const mostGpuHoursAMonth = 'Most GPU hours a month';
export const noLimit = 'no limit';
export const mostDiskGb = 'Most disk (GB)';
export const keepUnusedResultsDays = 'Keep unused results (days)';
export const asLongAsThereIsRoom = 'as long as there is room';
export const keepEndedRunsDays = 'Keep ended runs (days)';
export const keepCheckpointsDays = 'Keep given-up trainings (days)';
export const forEver = 'for ever';

// login-page
export const onYourOwnMachine =
  'On your own machine you need no account: open the address that {command} printed.';
export const logInGraft = 'Log in · Graft';
export const logInToGraft = 'Log in to Graft';
export const name = 'Name';
export const password = 'Password';
export const logIn = 'Log in';

// members-section
export const members = 'Members';
export const ofTheWorkspace = (name: string) =>
  `Of the workspace ${name}. Owners let people in and decide what they may.`;
export const role = 'Role';
export const roleOfName = (name: string) => `Role of ${name}`;
export const remove = 'Remove';
export const isAdministrator = ' (administrator)';

// new-member
export const add = 'Add';
export const firstPassword = 'First password, for a new account';
export const administrator = 'Administrator';

// password-section
export const allOtherSessionsOfYoursEnd = 'All other sessions of yours end when it changes.';
export const change = 'Change';
export const thePasswordIsChanged = 'The password is changed.';
export const currentPassword = 'Current password';
export const newPassword12CharactersOrMore = 'New password (12 characters or more)';

// roles
export const viewer = 'Viewer';
export const editor = 'Editor';
export const owner = 'Owner';

// schedules-section
export const schedules = 'Schedules';
export const pipelinesThatRunAgain =
  'Pipelines that run again: at a time, or when there is new data.';
export const pipeline = 'Pipeline';
export const runs = 'Runs';
export const next = 'Next';
export const last = 'Last';
export const whenHasANewVersion = (dataset: string) => `when ${dataset} has a new version`;
export const itsLastRun = 'its last run';
export const itWasRefused = (problem: string) => `It was refused: ${problem}`;
export const theScheduleOf = (pipeline: string) => `the schedule of ${pipeline}`;
export const addSchedule = 'Add schedule';
export const atATime = 'at a time';
export const onNewData = 'on new data';
export const minuteHourDayMonthWeekday = 'Minute hour day month weekday';
export const dataSet = 'Data set';

// settings-page
export const loadingTheSettings = 'Loading the settings';
export const whoIsWhere = (user: string, workspace: string, role: string) =>
  `${user} in the workspace ${workspace}, as ${role}`;

// tokens-section
export const copyTheTokenNow = 'Copy it now, it is not shown again: {secret}';
export const mayLookAndPredict = 'May look and predict';
export const mayRunAndChange = 'May run and change';
export const mayDoEverything = 'May do everything';
export const apiTokens = 'API tokens';
export const forPrograms = 'For programs: send Authorization: Bearer <token>.';
export const scope = 'Scope';
export const lastUsed = 'Last used';
export const ends = 'Ends';
export const never = 'never';
export const revoke = 'Revoke';
export const makeAToken = 'Make a token';

// webhooks-section
export const messagesAreSigned =
  'Its messages are signed with this secret, which is not shown again: {secret}';
export const succeeds = 'succeeds';
export const fails = 'fails';
export const isCancelled = 'is cancelled';
export const waitsForAPerson = 'waits for a person';
export const webhooks = 'Webhooks';
export const addressesThatAreTold = 'Addresses that are told when a run of this workspace ends.';
export const address = 'Address';
export const toldWhenARun = 'Told when a run';
export const lastMessage = 'Last message';
export const noneYet = 'none yet';
export const addWebhook = 'Add webhook';
export const tellItWhenARun = 'Tell it when a run';
export const noScheduleYet = 'No schedule yet: choose a pipeline above, and when it shall run.';
export const noWebhookYet =
  'No webhook yet: add the address of the program that shall hear of runs.';
export const noTokenYet = 'No token yet: make one above for each program that uses Graft.';
