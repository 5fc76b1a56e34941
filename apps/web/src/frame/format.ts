import * as words from '#words/frame';
import { LOCALE } from '../words/locale';

/** "79.4": with exactly this many decimals. */
export function formatDecimal(value: number, digits: number): string {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString(LOCALE, fixed);
}

/** "+38", "−12", "0": a difference, with no sign where nothing is left of it. */
export function formatSigned(value: number, digits: number): string {
  const size = formatDecimal(Math.abs(value), digits);
  if (size === formatDecimal(0, digits)) return size;
  return `${value > 0 ? '+' : '−'}${size}`;
}

/** "79.4 %": a share with the precision that a few hundred examples can carry. */
export function formatShare(share: number, digits = 1): string {
  return `${formatDecimal(share * 100, digits)} %`;
}

/** "1,314". */
export function formatCount(count: number): string {
  return count.toLocaleString(LOCALE);
}

/** "10.3 k", "4.7 M": parameters of a model. */
export function formatLarge(count: number): string {
  if (count < 10_000) return formatCount(count);
  if (count < 1_000_000) return `${formatDecimal(count / 1000, count < 100_000 ? 1 : 0)} k`;
  return `${formatDecimal(count / 1_000_000, count < 100_000_000 ? 1 : 0)} M`;
}

/** "412 B", "4.6 MB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatDecimal(value, value >= 10 || unit === 0 ? 0 : 1)} ${units[unit] ?? ''}`;
}

/** "8 s", "2 min 5 s", "1 h 12 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 0.95) return '< 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** "now", "5 minutes ago", then the date. */
export function formatAge(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  const ago = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  if (seconds < 45) return words.justNow;
  if (seconds < 3600) return ago.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 86_400) return ago.format(-Math.round(seconds / 3600), 'hour');
  if (seconds < 7 * 86_400) return ago.format(-Math.round(seconds / 86_400), 'day');
  return new Date(iso).toLocaleDateString(LOCALE, { dateStyle: 'medium' });
}

/** "Nov 26, 2026, 4:05 PM": a moment, where its age would not do. */
export function formatMoment(iso: string): string {
  return new Date(iso).toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
}

/** "4:05:12 PM": the time of a day, to the second. */
export function formatTime(iso: string): string {
  return new Date(iso).toLocaleTimeString(LOCALE, { timeStyle: 'medium' });
}

/** "0.001", "1e-5", "0.35": as short as it stays exact to three figures. */
export function formatNumber(value: number): string {
  return writeNumber(value, LOCALE);
}

/** The same as it is written in another country. */
export function writeNumber(value: number, locale: string): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) {
    const [digits = '', power = ''] = value.toExponential(2).split('e');
    return `${Number(digits).toLocaleString(locale)}e${power.replace('+', '')}`;
  }
  return Number(value.toPrecision(4)).toLocaleString(locale, { maximumFractionDigits: 6 });
}

/** "0.12345", "1234567": a setting with all its digits, and no thousands in a seed. */
export function formatExact(value: number): string {
  return value.toLocaleString(LOCALE, { maximumSignificantDigits: 15, useGrouping: false });
}

/** "cat, dog, and bird". */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE).format(items);
}

/** "704 pictures". */
export function formatExamples(count: number, kind: string): string {
  const say = { image: words.pictures, text: words.texts, vector: words.vectors }[kind];
  return (say ?? words.examples)(count);
}
