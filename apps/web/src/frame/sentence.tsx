import { Fragment, type ReactNode } from 'react';

interface SentenceProps {
  /** A text of the catalogue with places in braces: "See {link}." */
  text: string;
  /** What stands in each place. */
  parts: Readonly<Record<string, ReactNode>>;
}

/** A sentence with links, code or keys in it, whole in the catalogue: each language orders it its own way. */
export function Sentence({ text, parts }: SentenceProps) {
  return text
    .split(/\{(\w+)\}/)
    .map((piece, index) => (
      <Fragment key={index}>{index % 2 === 0 ? piece : parts[piece]}</Fragment>
    ));
}
