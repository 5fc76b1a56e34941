// A program of its own, loaded when one of its commands is called: the others need no database.
export { backUp, restore } from './back-up';
export { pruneCache, showCache, checkCache } from './cache';
export { runFsck } from './fsck';
export { showRetention } from './retention';
export { sweep } from './sweep';
