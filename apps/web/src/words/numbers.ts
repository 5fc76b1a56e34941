import { LOCALE } from './locale';

/** What stands before decimals and between thousands. */
export interface NumberMarks {
  readonly decimal: string;
  readonly group: string;
}

/** The marks of a locale: `.` and `,` in English, `,` and `.` in German. */
export function readMarks(locale: string): NumberMarks {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.5);
  const find = (type: 'decimal' | 'group') => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: find('decimal'), group: find('group') };
}

/** The marks that numbers of the app are written and typed with. */
export const MARKS = readMarks(LOCALE);

/** Thousands with commas, and decimals before a unit: what names of models and versions don't look like. */
const WRITTEN =
  /(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+(?= (?:[kMG]B?(?!\w)|%|s\b|points\b)))(?![\w,]|\.\d)/g;

/**
 * A text of the core with its numbers as they are written where the browser is: what nodes and the API say is English
 * ("1,300 pictures", "4.65 M trainable") wherever it is read. See docs/adr/0094-numbers-in-texts-of-the-core.md.
 */
export function rewriteNumbers(text: string, locale = LOCALE): string {
  return text.replace(WRITTEN, (written) => {
    const decimals = written.split('.')[1]?.length ?? 0;
    return Number(written.replaceAll(',', '')).toLocaleString(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  });
}
