import { driver } from 'driver.js';
import 'driver.js/dist/driver.css';
import * as words from '#words/tour';
import { TOUR_STEPS } from './tour-steps';
import './tour.css';

/**
 * Leads through the parts of the editor, one after another. Arrow keys go on and back, Escape ends it;
 * the focus returns to where it was.
 */
export function startTour(): void {
  const before = document.activeElement;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  driver({
    steps: TOUR_STEPS.map(({ place, title, text, side }) => ({
      element: place,
      skipMissingElement: true,
      popover: { title, description: text, side },
    })),
    animate: !still,
    duration: 150,
    overlayOpacity: 0.45,
    stagePadding: 2,
    disableActiveInteraction: true,
    popoverClass: 'tour',
    showProgress: true,
    progressText: words.stepOf,
    nextBtnText: words.next,
    prevBtnText: words.back,
    doneBtnText: words.done,
    onPopoverRender({ closeButton, nextButton }) {
      closeButton.setAttribute('aria-label', words.endTheTour);
      // driver.js takes the first button: Enter would end the tour.
      requestAnimationFrame(() => nextButton.focus());
    },
    onDestroyed() {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  }).drive();
}
