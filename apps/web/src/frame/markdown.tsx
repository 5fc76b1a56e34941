import { Fragment, type ReactNode } from 'react';

/** The small part of Markdown that node docs use: paragraphs, lists, bold, italics, code, links. */
export function Markdown({ text }: { text: string }) {
  const blocks = text.trim().split(/\n{2,}/);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block)}</Fragment>
      ))}
    </div>
  );
}

function renderBlock(block: string): ReactNode {
  const lines = block.split('\n');
  if (lines.every((line) => /^\s*[-*] |^\s{2,}/.test(line))) {
    const items = block.split(/\n?^\s*[-*] /m).filter((item) => item.trim() !== '');
    return (
      <ul>
        {items.map((item, index) => (
          <li key={index}>{renderInline(item)}</li>
        ))}
      </ul>
    );
  }
  return <p>{renderInline(block)}</p>;
}

const MARKS = /(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\(https?:[^)\s]+\))/;

function renderInline(text: string): ReactNode[] {
  return text
    .replaceAll('\n', ' ')
    .split(MARKS)
    .map((part, index) => <Fragment key={index}>{renderMark(part)}</Fragment>);
}

function renderMark(part: string): ReactNode {
  if (part.startsWith('**')) return <strong>{part.slice(2, -2)}</strong>;
  if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>;
  if (part.startsWith('*') && part.length > 2) return <em>{part.slice(1, -1)}</em>;
  const link = /^\[([^\]]+)\]\((https?:[^)\s]+)\)$/.exec(part);
  if (link === null) return part;
  return (
    <a href={link[2]} target="_blank" rel="noreferrer">
      {link[1]}
    </a>
  );
}
