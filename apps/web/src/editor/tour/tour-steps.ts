import * as words from '#words/tour';

export interface TourStep {
  /** What is shown, as a selector; a step is left out where it is not on the page. */
  readonly place: string;
  readonly title: string;
  readonly text: string;
  readonly side: 'top' | 'right' | 'bottom' | 'left';
}

/** Palette, canvas, form, run, panel: the way a pipeline goes. */
export const TOUR_STEPS: readonly TourStep[] = [
  { place: '.palette', title: words.palette, text: words.aboutThePalette, side: 'right' },
  { place: '.canvas', title: words.canvas, text: words.aboutTheCanvas, side: 'top' },
  { place: '.inspector', title: words.form, text: words.aboutTheForm, side: 'left' },
  { place: '.run-button', title: words.run, text: words.aboutTheRun, side: 'bottom' },
  { place: '.panel', title: words.panel, text: words.aboutThePanel, side: 'top' },
];
