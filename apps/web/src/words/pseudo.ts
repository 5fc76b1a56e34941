const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = [...'åƀçđéƒĝĥíĵķļɱńōþǫŕšţúṽŵẍýžÅƁÇĐÉƑĜĤÍĴĶĻṀŃÕÞǪŔŜŢÚṼŴẌÝŽ'];
const LETTERS = new Map([...PLAIN].map((letter, at) => [letter, ACCENTED[at] ?? letter]));

/** Other languages are about a third longer than English. */
const LONGER = 0.3;
const WORD = 8;

/**
 * A text as a language that nobody speaks has it: every letter with an accent, a third longer, in brackets. What is
 * shown without accents was not in the catalogue, and what is shown without its last bracket was cut off. Places like
 * `{link}` stay.
 */
export function pseudoText(text: string): string {
  if (!/[A-Za-z]/.test(text)) return text;
  const accented = text
    .split(/(\{\w+\})/)
    .map((piece, at) =>
      at % 2 === 1 ? piece : [...piece].map((letter) => LETTERS.get(letter) ?? letter).join(''),
    );
  return `[${accented.join('')} ${pad(Math.ceil(LONGER * text.length))}]`;
}

/** Words of the same length, so that lines break as those of a language do. */
function pad(length: number): string {
  const words = Math.ceil(length / WORD);
  return Array.from({ length: words }, (_, at) =>
    'ẋ'.repeat(Math.min(WORD, length - at * WORD)),
  ).join(' ');
}

/** A text of the catalogue, a function that says one, or a list or table of them, in that language. */
export function pseudo<Text>(text: Text): Text {
  return translate(text) as Text;
}

function isFunction(text: unknown): text is (...values: unknown[]) => unknown {
  return typeof text === 'function';
}

function translate(text: unknown): unknown {
  if (typeof text === 'string') return pseudoText(text);
  if (isFunction(text)) return (...values: unknown[]) => translate(text(...values));
  if (Array.isArray(text)) return text.map(translate);
  if (typeof text !== 'object' || text === null) return text;
  return Object.fromEntries(Object.entries(text).map(([key, each]) => [key, translate(each)]));
}
