import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import * as words from '#words/frame';
import { MARKS } from '../words/numbers';

/** The one accent: white on shade 6 and darker has a contrast of at least 4.5:1. */
const accent: MantineColorsTuple = [
  '#eef1ff',
  '#dfe4fd',
  '#bfc8f8',
  '#9ba9f3',
  '#7688ec',
  '#5a6ee3',
  '#4a5ed6',
  '#3f51c9',
  '#3443aa',
  '#2a378a',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f5',
  '#e3e7ed',
  '#d0d6df',
  '#a9b2c0',
  '#7f8a9b',
  '#5c6778',
  '#475160',
  '#303845',
  '#1b212b',
];

const dark: MantineColorsTuple = [
  '#dfe3ea',
  '#c3c9d4',
  '#a3acba',
  '#707b8c',
  '#3d4655',
  '#313947',
  '#262d38',
  '#1a1f28',
  '#151a21',
  '#101419',
];

// The list itself scrolls: a box inside of it that does can't be reached by keyboard.
const LISTING = { defaultProps: { withScrollArea: false } };

const shown = 'Inter Variable, Inter, system-ui, sans-serif';

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, gray, dark },
  fontFamily: shown,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontFamily: shown, fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, multiline: true, maw: 320, withArrow: true } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': words.close },
        // A <header> outside of the page's own landmarks would count as a second banner.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
    NumberInput: { defaultProps: { decimalSeparator: MARKS.decimal } },
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': words.showOrHideThePassword } },
    },
    Autocomplete: LISTING,
    MultiSelect: LISTING,
    Select: LISTING,
    TagsInput: LISTING,
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
  },
});

/** Text that steps back still has a contrast of 4.5:1 on every surface. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1b212b',
    '--mantine-color-dimmed': '#566172',
    '--mantine-color-placeholder': '#687385',
    '--mantine-color-error': '#c02a2a',
    '--mantine-color-anchor': '#3443aa',
  },
  dark: {
    '--mantine-color-text': '#e4e8ee',
    '--mantine-color-dimmed': '#a3acba',
    '--mantine-color-placeholder': '#8d97a6',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': '#a9b6ff',
  },
});
