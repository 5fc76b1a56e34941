import * as words from '#words/keys';
import type { EditorKey } from './editor-key';
import { duplicate, moveSelected, openForWriting, selectAlong, toggle } from './key-commands';

/** Every key of the editor: what they do, and what the list of keys says about them. */
export const EDITOR_KEYS: readonly EditorKey[] = [
  {
    keys: [' '],
    group: words.build,
    title: words.searchForANodeToAdd,
    menu: ['canvas'],
    run: (_, { search }) => search(),
  },
  {
    keys: ['c'],
    group: words.build,
    title: words.connectTheSelectedNodeTo,
    menu: ['card'],
    run: (_, { connect }) => connect(),
  },
  {
    keys: ['ctrl+g'],
    group: words.build,
    title: words.frameWhatIsSelected,
    menu: ['card', 'annotation', 'canvas'],
    run: (_, { frame }) => frame(),
  },
  {
    keys: ['ctrl+j'],
    group: words.build,
    title: words.makeAComponent,
    menu: ['card'],
    run: (_, { makeComponent }) => makeComponent(),
  },
  {
    keys: ['ctrl+shift+j', 'u'],
    group: words.build,
    title: words.unpackTheComponent,
    menu: ['component'],
    run: (_, { unpack }) => unpack(),
  },
  {
    keys: ['n'],
    group: words.build,
    title: words.writeANote,
    menu: ['canvas'],
    run: (_, { note }) => note(),
  },
  {
    keys: ['ctrl+d'],
    group: words.build,
    title: words.duplicate,
    menu: ['card', 'annotation'],
    run: duplicate,
  },
  {
    keys: ['ctrl+m', 'd'],
    group: words.edit,
    title: words.mute,
    menu: ['card'],
    run: toggle('muted'),
  },
  {
    keys: ['ctrl+b'],
    group: words.edit,
    title: words.bypass,
    menu: ['card'],
    run: toggle('bypassed'),
  },
  {
    keys: ['delete', 'backspace'],
    group: words.edit,
    title: words.deleteAndHeal,
    menu: ['card', 'annotation'],
    run: (state) => state.removeSelected(),
  },
  {
    keys: ['ctrl+shift+g'],
    group: words.edit,
    title: words.removeTheFrame,
    menu: ['annotation'],
    run: (state) => state.removeFrames(),
  },
  {
    keys: ['f2'],
    group: words.edit,
    title: words.renameANodeOrFrame,
    menu: ['card', 'annotation'],
    run: openForWriting,
  },
  {
    keys: [
      'ctrl+shift+arrowleft',
      'ctrl+shift+arrowright',
      'ctrl+shift+arrowup',
      'ctrl+shift+arrowdown',
    ],
    listed: ['ctrl+shift+arrows'],
    group: words.edit,
    title: words.moveWhatIsSelected,
    run: moveSelected,
  },
  { keys: ['ctrl+z'], group: words.edit, title: words.undo, run: (state) => state.undo() },
  {
    keys: ['ctrl+shift+z', 'ctrl+y'],
    group: words.edit,
    title: words.redo,
    run: (state) => state.redo(),
  },
  {
    keys: ['ctrl+s'],
    group: words.edit,
    title: words.keepAVersionUnderAName,
    always: true,
    run: (_, { keepVersion }) => keepVersion(),
  },
  {
    keys: ['ctrl+a'],
    group: words.select,
    title: words.selectEverything,
    menu: ['canvas'],
    run: ({ select, cards, notes, frames }) =>
      select([...cards, ...notes, ...frames].map(({ id }) => id)),
  },
  {
    keys: ['b'],
    group: words.select,
    title: words.selectWhatIsBefore,
    menu: ['card'],
    run: selectAlong('back'),
  },
  {
    keys: ['a'],
    group: words.select,
    title: words.selectWhatIsAfter,
    menu: ['card'],
    run: selectAlong('forth'),
  },
  {
    keys: ['escape'],
    group: words.select,
    title: words.selectNothing,
    run: (state) => state.select([]),
  },
  {
    keys: ['ctrl+f'],
    group: words.view,
    title: words.findANode,
    menu: ['canvas'],
    run: (_, { find }) => find(),
  },
  {
    keys: ['i'],
    group: words.view,
    title: words.lookInside,
    menu: ['component'],
    run: (_, { lookInside }) => lookInside(),
  },
  {
    keys: ['1'],
    group: words.view,
    title: words.showEverything,
    menu: ['canvas'],
    run: (_, { fit }) => fit(),
  },
  {
    keys: ['.'],
    group: words.view,
    title: words.showWhatIsSelected,
    menu: ['card'],
    run: (_, { fitSelected }) => fitSelected(),
  },
  {
    keys: ['0'],
    group: words.view,
    title: words.showInLifeSize,
    run: (_, { zoomToLife }) => zoomToLife(),
  },
  {
    keys: ['m'],
    group: words.view,
    title: words.overview,
    menu: ['canvas'],
    run: (_, { overview }) => overview(),
  },
  {
    keys: ['shift+l'],
    group: words.view,
    title: words.tidyUp,
    menu: ['canvas'],
    run: (_, { tidyUp }) => tidyUp(),
  },
  {
    keys: ['f1'],
    group: words.view,
    title: words.helpWithTheNode,
    always: true,
    menu: ['card'],
    run: (_, { help }) => help(),
  },
  {
    keys: ['?', 'shift+?'],
    listed: ['?'],
    group: words.view,
    title: words.showThisList,
    run: (_, { showKeys }) => showKeys(),
  },
  {
    keys: ['ctrl+enter'],
    group: words.run,
    title: words.run,
    always: true,
    run: (_, { start }) => start(),
  },
  {
    keys: ['ctrl+shift+enter'],
    group: words.run,
    title: words.runToTheSelectedNode,
    menu: ['card'],
    run: (_, { runToHere }) => runToHere(),
  },
  {
    keys: ['p'],
    group: words.run,
    title: words.whatWillRun,
    menu: ['canvas'],
    run: (_, { preview }) => preview(),
  },
  {
    keys: ['ctrl+alt+enter'],
    group: words.run,
    title: words.cancelTheRun,
    always: true,
    run: (_, { interrupt }) => interrupt(),
  },
];

/** Keys that the browser and the canvas handle themselves; they belong into the list all the same. */
export const OTHER_KEYS: readonly Pick<EditorKey, 'keys' | 'listed' | 'group' | 'title'>[] = [
  {
    keys: ['ctrl+c', 'ctrl+x', 'ctrl+v'],
    group: words.edit,
    title: words.copy,
  },
  { keys: ['tab'], group: words.build, title: words.searchWhereTheEmptyCanvasWas },
  { keys: ['tab'], group: words.select, title: words.fromANode },
  { keys: ['shift'], group: words.select, title: words.holdAndDrag },
  { keys: ['arrows'], group: words.edit, title: words.moveTheSelectedNode },
];

/** The entry of a pressed key. */
export function findKey(pressed: string): EditorKey | undefined {
  return EDITOR_KEYS.find(({ keys }) => keys.includes(pressed));
}
