import { language } from '#words/language';

/**
 * Words in the language of the catalogue, numbers and dates as they are written where the browser is:
 * English in a German browser is `en-DE`, which writes 1.234,5 and 26 Nov 2026.
 * `wanted` are the languages of the browser, the dearest first.
 */
export function joinRegion(language: string, wanted: readonly string[]): string {
  const [dearest = language] = wanted;
  const { region = '' } = new Intl.Locale(dearest).maximize();
  return region === '' ? language : `${language}-${region}`;
}

/** What every number, date and plural of the app is written by. */
export const LOCALE = joinRegion(language, globalThis.navigator?.languages ?? []);
