import { Text, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import * as words from '#words/keys';
import '../palette/palette.css';

interface SearchListProps<Item> {
  /** Of its own on the page. */
  id: string;
  /** Name of the list. */
  label: string;
  placeholder: string;
  /** Said where nothing is found. */
  nothing: string;
  search: (query: string) => readonly Item[];
  describe: (item: Item) => { title: string; about: string | null };
  onChoose: (item: Item) => void;
}

/** A field to type into and what it finds: arrows mark, Enter chooses. */
export function SearchList<Item>(props: SearchListProps<Item>) {
  const { id, label, placeholder, nothing, search, describe, onChoose } = props;
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(0);
  const found = search(query);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setMarked(Math.min(marked + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(marked - 1, 0));
    else if (event.key === 'Enter') {
      const chosen = found[marked];
      if (chosen !== undefined) onChoose(chosen);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="sm"
        aria-label={words.searchIn(label)}
        placeholder={placeholder}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[marked] && `${id}-${marked}`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={onKey}
      />
      <div
        className="add-menu__list connect__list"
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
      >
        {found.map((item, index) => {
          const { title, about } = describe(item);
          return (
            <div
              key={`${index} ${title}`}
              id={`${id}-${index}`}
              ref={index === marked ? showMarked : null}
              role="option"
              aria-selected={index === marked}
              className="add-menu__item"
              onPointerMove={() => setMarked(index)}
              onClick={() => onChoose(item)}
            >
              <span className="palette__names">
                <span className="palette__title">{title}</span>
                {about !== null && <span className="palette__summary">{about}</span>}
              </span>
            </div>
          );
        })}
      </div>
      {found.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" p="sm">
          {nothing}
        </Text>
      )}
    </>
  );
}

function showMarked(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}
